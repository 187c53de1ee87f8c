namespace Audit.Trials.Crashing;

/// <summary>Counts what is checked and reports what isn't so.</summary>
/// <param name="report">What it reports to.</param>
/// <param name="when">After which kill.</param>
internal sealed class Judge(TrialReport report, string when)
{
    public const string Checks = "checks made";

    public void That(bool isSo, Func<string> otherwise)
    {
        report.Count(Checks);
        if (!isSo)
        {
            report.Violation($"{when}: {otherwise()}");
        }
    }

    /// <summary>Both name the same numbers of the same things.</summary>
    public void Same<TKey>(string what, IReadOnlyDictionary<TKey, long> expected, IReadOnlyDictionary<TKey, long> found)
        where TKey : notnull
    {
        foreach (var key in expected.Keys.Union(found.Keys))
        {
            var (wanted, got) = (expected.GetValueOrDefault(key), found.GetValueOrDefault(key));
            That(wanted == got, () => FormattableString.Invariant($"{what} of {key} should be {wanted} and is {got}"));
        }
    }

    public void Found(string problem) => report.Violation($"{when}: {problem}");
}
