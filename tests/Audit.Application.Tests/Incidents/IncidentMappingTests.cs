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
        dto.Status.Should().Be(IncidentStatus.Resolved);
        dto.Assignee.Should().Be("analyst-001");
        dto.SourceAnomalyIds.Should().Equal("ano_x");
        dto.RelatedEvidenceIds.Should().Equal("evt_1", "事件");
        dto.CreatedAt.Should().Be(Given.Start);
        dto.UpdatedAt.Should().Be(Given.Start.AddSeconds(5));
        dto.ResolvedAt.Should().Be(Given.Start.AddSeconds(5));
        dto.ResolvedBy.Should().Be("usr_analyst001");
        dto.Version.Should().Be(1);
        dto.ShouldBeFilled();
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
        });
    }

    /// <summary>Reads select with the expression, commands map with it: one thing must come out.</summary>
    [Fact]
    public void ToDto_WhenSelectedWith_GivesWhatTheMapperGives()
    {
        var incident = Given.FullIncident();

        IncidentProfile.ToDto.Compile()(incident).Should().BeEquivalentTo(Given.Mapper.Map<IncidentDto>(incident));
    }
}
