using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests.Incidents;

public sealed class UpdateIncidentStatusTests
{
    private readonly Stores _stores = new();

    [Fact]
    public async Task Handle_WhenResolvedWithAnOutcome_TakesItAndAnswersWhatWasSaved()
    {
        var incident = Given.OpenIncident();
        _stores.WhileSaving = () => incident.AddComment("while saving", Given.Analyst, Given.Now);

        var dto = await Handle(incident, "RESOLVED", "Duplicate", " why\n", " inc_x ");

        dto.Should().BeEquivalentTo(Given.Mapper.Map<IncidentDto>(incident));
        dto.Should().BeEquivalentTo(new
        {
            Status = IncidentStatus.Resolved,
            Resolution = Resolution.Duplicate,
            ResolutionNote = " why\n",
            DuplicateOf = "inc_x",
            ResolvedAt = Given.Now,
            ResolvedBy = "usr_analyst001",
            AllowedTransitions = new[] { IncidentStatus.Closed, IncidentStatus.Investigating },
        });
        dto.Comments.Should().ContainSingle();
        _stores.Saves.Should().Be(1);
    }

    [Fact]
    public async Task Handle_WhenTheMoveIsIllegal_IsRefusedAndSavesNothing()
    {
        var incident = Given.OpenIncident();

        var refusal = (await this.Awaiting(t => t.Handle(incident, "closed", "benign")).Should().ThrowExactlyAsync<TransitionRefusedException>()).Which;

        refusal.Args["allowed"].Should().BeEquivalentTo(new[] { "investigating", "contained", "resolved" });
        _stores.Saves.Should().Be(0);
    }

    [Fact]
    public async Task Handle_WhenClosedAndAnotherOutcomeComes_IsRefused()
    {
        await this.Awaiting(t => t.Handle(Given.FullIncident(), "closed", "benign")).Should().ThrowExactlyAsync<IncidentClosedException>();
        _stores.Saves.Should().Be(0);
    }

    [Fact]
    public async Task Handle_WhenNothingChanges_AnswersAsEver()
    {
        var incident = Given.OpenIncident();

        (await Handle(incident, "open", note: "nothing new")).Version.Should().Be(1);

        incident.NewHistory.Should().BeEmpty();
    }

    [Fact]
    public async Task Handle_WhenClosedWithoutAResolution_IsUndetermined() =>
        (await Handle(Given.IncidentIn(IncidentStatus.Resolved), "closed")).Resolution.Should().Be(Resolution.Undetermined);

    [Theory]
    [InlineData(IncidentStatus.Resolved)]
    [InlineData(IncidentStatus.Open)]
    public async Task Handle_WhenStrictAndClosedWithoutAResolution_IsRequiredAndChangesNothing(IncidentStatus from)
    {
        var incident = Given.IncidentIn(from);

        var refusal = (await this.Awaiting(t => t.Handle(incident, "Closed", strict: true)).Should().ThrowExactlyAsync<InvalidRequestException>()).Which;

        refusal.Violations.Select(v => (v.Field, v.Code)).Should().Equal(("resolution", "required"));
        incident.NewHistory.Should().BeEmpty();
        _stores.Saves.Should().Be(0);
    }

    [Theory]
    [InlineData("resolved", null)]
    [InlineData("investigating", null)]
    [InlineData("closed", "benign")]
    public async Task Handle_WhenStrictAndAResolutionIsNotMissing_GoesOn(string status, string? resolution) =>
        (await Handle(Given.IncidentIn(IncidentStatus.Resolved), status, resolution, strict: true)).Status.Should().Be(WireName.Parse<IncidentStatus>(status));

    [Fact]
    public async Task Handle_WhenStrictAndItHasAResolutionAlready_Closes()
    {
        (await Handle(Given.IncidentIn(IncidentStatus.Resolved, new Outcome(Resolution.Benign)), "closed", strict: true)).Resolution.Should().Be(Resolution.Benign);
        (await Handle(Given.FullIncident(), "closed", strict: true)).Version.Should().Be(1);
    }

    private Task<IncidentDto> Handle(
        Incident incident, string status, string? resolution = null, string? note = null, string? duplicateOf = null, bool strict = false) =>
        _stores.With(incident).Handle(new UpdateIncidentStatusCommand(incident.Id, status, resolution, note, duplicateOf, Cascade: false, strict));
}
