using System.Diagnostics;
using System.Globalization;

namespace Audit.Trials.Loading;

/// <summary>How long answers took, to five parts in a hundred; may be written to from any thread.</summary>
internal sealed class Latencies
{
    private const double Step = 1.05;
    private readonly long[] _counts = new long[400];

    public long Count => _counts.Sum();

    public void Take(long since)
    {
        var microseconds = Math.Max(1, Stopwatch.GetElapsedTime(since).TotalMicroseconds);
        Interlocked.Increment(ref _counts[Math.Min(_counts.Length - 1, (int)(Math.Log(microseconds) / Math.Log(Step)))]);
    }

    /// <summary>Milliseconds that such a part of all was answered in.</summary>
    public double At(double part)
    {
        var left = (long)Math.Ceiling(Count * part);
        var place = 0;
        while (place < _counts.Length - 1 && (left -= _counts[place]) > 0)
        {
            place++;
        }

        return Math.Pow(Step, place + 1) / 1000;
    }

    public override string ToString() => Count == 0 ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms");
}
