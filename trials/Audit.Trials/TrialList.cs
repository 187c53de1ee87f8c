namespace Audit.Trials;

internal static class TrialList
{
    public static IReadOnlyList<Trial> All { get; } = [Fuzzing.FuzzTrial.Trial, Isolation.IsolationTrial.Trial, Crashing.CrashTrial.Trial, Faults.FaultsTrial.Trial, Loading.LoadTrial.Trial];
}
