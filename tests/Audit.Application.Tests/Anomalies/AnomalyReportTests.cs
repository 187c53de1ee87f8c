using Audit.Application.Anomalies;
using Audit.Domain.Anomalies;

namespace Audit.Application.Tests.Anomalies;

public sealed class AnomalyReportTests
{
    [Fact]
    public void Report_WhenTextHasWhiteSpaceAtItsEnds_TrimsAllButTheDescription() =>
        new AnomalyReport(" t ", " low ", " d \n", "\tu", [" e1 ", null, " "], " m ", 7, "x\n").Should().BeEquivalentTo(new
        {
            Type = "t",
            Severity = "low",
            Description = " d \n",
            UserId = "u",
            EventIds = new[] { "e1", null, null },
            MitreTactic = "m",
            DetectedAt = 7L,
            ExternalId = "x",
        });

    [Fact]
    public void ToNew_WhenEverythingIsGiven_CarriesEveryMember() =>
        new AnomalyReport("brute_force", "HIGH", "d", "usr_1", ["evt_1", "evt_2"], "T1110", 1775217600, "ext_1").ToNew(Given.Now).Should().BeEquivalentTo(
            new NewAnomaly("brute_force", Severity.High, "d", new DateTimeOffset(2026, 4, 3, 12, 0, 0, TimeSpan.Zero), "ext_1", "usr_1", "T1110", ["evt_1", "evt_2"]));

    [Fact]
    public void ToNew_WhenOnlyTheRequiredIsGiven_WasDetectedNow() =>
        new AnomalyReport("t", "low", "d", null, null, null, null, null).ToNew(Given.Now).Should().BeEquivalentTo(
            new NewAnomaly("t", Severity.Low, "d", Given.Now, null, null, null, []));

    [Fact]
    public void ToNew_WhenDetectedAtTheBeginningOfTime_TakesThatForATime() =>
        new AnomalyReport("t", "low", "d", null, null, null, 0, null).ToNew(Given.Now).DetectedAt.Should().Be(DateTimeOffset.UnixEpoch);
}
