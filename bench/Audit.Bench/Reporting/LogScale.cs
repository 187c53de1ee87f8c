namespace Audit.Bench.Reporting;

/// <summary>Where a number lies on a logarithmic axis that goes from one place to another.</summary>
public sealed record LogScale(double Least, double Most, double From, double To)
{
    /// <summary>The powers of ten on it.</summary>
    public IReadOnlyList<double> Decades =>
        [.. Enumerable.Range((int)Math.Ceiling(Math.Log10(Least) - 1e-9), 30).Select(e => Math.Pow(10, e)).TakeWhile(v => v <= Most * (1 + 1e-9))];

    /// <summary>From the power of ten below the least value to the one above the most.</summary>
    public static LogScale Around(IEnumerable<double> values, double from, double to)
    {
        double[] all = [.. values];
        var (least, most) = all.Length == 0 ? (1, 1) : (all.Min(), all.Max());
        var (first, last) = (Math.Floor(Math.Log10(least) + 1e-9), Math.Ceiling(Math.Log10(most) - 1e-9));
        return new LogScale(Math.Pow(10, first), Math.Pow(10, Math.Max(last, first + 1)), from, to);
    }

    public double At(double value) => From + ((To - From) * Math.Log10(value / Least) / Math.Log10(Most / Least));
}
