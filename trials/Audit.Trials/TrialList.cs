namespace Audit.Trials;

internal static class TrialList
{
    public static IReadOnlyList<Trial> All { get; } = [];
}
