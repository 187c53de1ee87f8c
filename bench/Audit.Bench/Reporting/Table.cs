using System.Globalization;
using System.Text;

namespace Audit.Bench.Reporting;

/// <summary>The results for those who read them, as text or as Markdown.</summary>
public static class Table
{
    private const string Nothing = "–";
    private static readonly string[] s_head = ["operation", "requests/s", "p50 ms", "p99 ms", "floor requests/s", "ratio"];
    private static readonly string[] s_growing = ["get", "list", "create", "status"];

    public static string Text(SizeReport report)
    {
        List<string[]> rows = [s_head, .. report.Figures.Select(Row)];
        var widths = s_head.Select((_, column) => rows.Max(r => r[column].Length)).ToList();
        var text = new StringBuilder().Append(Title(report)).Append('\n');
        foreach (var row in rows)
        {
            text.Append("  ").Append(row[0].PadRight(widths[0]));
            for (var i = 1; i < row.Length; i++)
            {
                text.Append("  ").Append(row[i].PadLeft(widths[i]));
            }

            text.Append('\n');
        }

        return text.Append("  ").Append(Process(report)).Append('\n').ToString();
    }

    public static string Markdown(IReadOnlyList<SizeReport> reports)
    {
        var text = new StringBuilder();
        foreach (var report in reports)
        {
            text.Append("### ").Append(Title(report)).Append("\n\n");
            text.Append("| ").AppendJoin(" | ", s_head).Append(" |\n|---|--:|--:|--:|--:|--:|\n");
            foreach (var row in report.Figures.Select(Row))
            {
                text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
            }

            text.Append('\n').Append(Process(report)).Append("\n\n");
        }

        return text.Append(Growth(reports)).ToString();
    }

    /// <summary>The p50 of the largest size by that of the smallest.</summary>
    public static string Growth(IReadOnlyList<SizeReport> reports)
    {
        var (first, last) = (reports[0], reports[^1]);
        var growths =
            from operation in s_growing
            let before = P50(first, operation)
            let after = P50(last, operation)
            select $"{operation} {(before > 0 && after is not null ? Number(after / before, "0.00") : Nothing)}";
        return string.Create(CultureInfo.InvariantCulture, $"p50 at {last.Size:N0} against {first.Size:N0}: {string.Join(", ", growths)}\n");
    }

    private static double? P50(SizeReport report, string operation) => report.Figures.FirstOrDefault(f => f.Operation == operation)?.P50Ms;

    private static string Title(SizeReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"{report.Size:N0} incidents and as many anomalies in the tenant, {report.Others:N0} incidents in {report.OtherTenants:N0} others");

    private static string Process(SizeReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"start to first answer {report.StartMs:N0} ms, resident after the last round {report.ResidentMegabytes:N0} MB");

    private static string[] Row(Figures f) =>
        [f.Operation, Number(f.PerSecond, f.PerSecond < 100 ? "0.0" : "N0"), Number(f.P50Ms, "N2"), Number(f.P99Ms, "N2"), Number(f.FloorPerSecond, "N0"), Number(f.Ratio, "0.000")];

    private static string Number(double? value, string format) => value is { } v ? v.ToString(format, CultureInfo.InvariantCulture) : Nothing;
}
