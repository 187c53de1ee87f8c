using System.Diagnostics;
using System.Globalization;

namespace Audit.Trials.Isolation;

/// <summary>Tells whether one of two kinds of request takes longer than the other.</summary>
internal sealed class Timing(int samples, Random random, TrialReport report)
{
    private const double Least = 0.8;
    private const double Most = 1 / Least;

    /// <summary>A machine that does something else for a while makes a difference once, not every time.</summary>
    private const int MostTries = 4;

    /// <summary>How long many of the one take against as many of the other, in random order: the ratios of the medians and of the 90th percentiles.</summary>
    public async Task CompareAsync(string name, Func<Task> one, Func<Task> other)
    {
        for (var i = 0; i < Math.Min(samples, 200); i++)
        {
            await one();
            await other();
        }

        var best = (Median: double.PositiveInfinity, High: double.PositiveInfinity);
        for (var tries = 0; tries < MostTries && !IsSame(best); tries++)
        {
            var measured = Ratios(await MeasureAsync(one, other));
            best = Worst(measured) < Worst(best) ? measured : best;
        }

        Judge(name, best);
    }

    /// <summary>The ratios of two samples' medians and 90th percentiles.</summary>
    public static (double Median, double High) Ratios((List<long> One, List<long> Other) taken)
    {
        taken.One.Sort();
        taken.Other.Sort();
        return (At(0.5), At(0.9));

        double At(double part) => (double)taken.One[(int)(taken.One.Count * part)] / Math.Max(1, taken.Other[(int)(taken.Other.Count * part)]);
    }

    public void Judge(string name, (double Median, double High) ratios)
    {
        report.Figure($"time, {name}", string.Create(CultureInfo.InvariantCulture, $"theirs to nobody's: median {ratios.Median:0.000}, 90th percentile {ratios.High:0.000}"));
        if (!IsSame(ratios))
        {
            report.Violation(string.Create(CultureInfo.InvariantCulture,
                $"{name}: theirs and nobody's should take as long, but the ratio of the medians is {ratios.Median:0.000}, that of the 90th percentiles {ratios.High:0.000}"));
        }
    }

    private static bool IsSame((double Median, double High) ratios) => Worst(ratios) <= Most;

    private static double Worst((double Median, double High) ratios) => new[] { ratios.Median, 1 / ratios.Median, ratios.High, 1 / ratios.High }.Max();

    private async Task<(List<long> One, List<long> Other)> MeasureAsync(Func<Task> one, Func<Task> other)
    {
        var order = Enumerable.Repeat(true, samples).Concat(Enumerable.Repeat(false, samples)).ToArray();
        random.Shuffle(order);
        var taken = (One: new List<long>(samples), Other: new List<long>(samples));
        foreach (var isOne in order)
        {
            var start = Stopwatch.GetTimestamp();
            await (isOne ? one() : other());
            (isOne ? taken.One : taken.Other).Add(Stopwatch.GetTimestamp() - start);
        }

        return taken;
    }
}
