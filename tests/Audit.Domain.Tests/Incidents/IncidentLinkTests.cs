using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests.Incidents;

/// <summary>Who works on it and what it is linked to.</summary>
public sealed class IncidentLinkTests
{
    private const string Anomaly1 = "ano_01k5m8z0c2e9v7q4t6x8y1w3ra";

    private readonly Incident _incident = Given.IncidentIn(IncidentStatus.Open);

    [Fact]
    public void Link_WhenItDoesNotNameTheAnomaly_TakesItBehindTheOthers()
    {
        _incident.Link(Anomaly1, Given.Analyst, Given.Later);

        _incident.SourceAnomalyIds.Should().Equal("ano_x", Anomaly1);
        _incident.RelatedEvidenceIds.Should().Equal("evt_1");
        _incident.ShouldHaveRecorded("linked", to: Anomaly1);
    }

    [Theory]
    [InlineData("ano_x")]
    [InlineData("evt_1")]
    public void Link_WhenEitherListNamesItAlready_ChangesNothing(string id)
    {
        var before = Given.StateOf(_incident);

        _incident.Link(id, Given.Analyst, Given.Later);

        Given.StateOf(_incident).Should().Be(before);
    }

    [Fact]
    public void Link_WhenItTakesTheLastPlace_StillFits()
    {
        var incident = With(499);

        incident.Link(Anomaly1, Given.Analyst, Given.Later);

        incident.SourceAnomalyIds.Should().HaveCount(500).And.EndWith(Anomaly1);
    }

    [Fact]
    public void Link_WhenThereAreAsManyAsThereCanBe_IsRefusedAndChangesNothing()
    {
        var incident = With(500);
        var before = Given.StateOf(incident);

        var refusal = incident.Invoking(i => i.Link(Anomaly1, Given.Analyst, Given.Later)).Should().ThrowExactly<CapacityReachedException>().Which;

        refusal.Key.Should().Be("error.capacity_reached");
        refusal.Args.Should().BeEquivalentTo(new Dictionary<string, object>(StringComparer.Ordinal) { ["field"] = "source_anomaly_ids", ["max"] = 500 });
        Given.StateOf(incident).Should().Be(before);
    }

    [Fact]
    public void Link_WhenItIsFullAndNamesItAlready_IsNoError()
    {
        var incident = With(500);
        var before = Given.StateOf(incident);

        incident.Link("ano_500", Given.Analyst, Given.Later);

        Given.StateOf(incident).Should().Be(before);
    }

    [Theory]
    [InlineData("usr_2")]
    [InlineData("ANALYST-001")]
    [InlineData(null)]
    public void AssignTo_WhenAnotherHasIt_AssignsAndRecordsBoth(string? next)
    {
        _incident.AssignTo(next, Given.Analyst, Given.Later);

        _incident.Assignee.Should().Be(next);
        _incident.ShouldHaveRecorded("assigned", "analyst-001", next);
    }

    [Fact]
    public void AssignTo_WhenNobodyHasIt_AssignsAndRecords()
    {
        var incident = Incident.Open(Given.Tenant, Given.Case with { Assignee = null }, Given.Detector, Given.Start);
        incident.HistorySaved();

        incident.AssignTo("usr_2", Given.Analyst, Given.Later);

        incident.Assignee.Should().Be("usr_2");
        incident.ShouldHaveRecorded("assigned", to: "usr_2");
    }

    [Fact]
    public void AssignTo_WhenTheSameHasIt_ChangesNothing()
    {
        var before = Given.StateOf(_incident);

        _incident.AssignTo("analyst-001", Given.Analyst, Given.Later);

        Given.StateOf(_incident).Should().Be(before);
    }

    private static Incident With(int anomalies)
    {
        var incident = Incident.Open(
            Given.Tenant, Given.Case with { SourceAnomalyIds = [.. Enumerable.Range(1, anomalies).Select(i => $"ano_{i}")] }, Given.Detector, Given.Start);
        incident.HistorySaved();
        return incident;
    }
}
