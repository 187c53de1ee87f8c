using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;

namespace Audit.Application.Tests.Incidents;

public sealed class IncidentMappingTests
{
    [Fact]
    public void Map_WhenNothingIsEmpty_CarriesEveryMember()
    {
        var incident = Given.FullIncident();

        var dto = Given.Mapper.Map<IncidentDto>(incident);

        dto.Id.Should().Be(incident.Id);
        dto.TenantId.Should().Be("tnt_abc123");
        dto.Title.Should().Be("Multi-account brute force");
        dto.Description.Should().Be("Several accounts at once 😀");
        dto.Severity.Should().Be(Severity.Critical);
        dto.Status.Should().Be(IncidentStatus.Closed);
        dto.Resolution.Should().Be(Resolution.Duplicate);
        dto.ResolutionNote.Should().Be("the same");
        dto.DuplicateOf.Should().Be("inc_01k5m8z0c2e9v7q4t6x8y1w3ra");
        dto.Assignee.Should().Be("analyst-001");
        dto.SourceAnomalyIds.Should().Equal("ano_x");
        dto.RelatedEvidenceIds.Should().Equal("evt_1", "事件");
        dto.CreatedAt.Should().Be(Given.Start);
        dto.UpdatedAt.Should().Be(Given.Start.AddSeconds(6));
        dto.ContainedAt.Should().Be(Given.Start.AddSeconds(1));
        dto.ClosedAt.Should().Be(Given.Start.AddSeconds(6));
        dto.ReopenedCount.Should().Be(1);
        dto.ResolvedAt.Should().Be(Given.Start.AddSeconds(5));
        dto.ResolvedBy.Should().Be("usr_analyst001");
        dto.Version.Should().Be(1);
        dto.Comments.Should().ContainSingle().Which.ShouldBeFilled();
        dto.ShouldBeFilled(but: nameof(IncidentDto.AllowedTransitions));
    }

    [Fact]
    public void Map_WhenOptionalMembersAreEmpty_LeavesThemNull()
    {
        var incident = Incident.Open(Given.Tenant, new NewIncident("t", Severity.Low, null, null, [], []), Given.Analyst, Given.Start);

        var dto = Given.Mapper.Map<IncidentDto>(incident);

        dto.Should().BeEquivalentTo(new
        {
            Description = (string?)null,
            Assignee = (string?)null,
            SourceAnomalyIds = Array.Empty<string>(),
            RelatedEvidenceIds = Array.Empty<string>(),
            ResolvedAt = (DateTimeOffset?)null,
            ResolvedBy = (string?)null,
            Resolution = (Resolution?)null,
            ResolutionNote = (string?)null,
            DuplicateOf = (string?)null,
            Comments = Array.Empty<CommentDto>(),
            ContainedAt = (DateTimeOffset?)null,
            ClosedAt = (DateTimeOffset?)null,
            ReopenedCount = 0,
        });
    }

    [Fact]
    public void AllowedTransitions_WhenMapped_AreWhereItMayGo()
    {
        Given.Mapper.Map<IncidentDto>(Given.OpenIncident()).AllowedTransitions.Should().Equal(IncidentStatus.Investigating, IncidentStatus.Contained, IncidentStatus.Resolved);
        Given.Mapper.Map<IncidentDto>(Given.FullIncident()).AllowedTransitions.Should().BeEmpty();
    }

    [Fact]
    public void Map_WhenTheClockWentBackBetweenComments_KeepsTheirOrder()
    {
        var incident = Given.OpenIncident();
        incident.AddComment("first", Given.Analyst, Given.Start.AddSeconds(9));
        incident.AddComment("second", Given.Analyst, Given.Start);

        Given.Mapper.Map<IncidentDto>(incident).Comments.Select(c => c.Content).Should().Equal("first", "second");
    }

    /// <summary>Reads are compared with the function, commands map with the mapper: one thing must come out.</summary>
    [Fact]
    public void ToDto_WhenCalled_GivesWhatTheMapperGives()
    {
        var incident = Given.FullIncident();

        IncidentProfile.ToDto(incident).Should().BeEquivalentTo(Given.Mapper.Map<IncidentDto>(incident));
    }
}
