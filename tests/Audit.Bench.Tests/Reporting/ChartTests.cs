using System.Xml.Linq;
using Audit.Bench.Reporting;

namespace Audit.Bench.Tests.Reporting;

public sealed class ChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(10_000, 100)]
    [InlineData(1_000_000, 300)]
    public void At_WhenTheAxisIsLogarithmic_GoesTheSameWayForEachPowerOfTen(double value, double expected) =>
        new LogScale(1_000, 1_000_000, 0, 300).At(value).Should().BeApproximately(expected, 1e-9);

    [Fact]
    public void Around_WhenThereAreValues_BeginsAndEndsAtPowersOfTen()
    {
        LogScale.Around([0.3, 45], 0, 1).Should().BeEquivalentTo(new { Least = 0.1, Most = 100d });
        LogScale.Around([1_000, 1_000_000], 0, 1).Decades.Should().Equal(1_000, 10_000, 100_000, 1_000_000);
    }

    [Fact]
    public void Around_WhenThereIsOneValueOrNone_StillHasALength()
    {
        LogScale.Around([1_000], 0, 1).Should().BeEquivalentTo(new { Least = 1_000d, Most = 10_000d });
        LogScale.Around([], 0, 1).Most.Should().BeGreaterThan(1);
    }

    [Fact]
    public void Svg_WhenThereAreFigures_HasALineForEachOperationThatWasAnswered()
    {
        var svg = XElement.Parse(Chart.Svg(
        [
            new("get", 1_000, 1, 1, 1, 1), new("get", 10_000, 1, 10, 1, 1),
            new("list", 1_000, 1, 2, 1, 1), new("list", 10_000, 1, P50Ms: null, P99Ms: null, 1),
            new("search_rare", 1_000, 0, P50Ms: null, P99Ms: null, FloorPerSecond: null),
        ]));

        svg.Elements(s_svg + "polyline").Select(l => l.Attribute("points")!.Value.Split(' ').Length).Should().Equal(2, 1);
        svg.Elements(s_svg + "polyline").First().Attribute("points")!.Value.Should().Be("70,420 660,50");
        svg.Elements(s_svg + "text").Select(t => t.Value).Should().Contain(["get", "list", "1k", "10k"]).And.NotContain("search_rare");
    }
}
