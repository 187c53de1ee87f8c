using System.Globalization;
using System.Text.Json.Nodes;
using Audit.Trials.Fuzzing;

namespace Audit.Trials.Tests.Fuzzing;

/// <summary>What is looked at besides the answers.</summary>
public sealed class WatchTests
{
    private const long Mega = 1024 * 1024;

    [Fact]
    public void Growth_WhenMemoryGrowsWithTheWork_IsTold()
    {
        Watched(i => (200 + (20 * i)) * Mega).Growth().Should().Be("memory should be flat, but grew from 320 MB to 560 MB");
        Watched(i => 200 * Mega).Growth().Should().BeNull();
    }

    [Fact]
    public void Growth_WhileItWarmsUpOrForAMoment_IsNone()
    {
        Watched(i => i < 4 ? 100 * Mega : 500 * Mega).Growth().Should().BeNull();
        Watched(i => i == 19 ? 2000 * Mega : 300 * Mega).Growth().Should().BeNull();
    }

    [Fact]
    public void Moments_OfAnyNumberOfRequests_AreAsManyAsItLooksAt()
    {
        MemoryWatch.Moments(100).Should().HaveCount(20).And.BeInAscendingOrder().And.EndWith(100);
        MemoryWatch.Moments(3).Should().HaveCount(20).And.EndWith(3);
    }

    [Theory]
    [InlineData("""{"LogLevel":"Error","Message":"x"}""")]
    [InlineData("""{"LogLevel":"Critical","Message":"x"}""")]
    [InlineData("""{"LogLevel":"Information","Message":"x""")]
    [InlineData("Unhandled exception. System.Exception: x")]
    [InlineData("   at Audit.Api.Program")]
    public void Faults_OfALogThatTellsOfOne_AreItsLines(string line) =>
        ServiceLog.Faults($"Audit listens on http://127.0.0.1:1\n{{\"LogLevel\":\"Warning\"}}\n{line}\n").Should().Equal(line.Trim());

    [Fact]
    public void Tell_WhenOneKindIsFoundOften_ShowsEachKindFirst()
    {
        var findings = new Findings();
        for (var i = 0; i < 60; i++)
        {
            var number = i;
            findings.Add("often", () => $"the first was {number}");
        }

        findings.Add("once", () => "it");
        var report = new TrialReport();
        findings.Tell(report);

        report.Found.Should().Be(61);
        report.Shown.Take(2).Should().Equal("often\nthe first was 0", "once\nit");
    }

    [Fact]
    public void Learn_FromAnswers_KeepsTheNewestOfWhatRequestsCanName()
    {
        var known = new KnownThings();
        known.Pick(KnownThings.Incidents, 5).Should().BeNull();

        known.Learn(new JsonObject { ["data"] = new JsonObject { ["id"] = Kept.Incident, ["version"] = 3 } });
        known.Learn(JsonNode.Parse("""{"items":[],"pagination":{"next_cursor":"abc"}}"""));
        known.Learn(JsonNode.Parse("""{"data":{"last_sequence":7,"last_hash":"ff"}}"""));
        for (var i = 0; i < 100; i++)
        {
            known.Add(KnownThings.Anomalies, i.ToString(CultureInfo.InvariantCulture));
        }

        known.Pick(KnownThings.Incidents, 5).Should().Be(Kept.Incident);
        known.Pick(KnownThings.Versions, 0).Should().Be("3");
        known.Pick(KnownThings.Cursors, 0).Should().Be("abc");
        known.Pick(KnownThings.Marks, 0).Should().Be("7:ff");
        Enumerable.Range(0, 100).Select(i => int.Parse(known.Pick(KnownThings.Anomalies, i)!, CultureInfo.InvariantCulture)).Min().Should().Be(52);
    }

    private static MemoryWatch Watched(Func<int, long> bytes)
    {
        var watch = new MemoryWatch();
        for (var i = 0; i < 20; i++)
        {
            watch.Take(bytes(i));
        }

        return watch;
    }
}
