using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using static Audit.Domain.Anomalies.AnomalyStatus;

namespace Audit.Domain.Tests.Anomalies;

public sealed class AnomalyEscalateTests
{
    private static readonly Escalation s_asItIs = new(null, null, null);

    [Fact]
    public void Escalate_WhenNothingIsSaid_OpensAnIncidentLikeTheAnomaly()
    {
        var anomaly = Given.AnomalyIn(Open);

        var incident = anomaly.Escalate(s_asItIs, Given.Analyst, Given.Later);

        incident.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            Title = "brute_force: usr_abc123",
            Description = "Five failed sign-ins in a row",
            Severity = Severity.High,
            Status = IncidentStatus.Open,
            Assignee = (string?)null,
            SourceAnomalyIds = new[] { anomaly.Id },
            RelatedEvidenceIds = Array.Empty<string>(),
            CreatedAt = Given.Later,
            Version = 1L,
        });
        incident.ShouldHaveRecorded("created", to: "open");
    }

    [Fact]
    public void Escalate_WhenItIsAboutNoUser_TakesTheTypeForTheTitle()
    {
        var anomaly = Anomaly.Report(Given.Tenant, Given.Finding with { UserId = null }, Given.Detector, Given.Start);

        anomaly.Escalate(s_asItIs, Given.Analyst, Given.Later).Title.Should().Be("brute_force");
    }

    [Fact]
    public void Escalate_WhenMoreIsSaid_TakesThatAndLeavesTheAnomalysOwn()
    {
        var anomaly = Given.AnomalyIn(Open);

        var incident = anomaly.Escalate(new Escalation("Break-in", Severity.Low, "usr_2"), Given.Analyst, Given.Later);

        incident.Should().BeEquivalentTo(new { Title = "Break-in", Severity = Severity.Low, Assignee = "usr_2" });
        anomaly.Should().BeEquivalentTo(new { Severity = Severity.High, Assignee = (string?)null });
    }

    [Theory]
    [InlineData(Open)]
    [InlineData(Acknowledged)]
    public void Escalate_WhenItMayBeInvestigated_LinksItAndMovesIt(AnomalyStatus from)
    {
        var anomaly = Given.AnomalyIn(from);

        var incident = anomaly.Escalate(s_asItIs, Given.Analyst, Given.Later);

        anomaly.Should().BeEquivalentTo(new { Status = Investigating, EscalatedTo = incident.Id, RelatedCaseId = incident.Id });
        anomaly.ShouldHaveRecorded(("escalated", null, incident.Id, null), ("status_changed", WireName.Of(from), "investigating", null));
    }

    [Theory]
    [InlineData(Investigating)]
    [InlineData(Resolved)]
    [InlineData(Dismissed)]
    public void Escalate_WhenItMayNotBeInvestigated_LinksItAndLeavesItsStatus(AnomalyStatus from)
    {
        var anomaly = Given.AnomalyIn(from, "a reason");
        var (resolvedAt, reason) = (anomaly.ResolvedAt, anomaly.Reason);

        var incident = anomaly.Escalate(s_asItIs, Given.Analyst, Given.Later);

        anomaly.Should().BeEquivalentTo(new { Status = from, EscalatedTo = incident.Id, RelatedCaseId = incident.Id, ResolvedAt = resolvedAt, Reason = reason });
        anomaly.ShouldHaveRecorded("escalated", to: incident.Id);
    }

    [Fact]
    public void Escalate_WhenLinkedToAnotherIncident_RecordsBoth()
    {
        var anomaly = Given.AnomalyIn(Investigating);
        anomaly.LinkTo("CASE-7", Given.Detector, Given.Start);
        anomaly.HistorySaved();

        var incident = anomaly.Escalate(s_asItIs, Given.Analyst, Given.Later);

        anomaly.RelatedCaseId.Should().Be(incident.Id);
        anomaly.ShouldHaveRecorded("escalated", "CASE-7", incident.Id);
    }

    /// <summary>Whatever became of it: reopened, or linked to another incident since.</summary>
    [Fact]
    public void Escalate_WhenEscalatedBefore_IsRefusedWithItsIncidentAndChangesNothing()
    {
        var anomaly = Given.AnomalyIn(Open);
        var incident = anomaly.Escalate(s_asItIs, Given.Detector, Given.Start);
        anomaly.MoveTo(Resolved, reason: null, Given.Detector, Given.Start);
        anomaly.MoveTo(Open, reason: null, Given.Detector, Given.Start);
        anomaly.LinkTo("CASE-7", Given.Detector, Given.Start);
        var before = Given.StateOf(anomaly);

        var refusal = anomaly.Invoking(a => a.Escalate(s_asItIs, Given.Analyst, Given.Later)).Should().ThrowExactly<AlreadyEscalatedException>().Which;

        refusal.Key.Should().Be("error.already_escalated");
        refusal.Args.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create<string, object>("incident_id", incident.Id));
        Given.StateOf(anomaly).Should().Be(before);
    }

    [Theory]
    [InlineData(Open, true)]
    [InlineData(Acknowledged, true)]
    [InlineData(Investigating, true)]
    [InlineData(Resolved, false)]
    [InlineData(Dismissed, false)]
    public void CanBeResolved_WhenAsked_IsTrueUntilItIsOver(AnomalyStatus status, bool can)
    {
        Given.AnomalyIn(status).CanBeResolved.Should().Be(can);
        Anomaly.Ends(status).Should().Be(!can);
    }

    [Fact]
    public void MovesFrom_WhenAskedForEachStatus_AreTheTable()
    {
        Anomaly.MovesFrom(Open).Should().Equal(Acknowledged, Investigating, Resolved, Dismissed);
        Anomaly.MovesFrom(Acknowledged).Should().Equal(Investigating, Resolved, Dismissed);
        Anomaly.MovesFrom(Investigating).Should().Equal(Resolved, Dismissed);
        Anomaly.MovesFrom(Resolved).Should().Equal(Open);
        Anomaly.MovesFrom(Dismissed).Should().Equal(Open);
    }
}
