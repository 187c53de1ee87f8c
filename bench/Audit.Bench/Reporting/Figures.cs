using Audit.Bench.Driving;

namespace Audit.Bench.Reporting;

/// <summary>What an operation came to at a size: medians over the rounds.</summary>
/// <param name="P50Ms">Null where nothing was answered.</param>
/// <param name="FloorPerSecond">Null where the floor has no such operation.</param>
public sealed record Figures(string Operation, int Size, double PerSecond, double? P50Ms, double? P99Ms, double? FloorPerSecond)
{
    public double? Ratio => FloorPerSecond > 0 ? PerSecond / FloorPerSecond : null;

    public static Figures Of(string operation, int size, IReadOnlyList<Run> runs, IReadOnlyList<Run> floor) => new(
        operation,
        size,
        Median(runs.Select(r => (double?)r.PerSecond)) ?? 0,
        Median(runs.Select(r => r.P50Ms)),
        Median(runs.Select(r => r.P99Ms)),
        Median(floor.Select(r => (double?)r.PerSecond)));

    /// <summary>Of those that are there: the middle one, or halfway between the middle two.</summary>
    public static double? Median(IEnumerable<double?> values)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>All that was measured at a size.</summary>
/// <param name="StartMs">From the start of the process to its first answer.</param>
/// <param name="ResidentMegabytes">What was resident after the last round.</param>
public sealed record SizeReport(int Size, int Others, int OtherTenants, double StartMs, double ResidentMegabytes, IReadOnlyList<Figures> Figures);
