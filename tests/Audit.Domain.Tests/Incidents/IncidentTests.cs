using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests.Incidents;

public sealed class IncidentTests
{
    private const string Anomaly1 = "ano_01k5m8z0c2e9v7q4t6x8y1w3ra";
    private const string Anomaly2 = "ano_01k5m8z0c2e9v7q4t6x8y1w3rb";

    [Fact]
    public void Open_WhenGivenEverything_KeepsItAsItIs()
    {
        var incident = Incident.Open(Given.Tenant, Given.Case, Given.Analyst, Given.Start);

        incident.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            Title = "Multi-account brute force",
            Severity = Severity.Critical,
            Description = "Several accounts at once",
            Assignee = "analyst-001",
            SourceAnomalyIds = new[] { "ano_x" },
            RelatedEvidenceIds = new[] { "evt_1" },
            Status = IncidentStatus.Open,
            CreatedAt = Given.Start,
            UpdatedAt = Given.Start,
            ResolvedAt = (DateTimeOffset?)null,
            ResolvedBy = (string?)null,
            ContainedAt = (DateTimeOffset?)null,
            ClosedAt = (DateTimeOffset?)null,
            Resolution = (Resolution?)null,
            ResolutionNote = (string?)null,
            DuplicateOf = (string?)null,
            ReopenedCount = 0,
            Version = 1L,
        });
        Ids.CanBe(Ids.Incident, incident.Id).Should().BeTrue();
        incident.Comments.Should().BeEmpty();
    }

    [Fact]
    public void Open_WhenGivenTheLeast_LeavesTheRestEmpty()
    {
        var incident = Incident.Open(Given.Tenant, new NewIncident("t", Severity.Low, null, null, [], []), Given.Analyst, Given.Start);

        incident.Description.Should().BeNull();
        incident.Assignee.Should().BeNull();
        incident.SourceAnomalyIds.Should().BeEmpty();
        incident.RelatedEvidenceIds.Should().BeEmpty();
    }

    [Fact]
    public void Open_WhenDone_BeginsTheHistory()
    {
        var incident = Incident.Open(Given.Tenant, Given.Case, Given.Analyst, Given.Start);

        incident.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            SubjectType = "incident",
            SubjectId = incident.Id,
            Action = "created",
            From = (string?)null,
            To = "open",
            ActorId = "usr_analyst001",
            ActorName = "Zhang San",
            ActorTenantId = "tnt_home",
            OccurredAt = Given.Start,
            Sequence = 0L,
            Hash = "",
        });
    }

    [Fact]
    public void HistorySaved_WhenCalled_ForgetsWhatIsOnDisk()
    {
        var incident = Incident.Open(Given.Tenant, Given.Case, Given.Analyst, Given.Start);

        incident.HistorySaved();

        incident.NewHistory.Should().BeEmpty();
    }

    [Fact]
    public void ReferencedAnomalyIds_WhenBothListsNameAnomalies_AreTheseOnceAndInOrder()
    {
        var incident = Opened(source: [Anomaly2, "ano_x", Anomaly1], evidence: ["evt_1", Anomaly2, "inc_01k5m8z0c2e9v7q4t6x8y1w3ra"]);

        incident.ReferencedAnomalyIds.Should().Equal(Anomaly2, Anomaly1);
    }

    [Fact]
    public void ReferencedAnomalyIds_WhenOnlyTheEvidenceNamesOne_HaveIt() =>
        Opened(source: [], evidence: [Anomaly1]).ReferencedAnomalyIds.Should().Equal(Anomaly1);

    [Fact]
    public void ReferencedAnomalyIds_WhenNothingCanBeAnAnomaly_AreEmpty() =>
        Opened(source: ["x", Anomaly1.ToUpperInvariant()], evidence: []).ReferencedAnomalyIds.Should().BeEmpty();

    private static Incident Opened(string[] source, string[] evidence) =>
        Incident.Open(Given.Tenant, Given.Case with { SourceAnomalyIds = source, RelatedEvidenceIds = evidence }, Given.Analyst, Given.Start);
}
