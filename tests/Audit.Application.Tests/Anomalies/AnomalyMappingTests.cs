using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;

namespace Audit.Application.Tests.Anomalies;

public sealed class AnomalyMappingTests
{
    [Fact]
    public void Map_WhenNothingIsEmpty_CarriesEveryMemberWithTimesInUnixSeconds()
    {
        var anomaly = Given.FullAnomaly();

        var dto = Given.Mapper.Map<AnomalyDto>(anomaly);

        dto.Id.Should().Be(anomaly.Id);
        dto.TenantId.Should().Be("tnt_abc123");
        dto.ExternalId.Should().Be("ext_1");
        dto.Type.Should().Be("brute_force");
        dto.Severity.Should().Be(Severity.High);
        dto.Status.Should().Be(AnomalyStatus.Dismissed);
        dto.Reason.Should().Be("false_positive");
        dto.Description.Should().Be("Five failed sign-ins in a row");
        dto.UserId.Should().Be("usr_abc123");
        dto.EventIds.Should().Equal("evt_1", "evt_2");
        dto.MitreTactic.Should().Be("T1110");
        dto.Assignee.Should().Be("usr_2");
        dto.RelatedCaseId.Should().Be("inc_01k5m8z0c2e9v7q4t6x8y1w3ra");
        dto.DetectedAt.Should().Be(1775214000);
        dto.CreatedAt.Should().Be(1775217600);
        dto.UpdatedAt.Should().Be(1775217605);
        dto.AcknowledgedAt.Should().Be(1775217601);
        dto.ResolvedAt.Should().Be(1775217605);
        dto.ResolvedBy.Should().Be("usr_analyst001");
        dto.Version.Should().Be(1);
        dto.ShouldBeFilled();
    }

    [Fact]
    public void Map_WhenThereIsAComment_CarriesEveryMemberOfIt()
    {
        var anomaly = Given.FullAnomaly();

        var comment = Given.Mapper.Map<AnomalyDto>(anomaly).Comments.Should().ContainSingle().Which;

        comment.Id.Should().Be(anomaly.Comments[0].Id);
        comment.AuthorId.Should().Be("usr_analyst001");
        comment.AuthorName.Should().Be("Zhang San");
        comment.Content.Should().Be("Our own test");
        comment.CreatedAt.Should().Be(1775217604);
        comment.ShouldBeFilled();
    }

    [Fact]
    public void Map_WhenTheClockWentBackBetweenComments_KeepsTheirOrder()
    {
        var anomaly = Given.OpenAnomaly();
        anomaly.AddComment("first", Given.Analyst, Given.Start.AddSeconds(9));
        anomaly.AddComment("second", Given.Analyst, Given.Start);

        Given.Mapper.Map<AnomalyDto>(anomaly).Comments.Select(c => c.Content).Should().Equal("first", "second");
    }

    [Fact]
    public void Map_WhenOptionalMembersAreEmpty_LeavesThemNull() =>
        Given.Mapper.Map<AnomalyDto>(Given.OpenAnomaly()).Should().BeEquivalentTo(new
        {
            ExternalId = (string?)null,
            Reason = (string?)null,
            UserId = (string?)null,
            EventIds = Array.Empty<string>(),
            MitreTactic = (string?)null,
            Assignee = (string?)null,
            RelatedCaseId = (string?)null,
            Comments = Array.Empty<CommentDto>(),
            AcknowledgedAt = (long?)null,
            ResolvedAt = (long?)null,
            ResolvedBy = (string?)null,
        });

    [Fact]
    public void AllowedTransitions_WhenMapped_AreWhereItMayGo()
    {
        Given.Mapper.Map<AnomalyDto>(Given.AnomalyIn(AnomalyStatus.Acknowledged)).AllowedTransitions
            .Should().Equal(AnomalyStatus.Investigating, AnomalyStatus.Resolved, AnomalyStatus.Dismissed);
        Given.Mapper.Map<AnomalyDto>(Given.FullAnomaly()).AllowedTransitions.Should().Equal(AnomalyStatus.Open);
    }

    [Fact]
    public void Of_WhenReported_CarriesEveryMember()
    {
        var anomaly = Given.FullAnomaly();

        var dto = ReportedAnomalyDto.Of(anomaly);

        dto.Should().BeEquivalentTo(new { anomaly.Id, ExternalId = "ext_1", Status = AnomalyStatus.Dismissed });
        dto.ShouldBeFilled();
    }

    /// <summary>Reads are compared with the function, commands map with the mapper: one thing must come out.</summary>
    [Fact]
    public void ToDto_WhenCalled_GivesWhatTheMapperGives()
    {
        var anomaly = Given.FullAnomaly();

        AnomalyProfile.ToDto(anomaly).Should().BeEquivalentTo(Given.Mapper.Map<AnomalyDto>(anomaly));
    }
}
