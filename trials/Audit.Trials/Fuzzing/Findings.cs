namespace Audit.Trials.Fuzzing;

/// <summary>Keeps what was found, so that each kind of it is shown before any is shown twice. For several threads.</summary>
internal sealed class Findings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string First, long Count)> _kinds = new(StringComparer.Ordinal);

    public void Add(string kind, Func<string> what)
    {
        lock (_lock)
        {
            _kinds[kind] = _kinds.TryGetValue(kind, out var known) ? (known.First, known.Count + 1) : (what(), 1);
        }
    }

    public void Tell(TrialReport report)
    {
        lock (_lock)
        {
            foreach (var (kind, (first, _)) in _kinds.OrderByDescending(k => k.Value.Count))
            {
                report.Violation($"{kind}\n{first}");
            }

            foreach (var (kind, (_, count)) in _kinds)
            {
                for (var again = 1; again < count; again++)
                {
                    report.Violation("again " + kind);
                }
            }
        }
    }
}
