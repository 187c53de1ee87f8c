using Audit.Bench.Driving;
using Audit.Bench.Reporting;

namespace Audit.Bench.Tests.Reporting;

public sealed class FiguresTests
{
    [Fact]
    public void Of_WhenThereAreRounds_TakesTheMedianOfEachNumber()
    {
        var figures = Figures.Of("get", 1_000, [Ran(100, 3, 9), Ran(900, 1, 4), Ran(200, 2, 30)], [Ran(400, 1, 1), Ran(500, 1, 1), Ran(300, 1, 1)]);

        figures.Should().Be(new Figures("get", 1_000, PerSecond: 200, P50Ms: 2, P99Ms: 9, FloorPerSecond: 400));
        figures.Ratio.Should().Be(0.5);
    }

    [Fact]
    public void Of_WhenTheFloorHasNoSuchOperation_HasNoRatio() =>
        Figures.Of("list_deep", 1_000, [Ran(100, 3, 9)], []).Should().BeEquivalentTo(new { FloorPerSecond = (double?)null, Ratio = (double?)null });

    [Fact]
    public void Of_WhenNothingWasAnswered_HasNoTimes() =>
        Figures.Of("search_rare", 1_000, [new Run(0, 30, P50Ms: null, P99Ms: null, 0, 0)], [])
            .Should().BeEquivalentTo(new { PerSecond = 0d, P50Ms = (double?)null, P99Ms = (double?)null });

    [Fact]
    public void Median_WhenTheirNumberIsEven_LiesHalfwayBetweenTheMiddleTwo() => Figures.Median([4, 1, 2, 3]).Should().Be(2.5);

    [Fact]
    public void Median_WhenOneIsMissing_IsThatOfTheOthers() => Figures.Median([null, 8, 5, 6]).Should().Be(6);

    [Fact]
    public void Write_WhenThereAreFigures_NamesTheMembersAsPromised() =>
        JsonRow.Write([new Figures("list_deep", 1_000, 12.3456, 1.23456, P99Ms: null, FloorPerSecond: null)]).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .Should().Be("""[{"operation":"list_deep","size":1000,"requests_per_second":12.35,"p50_ms":1.235,"p99_ms":null,"ratio_to_floor":null}]""");

    private static Run Ran(long perSecond, double p50, double p99) => new(perSecond * 2, 2, p50, p99, Failed: 0, Broken: 0);
}
