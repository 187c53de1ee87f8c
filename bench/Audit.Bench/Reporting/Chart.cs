using System.Globalization;
using System.Text;

namespace Audit.Bench.Reporting;

/// <summary>The p50 of each operation against the number of records, both axes logarithmic, as SVG.</summary>
public static class Chart
{
    private const int Width = 860;
    private const int Height = 480;
    private const int Left = 70;
    private const int Right = 660;
    private const int Top = 50;
    private const int Bottom = 420;

    /// <summary>Told apart by those who see colours differently too, on white.</summary>
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#8c6bb1", "#7f7f7f"];

    public static string Svg(IReadOnlyList<Figures> figures)
    {
        var drawn = figures.Where(f => f.P50Ms > 0).ToList();
        var x = LogScale.Around(drawn.Select(f => (double)f.Size), Left, Right);
        var y = LogScale.Around(drawn.Select(f => f.P50Ms!.Value), Bottom, Top);
        var svg = new StringBuilder();
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="sans-serif" font-size="13" role="img" aria-label="p50 against the number of records">""");
        Add(svg, $"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Add(svg, $"""<text x="{Left}" y="28" font-size="16" fill="#222222">p50 at 32 connections, ms</text>""");
        AddAxes(svg, x, y);
        foreach (var (line, i) in drawn.GroupBy(f => f.Operation, StringComparer.Ordinal).Select((line, i) => (line, i)))
        {
            AddLine(svg, [.. line.OrderBy(f => f.Size).Select(f => (x.At(f.Size), y.At(f.P50Ms!.Value)))], s_colours[i % s_colours.Length]);
            AddLegend(svg, line.Key, s_colours[i % s_colours.Length], Top + (i * 24) + 10);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AddAxes(StringBuilder svg, LogScale x, LogScale y)
    {
        foreach (var value in y.Decades)
        {
            Add(svg, $"""<line x1="{Left}" y1="{y.At(value):0.#}" x2="{Right}" y2="{y.At(value):0.#}" stroke="#dddddd"/>""");
            Add(svg, $"""<text x="{Left - 8}" y="{y.At(value) + 4:0.#}" text-anchor="end" fill="#444444">{value:0.###}</text>""");
        }

        foreach (var value in x.Decades)
        {
            Add(svg, $"""<line x1="{x.At(value):0.#}" y1="{Top}" x2="{x.At(value):0.#}" y2="{Bottom}" stroke="#dddddd"/>""");
            Add(svg, $"""<text x="{x.At(value):0.#}" y="{Bottom + 20}" text-anchor="middle" fill="#444444">{Short(value)}</text>""");
        }

        Add(svg, $"""<text x="{(Left + Right) / 2}" y="{Bottom + 44}" text-anchor="middle" fill="#222222">incidents in the tenant</text>""");
    }

    private static void AddLine(StringBuilder svg, IReadOnlyList<(double X, double Y)> points, string colour)
    {
        var path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));
        Add(svg, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
        foreach (var (px, py) in points)
        {
            Add(svg, $"""<circle cx="{px:0.#}" cy="{py:0.#}" r="3.5" fill="{colour}"/>""");
        }
    }

    private static void AddLegend(StringBuilder svg, string name, string colour, int y)
    {
        Add(svg, $"""<line x1="{Right + 24}" y1="{y}" x2="{Right + 48}" y2="{y}" stroke="{colour}" stroke-width="3"/>""");
        Add(svg, $"""<text x="{Right + 56}" y="{y + 4}" fill="#222222">{name}</text>""");
    }

    private static string Short(double records) => records >= 1e6 ? Plain(records / 1e6) + "M" : Plain(records / 1e3) + "k";

    private static string Plain(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static void Add(StringBuilder svg, FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
