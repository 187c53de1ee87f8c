using Audit.Domain.Anomalies;
using Audit.Domain.Common;

namespace Audit.Domain.Tests.Anomalies;

public sealed class AnomalyTests
{
    private const string Incident1 = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra";
    private const string Incident2 = "inc_01k5m8z0c2e9v7q4t6x8y1w3rb";

    [Fact]
    public void Report_WhenGivenEverything_KeepsItAsItIs()
    {
        var anomaly = Anomaly.Report(Given.Tenant, Given.Finding, Given.Detector, Given.Start);

        anomaly.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            ExternalId = "ext_1",
            Type = "brute_force",
            Severity = Severity.High,
            Status = AnomalyStatus.Open,
            Reason = (string?)null,
            Description = "Five failed sign-ins in a row",
            UserId = "usr_abc123",
            EventIds = new[] { "evt_1", "evt_2" },
            MitreTactic = "T1110",
            Assignee = (string?)null,
            RelatedCaseId = (string?)null,
            DetectedAt = Given.Start.AddHours(-1),
            CreatedAt = Given.Start,
            UpdatedAt = Given.Start,
            AcknowledgedAt = (DateTimeOffset?)null,
            ResolvedAt = (DateTimeOffset?)null,
            ResolvedBy = (string?)null,
            EscalatedTo = (string?)null,
            Version = 1L,
        });
        Ids.CanBe(Ids.Anomaly, anomaly.Id).Should().BeTrue();
        anomaly.Comments.Should().BeEmpty();
    }

    [Fact]
    public void Report_WhenDone_BeginsTheHistory()
    {
        var anomaly = Anomaly.Report(Given.Tenant, Given.Finding, Given.Detector, Given.Start);

        anomaly.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            SubjectType = "anomaly",
            SubjectId = anomaly.Id,
            Action = "created",
            From = (string?)null,
            To = "open",
            ActorId = "svc_detector",
            ActorName = (string?)null,
            ActorTenantId = (string?)null,
            OccurredAt = Given.Start,
        });
    }

    [Fact]
    public void AssignTo_WhenNobodyHasIt_AssignsAndRecords()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);

        anomaly.AssignTo("usr_1", Given.Analyst, Given.Later);

        anomaly.Assignee.Should().Be("usr_1");
        anomaly.ShouldHaveRecorded("assigned", to: "usr_1");
    }

    [Theory]
    [InlineData("usr_2")]
    [InlineData("USR_1")]
    public void AssignTo_WhenAnotherHasIt_RecordsBoth(string next)
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);
        anomaly.AssignTo("usr_1", Given.Detector, Given.Start);
        anomaly.HistorySaved();

        anomaly.AssignTo(next, Given.Analyst, Given.Later);

        anomaly.Assignee.Should().Be(next);
        anomaly.ShouldHaveRecorded("assigned", from: "usr_1", to: next);
    }

    [Fact]
    public void AssignTo_WhenTheSameHasIt_ChangesNothing()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);
        anomaly.AssignTo("usr_1", Given.Detector, Given.Start);
        var before = Given.StateOf(anomaly);

        anomaly.AssignTo("usr_1", Given.Analyst, Given.Later);

        Given.StateOf(anomaly).Should().Be(before);
    }

    [Fact]
    public void AssignTo_WhenNobodyIsToHaveIt_TakesItAwayAndRecordsWhoHadIt()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);
        anomaly.AssignTo("usr_1", Given.Detector, Given.Start);
        anomaly.HistorySaved();

        anomaly.AssignTo(assignee: null, Given.Analyst, Given.Later);

        anomaly.Assignee.Should().BeNull();
        anomaly.ShouldHaveRecorded("assigned", from: "usr_1");
    }

    [Fact]
    public void AssignTo_WhenNobodyHasItAndNobodyIsTo_ChangesNothing()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);
        var before = Given.StateOf(anomaly);

        anomaly.AssignTo(assignee: null, Given.Analyst, Given.Later);

        Given.StateOf(anomaly).Should().Be(before);
    }

    [Fact]
    public void LinkTo_WhenNotLinked_LinksAndRecords()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);

        anomaly.LinkTo(Incident1, Given.Analyst, Given.Later);

        anomaly.RelatedCaseId.Should().Be(Incident1);
        anomaly.ShouldHaveRecorded("linked", to: Incident1);
    }

    [Fact]
    public void LinkTo_WhenLinkedToAnother_KeepsTheLastAndRecordsBoth()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Dismissed);
        anomaly.LinkTo(Incident1, Given.Detector, Given.Start);
        anomaly.HistorySaved();

        anomaly.LinkTo(Incident2, Given.Analyst, Given.Later);

        anomaly.RelatedCaseId.Should().Be(Incident2);
        anomaly.ShouldHaveRecorded("linked", from: Incident1, to: Incident2);
    }

    [Fact]
    public void LinkTo_WhenLinkedToItAlready_ChangesNothing()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);
        anomaly.LinkTo(Incident1, Given.Detector, Given.Start);
        var before = Given.StateOf(anomaly);

        anomaly.LinkTo(Incident1, Given.Analyst, Given.Later);

        Given.StateOf(anomaly).Should().Be(before);
    }

    [Fact]
    public void HistorySaved_WhenCalled_ForgetsWhatIsOnDisk()
    {
        var anomaly = Anomaly.Report(Given.Tenant, Given.Finding, Given.Detector, Given.Start);

        anomaly.HistorySaved();

        anomaly.NewHistory.Should().BeEmpty();
    }
}
