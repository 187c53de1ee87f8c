using Audit.Bench.Reporting;

namespace Audit.Bench.Tests.Reporting;

public sealed class TableTests
{
    private static readonly SizeReport s_small = Report(1_000, p50: 2);
    private static readonly SizeReport s_large = Report(10_000, p50: 3);

    [Fact]
    public void Text_WhenThereIsNoFloor_SaysSo() =>
        Table.Text(s_small).Split('\n').Should().ContainSingle(line => line.Contains("list_deep", StringComparison.Ordinal))
            .Which.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Should().Equal("list_deep", "9.5", "1.00", "1.00", "–", "–");

    [Fact]
    public void Growth_WhenSizesWereMeasured_DividesTheLargestByTheSmallest() =>
        Table.Growth([s_small, s_large]).Should().Be("p50 at 10,000 against 1,000: get 1.50, list –, create –, status –\n");

    [Fact]
    public void Markdown_WhenSizesWereMeasured_HasEachWithStartAndMemory() =>
        Table.Markdown([s_small, s_large]).Should()
            .Contain("| get | 1,234 | 2.00 | 5.00 | 2,468 | 0.500 |").And
            .Contain("| get | 1,234 | 3.00 | 5.00 | 2,468 | 0.500 |").And
            .Contain("start to first answer 900 ms, resident after the last round 150 MB");

    private static SizeReport Report(int size, double p50) =>
        new(size, size / 10, 1, StartMs: 900, ResidentMegabytes: 150, [new("get", size, 1_234, p50, 5, 2_468), new("list_deep", size, 9.5, 1, 1, FloorPerSecond: null)]);
}
