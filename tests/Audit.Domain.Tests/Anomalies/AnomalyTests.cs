using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;

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
            SubjectType = SubjectType.Anomaly,
            SubjectId = anomaly.Id,
            Action = HistoryAction.Created,
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
        ShouldHaveRecorded(anomaly, HistoryAction.Assigned, from: null, to: "usr_1");
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
        ShouldHaveRecorded(anomaly, HistoryAction.Assigned, from: "usr_1", to: next);
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
    public void LinkTo_WhenNotLinked_LinksAndRecords()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);

        anomaly.LinkTo(Incident1, Given.Analyst, Given.Later);

        anomaly.RelatedCaseId.Should().Be(Incident1);
        ShouldHaveRecorded(anomaly, HistoryAction.Linked, from: null, to: Incident1);
    }

    [Fact]
    public void LinkTo_WhenLinkedToAnother_KeepsTheLastAndRecordsBoth()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Dismissed);
        anomaly.LinkTo(Incident1, Given.Detector, Given.Start);
        anomaly.HistorySaved();

        anomaly.LinkTo(Incident2, Given.Analyst, Given.Later);

        anomaly.RelatedCaseId.Should().Be(Incident2);
        ShouldHaveRecorded(anomaly, HistoryAction.Linked, from: Incident1, to: Incident2);
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
    public void AddComment_WhenWritten_KeepsItAndRecordsItsId()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);

        anomaly.AddComment("Seen before 😀", Given.Analyst, Given.Later);

        var comment = anomaly.Comments.Should().ContainSingle().Which;
        comment.Should().BeEquivalentTo(new { AuthorId = "usr_analyst001", AuthorName = "Zhang San", Content = "Seen before 😀", CreatedAt = Given.Later });
        ShouldHaveRecorded(anomaly, HistoryAction.Commented, from: null, to: comment.Id);
    }

    [Fact]
    public void AddComment_WhenTheSameIsWrittenTwice_KeepsBothInTheirOrder()
    {
        var anomaly = Given.AnomalyIn(AnomalyStatus.Open);
        anomaly.AddComment("same", Given.Analyst, Given.Start);

        anomaly.AddComment("same", Given.Detector, Given.Later);

        anomaly.Comments.Select(c => c.AuthorId).Should().Equal("usr_analyst001", "svc_detector");
        anomaly.Comments.Select(c => c.Id).Should().OnlyHaveUniqueItems();
        anomaly.NewHistory.Should().HaveCount(2);
    }

    [Fact]
    public void HistorySaved_WhenCalled_ForgetsWhatIsOnDisk()
    {
        var anomaly = Anomaly.Report(Given.Tenant, Given.Finding, Given.Detector, Given.Start);

        anomaly.HistorySaved();

        anomaly.NewHistory.Should().BeEmpty();
    }

    private static void ShouldHaveRecorded(Anomaly anomaly, HistoryAction action, string? from, string? to)
    {
        anomaly.UpdatedAt.Should().Be(Given.Later);
        anomaly.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            SubjectType = SubjectType.Anomaly,
            SubjectId = anomaly.Id,
            Action = action,
            From = from,
            To = to,
            ActorId = "usr_analyst001",
            ActorName = "Zhang San",
            ActorTenantId = "tnt_home",
            Note = (string?)null,
            OccurredAt = Given.Later,
        });
    }
}
