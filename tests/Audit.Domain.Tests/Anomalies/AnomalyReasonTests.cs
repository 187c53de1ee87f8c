using Audit.Domain.Anomalies;
using Audit.Domain.Common;

namespace Audit.Domain.Tests.Anomalies;

public sealed class AnomalyReasonTests
{
    [Fact]
    public void MoveTo_WhenDismissedWithAReason_KeepsItAndNotesItInTheHistory()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);

        anomaly.MoveTo(AnomalyStatus.Dismissed, "false_positive", Given.Analyst, Given.Later);

        anomaly.Reason.Should().Be("false_positive");
        anomaly.NewHistory.Should().ContainSingle().Which.Note.Should().Be("false_positive");
    }

    [Theory]
    [InlineData(null, """{"to":"false_positive"}""")]
    [InlineData("another reason", """{"from":"another reason","to":"false_positive"}""")]
    public void MoveTo_WhenDismissedAlreadyAndAReasonComes_TakesTheReasonAlone(string? before, string note)
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Dismissed, before);

        anomaly.MoveTo(AnomalyStatus.Dismissed, "false_positive", Given.Analyst, Given.Later);

        anomaly.Reason.Should().Be("false_positive");
        anomaly.Status.Should().Be(AnomalyStatus.Dismissed);
        anomaly.ResolvedAt.Should().Be(Given.Start);
        anomaly.ResolvedBy.Should().Be("svc_detector");
        anomaly.UpdatedAt.Should().Be(Given.Later);
        anomaly.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Action = "updated",
            From = (string?)null,
            To = "reason",
            Note = note,
            ActorId = "usr_analyst001",
            OccurredAt = Given.Later,
        });
    }

    [Theory]
    [InlineData("false_positive")]
    [InlineData(null)]
    public void MoveTo_WhenDismissedAlreadyAndNoOtherReasonComes_ChangesNothing(string? reason)
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Dismissed, "false_positive");
        var before = Given.StateOf(anomaly);

        anomaly.MoveTo(AnomalyStatus.Dismissed, reason, Given.Analyst, Given.Later);

        Given.StateOf(anomaly).Should().Be(before);
    }

    [Fact]
    public void MoveTo_WhenReopened_LeavesTheReasonInTheHistoryAlone()
    {
        var anomaly = Anomaly.Report(Given.Tenant, Given.Finding, Given.Detector, Given.Start);
        anomaly.MoveTo(AnomalyStatus.Dismissed, "false_positive", Given.Analyst, Given.Start);

        anomaly.MoveTo(AnomalyStatus.Open, reason: null, Given.Analyst, Given.Later);

        anomaly.Reason.Should().BeNull();
        anomaly.NewHistory.Select(e => e.Note).Should().Equal(null, "false_positive", null);
    }

    [Fact]
    public void MoveTo_WhenDismissedAgainWithoutAReason_HasNone()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Dismissed, "false_positive");
        anomaly.MoveTo(AnomalyStatus.Open, reason: null, Given.Analyst, Given.Later);

        anomaly.MoveTo(AnomalyStatus.Dismissed, reason: null, Given.Analyst, Given.Later);

        anomaly.Reason.Should().BeNull();
    }

    /// <summary>Resolved as a false positive is no move of the table: the caller has to reopen it first.</summary>
    [Fact]
    public void MoveTo_WhenResolvedAndNowAFalsePositive_IsRefused()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Resolved);
        var (status, reason) = AnomalyStatuses.Parse("false_positive");

        anomaly.Invoking(a => a.MoveTo(status, reason, Given.Analyst, Given.Later)).Should().ThrowExactly<TransitionRefusedException>();
    }
}
