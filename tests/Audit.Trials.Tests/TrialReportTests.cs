namespace Audit.Trials.Tests;

public sealed class TrialReportTests
{
    [Fact]
    public async Task Write_WhenSomethingWasFound_ShowsItAndCountsAll()
    {
        var report = new TrialReport();
        report.Count("requests sent", 1200);
        report.Count("requests sent");
        report.Figure("took", "3 s");
        for (var i = 0; i < 52; i++)
        {
            report.Violation($"v{i}");
        }

        using var writer = new StringWriter();
        await report.WriteAsync(writer);

        var lines = writer.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        lines.Should().HaveCount(50 + 1 + 3);
        lines[0].Should().Be("VIOLATION v0");
        lines[50..].Should().Equal("… and 2 more", "took              3 s", "requests sent     1,201", "violations found  52");
    }
}
