using Audit.Application.Anomalies;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using FluentValidation.Results;

namespace Audit.Application.Tests.Anomalies;

public sealed class LinkAnomalyTests
{
    private readonly Stores _stores = new();
    private readonly Anomaly _anomaly = Given.OpenAnomaly();

    [Theory]
    [InlineData(IncidentStatus.Open)]
    [InlineData(IncidentStatus.Closed)]
    public async Task Handle_WhenTheIncidentIsTheTenants_LinksBothSidesInOneUnit(IncidentStatus status)
    {
        var incident = Given.IncidentIn(status);
        _stores.With(incident).WhileSaving = () => incident.SourceAnomalyIds.Should().Equal(_anomaly.Id);

        var receipt = await Handle($" {incident.Id} ");

        receipt.Version.Should().Be(_anomaly.Version);
        _anomaly.RelatedCaseId.Should().Be(incident.Id);
        _anomaly.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = "linked", From = (string?)null, To = incident.Id });
        incident.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = "linked", From = (string?)null, To = _anomaly.Id, ActorId = "usr_analyst001", OccurredAt = Given.Now });
        _stores.Saves.Should().Be(1);
    }

    [Theory]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("CASE-7")]
    public async Task Handle_WhenTheIncidentIsUnknown_KeepsItsId(string caseId)
    {
        await Handle(caseId);

        _anomaly.RelatedCaseId.Should().Be(caseId);
    }

    [Fact]
    public async Task Handle_WhenTheIncidentNamesItAlready_ChangesTheAnomalyAlone()
    {
        foreach (var incident in new[] { Given.OpenIncident(source: [_anomaly.Id]), Given.OpenIncident(evidence: [_anomaly.Id]) })
        {
            _stores.With(incident);

            await Handle(incident.Id);

            _anomaly.RelatedCaseId.Should().Be(incident.Id);
            incident.NewHistory.Should().BeEmpty();
        }
    }

    /// <summary>It was linked when the incident wasn't there yet, or from the incident's side alone.</summary>
    [Fact]
    public async Task Handle_WhenOnlyTheAnomalyNamesTheIncident_LinksTheOtherSide()
    {
        var incident = Given.OpenIncident();
        _anomaly.LinkTo(incident.Id, Given.Detector, Given.Start);
        _anomaly.HistorySaved();
        _stores.With(incident);

        await Handle(incident.Id);

        incident.SourceAnomalyIds.Should().Equal(_anomaly.Id);
        _anomaly.NewHistory.Should().BeEmpty();
    }

    [Fact]
    public async Task Handle_WhenTheIncidentIsFull_IsRefusedAndSavesNothing()
    {
        var incident = Given.OpenIncident(source: [.. Samples.Ids(500).OfType<string>()]);
        _stores.With(incident);

        await this.Awaiting(t => t.Handle(incident.Id)).Should().ThrowExactlyAsync<CapacityReachedException>();

        _stores.Saves.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void Validate_WhenTheCaseIsBlank_IsRequired(string? blank) => Validate(blank).ShouldViolate("CaseId", "required");

    [Fact]
    public void Validate_WhenTheCaseIsAtItsLimit_Passes() => Samples.Within(128).Should().AllSatisfy(text => Validate(text).IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenTheCaseIsTooLongOrUnclean_IsRefused()
    {
        Samples.Beyond(128).Should().AllSatisfy(text => Validate(text).ShouldViolate("CaseId", "max_length", ("max", 128)));
        Samples.Unclean.Should().AllSatisfy(text => Validate(text).ShouldViolate("CaseId", "format"));
    }

    private static ValidationResult Validate(string? caseId) => new LinkAnomalyValidator().Validate(new LinkAnomalyCommand("ano_x", caseId));

    private Task<LinkReceipt> Handle(string caseId) => _stores.With(_anomaly).Handle(new LinkAnomalyCommand(_anomaly.Id, caseId));
}
