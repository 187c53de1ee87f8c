using System.Globalization;

namespace Audit.Trials.Fuzzing;

/// <summary>How much memory there was while the work went on, and whether it grew with it.</summary>
internal sealed class MemoryWatch
{
    private const int Samples = 20;
    private const int WarmUp = Samples / 5;
    private const long Mega = 1024 * 1024;

    private readonly List<long> _samples = [];

    /// <summary>After which of all requests to look again; each must be given once and in this order.</summary>
    public static IEnumerable<long> Moments(long requests) => Enumerable.Range(1, Samples).Select(i => requests * i / Samples);

    public void Take(long bytes) => _samples.Add(bytes);

    /// <summary>What was too much, or null: the first fifth only warms up, the middle of the next is held against the middle of the last.</summary>
    public string? Growth()
    {
        if (_samples.Count < Samples)
        {
            return null;
        }

        var (early, late) = (Middle(_samples.Skip(WarmUp)), Middle(_samples.Skip(Samples - WarmUp)));
        return late > (early * 13 / 10) + (100 * Mega)
            ? string.Create(CultureInfo.InvariantCulture, $"memory should be flat, but grew from {early / Mega} MB to {late / Mega} MB")
            : null;
    }

    public override string ToString() => string.Join(' ', _samples.Select(s => (s / Mega).ToString(CultureInfo.InvariantCulture))) + " MB";

    private static long Middle(IEnumerable<long> samples) => samples.Take(WarmUp).Order().ElementAt(WarmUp / 2);
}
