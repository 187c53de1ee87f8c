using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests.Incidents;

/// <summary>An incident that is over takes its anomalies with it.</summary>
public sealed class IncidentCascadeTests
{
    private readonly Stores _stores = new();

    [Theory]
    [InlineData(IncidentStatus.Open, "resolved")]
    [InlineData(IncidentStatus.Resolved, "resolved")]
    [InlineData(IncidentStatus.Resolved, "closed")]
    [InlineData(IncidentStatus.Closed, "closed")]
    public async Task Handle_WhenCascading_ResolvesTheAnomaliesThatCanBeInTheSameUnit(IncidentStatus from, string to)
    {
        var incident = Given.IncidentIn(from);
        Anomaly[] open = [Given.OpenAnomaly(), Given.AnomalyIn(AnomalyStatus.Acknowledged), Given.AnomalyIn(AnomalyStatus.Investigating)];
        Anomaly[] over = [Given.AnomalyIn(AnomalyStatus.Resolved), Given.AnomalyIn(AnomalyStatus.Dismissed)];
        Related(incident, [.. open, .. over]);
        var note = from == IncidentStatus.Closed ? null : "all of it";
        _stores.WhileSaving = () => open.Should().OnlyContain(a => a.Status == AnomalyStatus.Resolved);

        await Handle(incident, to, note: note, cascade: true);

        open.Should().AllSatisfy(anomaly =>
        {
            anomaly.Should().BeEquivalentTo(new { Status = AnomalyStatus.Resolved, Reason = note, ResolvedAt = Given.Now, ResolvedBy = "usr_analyst001" });
            anomaly.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = "status_changed", To = "resolved", Note = note });
        });
        over.Should().OnlyContain(a => a.NewHistory.Count == 0);
        _stores.Saves.Should().Be(1);
    }

    [Theory]
    [InlineData("investigating", true)]
    [InlineData("contained", true)]
    [InlineData("resolved", false)]
    public async Task Handle_WhenItIsNotOverOrNotCascading_LooksForNoAnomalies(string status, bool cascade)
    {
        await Handle(Given.OpenIncident(), status, cascade: cascade);

        _stores.Anomalies.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Handle_WhenCascadingAndTheMoveIsIllegal_ResolvesNothing()
    {
        await this.Awaiting(t => t.Handle(Given.OpenIncident(), "closed", "benign", cascade: true)).Should().ThrowExactlyAsync<TransitionRefusedException>();

        _stores.Anomalies.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Handle_WhenCascadingOverAsManyAsCanBe_ResolvesThemAll()
    {
        var incident = Given.OpenIncident();
        var anomalies = Anomalies(2000);
        Related(incident, anomalies);

        await Handle(incident, "resolved", cascade: true);

        anomalies.Should().OnlyContain(a => a.Status == AnomalyStatus.Resolved);
        _stores.Saves.Should().Be(1);
    }

    /// <summary>All that are related count: whether they could be resolved is known only of those that were read.</summary>
    [Theory]
    [InlineData(IncidentStatus.Open)]
    [InlineData(IncidentStatus.Resolved)]
    public async Task Handle_WhenCascadingOverMoreThanCanBe_IsRefusedAndChangesNoAnomaly(IncidentStatus from)
    {
        var incident = Given.IncidentIn(from);
        var anomalies = Anomalies(2000).Append(Given.AnomalyIn(AnomalyStatus.Dismissed)).ToList();
        Related(incident, anomalies);

        var refusal = (await this.Awaiting(t => t.Handle(incident, "resolved", cascade: true)).Should().ThrowExactlyAsync<CapacityReachedException>()).Which;

        refusal.Key.Should().Be("error.capacity_reached");
        refusal.Args.Should().BeEquivalentTo(new Dictionary<string, object>(StringComparer.Ordinal) { ["field"] = "cascade", ["max"] = 2000 });
        anomalies.Should().OnlyContain(a => a.NewHistory.Count == 0);
        _stores.Saves.Should().Be(0);
    }

    private static IReadOnlyList<Anomaly> Anomalies(int count) => [.. Enumerable.Range(0, count).Select(_ => Given.OpenAnomaly())];

    /// <summary>As many are found as are asked for.</summary>
    private void Related(Incident incident, IReadOnlyList<Anomaly> anomalies) =>
        _stores.Anomalies.Setup(a => a.FindRelatedToAsync(Given.Tenant, incident.Id, It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string _, string _, int max, CancellationToken _) => [.. anomalies.Take(max)]);

    private Task<IncidentDto> Handle(Incident incident, string status, string? resolution = null, string? note = null, bool cascade = false) =>
        _stores.With(incident).Handle(new UpdateIncidentStatusCommand(incident.Id, status, resolution, note, DuplicateOf: null, cascade, Strict: false));
}
