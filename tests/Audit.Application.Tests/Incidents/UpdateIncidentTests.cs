using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using FluentValidation.Results;
using Moq;

namespace Audit.Application.Tests.Incidents;

public sealed class UpdateIncidentTests
{
    private const string Anomaly1 = "ano_01k5m8z0c2e9v7q4t6x8y1w3ra";
    private const string Anomaly2 = "ano_01k5m8z0c2e9v7q4t6x8y1w3rb";

    private readonly Stores _stores = new();

    [Fact]
    public async Task Handle_WhenEverythingIsGiven_ChangesItAndAnswersWhatWasSaved()
    {
        var incident = Given.OpenIncident();
        _stores.WhileSaving = () => incident.AddComment("while saving", Given.Analyst, Given.Now);

        var dto = await Handle(incident, new UpdateIncidentCommand(incident.Id, " Another ", new NewText(" text\n"), " LOW ", [" evt_2 "]));

        dto.Should().BeEquivalentTo(new { Title = "Another", Description = " text\n", Severity = Severity.Low, RelatedEvidenceIds = new[] { "evt_2" }, UpdatedAt = Given.Now });
        dto.Comments.Should().ContainSingle();
        _stores.Saves.Should().Be(1);
    }

    [Fact]
    public async Task Handle_WhenNothingIsGiven_ChangesNothing()
    {
        var incident = Given.OpenIncident(evidence: ["evt_1"]);

        var dto = await Handle(incident, new UpdateIncidentCommand(incident.Id, " ", null, "", null));

        dto.Should().BeEquivalentTo(new { Title = "t", Description = "d", Severity = Severity.High, RelatedEvidenceIds = new[] { "evt_1" }, Version = 1 });
        incident.NewHistory.Should().BeEmpty();
    }

    [Fact]
    public async Task Handle_WhenTheDescriptionIsTakenAwayAndTheEvidenceEmptied_HasNeither()
    {
        var incident = Given.OpenIncident(evidence: [Anomaly1]);

        var dto = await Handle(incident, new UpdateIncidentCommand(incident.Id, null, new NewText(null), null, []));

        dto.Description.Should().BeNull();
        dto.RelatedEvidenceIds.Should().BeEmpty();
    }

    [Fact]
    public async Task Handle_WhenTheEvidenceNamesNewAnomaliesOfTheTenant_LinksTheseInTheSameUnit()
    {
        var incident = Given.OpenIncident(source: ["ano_x"], evidence: [Anomaly1]);
        var found = Given.OpenAnomaly();
        _stores.Anomalies.Setup(a => a.FindManyAsync(Given.Tenant, It.Is<IReadOnlyList<string>>(ids => ids.SequenceEqual(new[] { Anomaly2 })), It.IsAny<CancellationToken>())).ReturnsAsync([found]);
        _stores.WhileSaving = () => found.RelatedCaseId.Should().Be(incident.Id);

        await Handle(incident, new UpdateIncidentCommand(incident.Id, null, null, null, [Anomaly1, "evt_1", Anomaly2]));

        found.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = "linked", To = incident.Id, ActorId = "usr_analyst001", OccurredAt = Given.Now });
        _stores.Saves.Should().Be(1);
    }

    [Fact]
    public async Task Handle_WhenTheEvidenceNamesOnlyWhatIsLinked_LinksNothingAgain()
    {
        var incident = Given.OpenIncident(source: [Anomaly1], evidence: [Anomaly2]);
        _stores.Anomalies.Setup(a => a.FindManyAsync(Given.Tenant, It.Is<IReadOnlyList<string>>(ids => ids.Count > 0), It.IsAny<CancellationToken>())).Throws<NotSupportedException>();

        (await Handle(incident, new UpdateIncidentCommand(incident.Id, null, null, null, [Anomaly1]))).RelatedEvidenceIds.Should().Equal(Anomaly1);
    }

    [Fact]
    public async Task Handle_WhenClosed_IsRefusedAndSavesNothing()
    {
        var incident = Given.FullIncident();

        await this.Awaiting(t => t.Handle(incident, new UpdateIncidentCommand(incident.Id, "another", null, null, null))).Should().ThrowExactlyAsync<IncidentClosedException>();

        _stores.Saves.Should().Be(0);
    }

    [Fact]
    public void Validate_WhenNothingIsGiven_Passes() => Validate().IsValid.Should().BeTrue();

    [Fact]
    public void Validate_WhenTextIsAtItsLimitOrBelow_Passes()
    {
        Samples.Within(200).Should().AllSatisfy(text => Validate(title: text).IsValid.Should().BeTrue());
        Samples.Within(10_000).Should().AllSatisfy(text => Validate(description: new NewText(text)).IsValid.Should().BeTrue());
        Validate(description: new NewText(null)).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Validate_WhenTextIsTooLong_IsMaxLength()
    {
        Samples.Beyond(200).Should().AllSatisfy(text => Validate(title: text).ShouldViolate("Title", "max_length", ("max", 200)));
        Samples.Beyond(10_000).Should().AllSatisfy(text => Validate(description: new NewText(text)).ShouldViolate("Description", "max_length", ("max", 10_000)));
    }

    [Fact]
    public void Validate_WhenTextHoldsAControlOrHalfAPair_IsFormat()
    {
        Samples.Unclean.Should().AllSatisfy(text => Validate(title: text).ShouldViolate("Title", "format"));
        Samples.Unclean.Should().AllSatisfy(text => Validate(description: new NewText(text)).ShouldViolate("Description", "format"));
    }

    [Fact]
    public void Validate_WhenTheSeverityIsNone_IsEnum() =>
        Validate(severity: "urgent").ShouldViolate("Severity", "enum", ("allowed", new[] { "low", "medium", "high", "critical" }));

    [Fact]
    public void Validate_WhenTheEvidenceIsBroken_NamesEach()
    {
        Validate(evidence: ["a", " ", "a "]).Violations().Should().Equal(("RelatedEvidenceIds[1]", "required"), ("RelatedEvidenceIds[2]", "duplicate"));
        Validate(evidence: Samples.Ids(500)).IsValid.Should().BeTrue();
        Validate(evidence: Samples.Ids(501)).ShouldViolate("RelatedEvidenceIds", "max_length", ("max", 500));
    }

    private static ValidationResult Validate(string? title = null, NewText? description = null, string? severity = null, string?[]? evidence = null) =>
        new UpdateIncidentValidator().Validate(new UpdateIncidentCommand("inc_x", title, description, severity, evidence));

    private Task<IncidentDto> Handle(Incident incident, UpdateIncidentCommand command) => _stores.With(incident).Handle(command);
}
