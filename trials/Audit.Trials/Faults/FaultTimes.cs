using System.Globalization;

namespace Audit.Trials.Faults;

/// <summary>How long things may take, and how long they took.</summary>
/// <param name="patience">How many times as long as promised.</param>
/// <param name="lockSeconds">How long a lock is held.</param>
internal sealed class FaultTimes(long patience, long lockSeconds)
{
    private readonly Dictionary<string, (List<TimeSpan> Noticed, List<TimeSpan> Recovered, List<long> Refused)> _seen = new(StringComparer.Ordinal);

    /// <summary>Until the fault must be known.</summary>
    public TimeSpan Notice { get; } = TimeSpan.FromSeconds(1) * patience;

    /// <summary>Until all must go on.</summary>
    public TimeSpan Recover { get; } = TimeSpan.FromSeconds(5) * patience;

    /// <summary>Until any request must be answered: a write waits 5 s for its turn, and then the one before it may wait for a lock.</summary>
    public TimeSpan Answer { get; } = TimeSpan.FromSeconds(8) * patience;

    /// <summary>How long a fault lasts at least once it is known.</summary>
    public TimeSpan Hold { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Until all must go on where ready doesn't tell when, as it may have been 200 all the time.</summary>
    public TimeSpan Untold { get; } = TimeSpan.FromSeconds(5);

    public TimeSpan Lock { get; } = TimeSpan.FromSeconds(lockSeconds);

    public void Noticed(Fault fault, TimeSpan took) => Of(fault).Noticed.Add(took);

    public void Recovered(Fault fault, TimeSpan took) => Of(fault).Recovered.Add(took);

    public void Refused(Fault fault, long requests) => Of(fault).Refused.Add(requests);

    public void Show(TrialReport report)
    {
        foreach (var (fault, seen) in _seen)
        {
            report.Figure(fault, string.Create(CultureInfo.InvariantCulture, $"{seen.Refused.Sum()} refused, unready {Longest(seen.Noticed)}, ready again {Longest(seen.Recovered)}"));
        }
    }

    private static string Longest(List<TimeSpan> times) => times.Count == 0 ? "never" : string.Create(CultureInfo.InvariantCulture, $"within {times.Max().TotalSeconds:0.00} s");

    private (List<TimeSpan> Noticed, List<TimeSpan> Recovered, List<long> Refused) Of(Fault fault)
    {
        if (!_seen.TryGetValue(fault.Name, out var seen))
        {
            _seen.Add(fault.Name, seen = ([], [], []));
        }

        return seen;
    }
}
