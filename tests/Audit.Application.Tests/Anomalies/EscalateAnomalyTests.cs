using Audit.Application.Anomalies;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using FluentValidation.Results;

namespace Audit.Application.Tests.Anomalies;

public sealed class EscalateAnomalyTests
{
    private readonly Stores _stores = new();
    private readonly Anomaly _anomaly = Given.OpenAnomaly();

    [Fact]
    public async Task Handle_WhenNothingIsSaid_OpensAnIncidentLikeTheAnomalyInTheSameUnit()
    {
        _stores.WhileSaving = () => _anomaly.Status.Should().Be(AnomalyStatus.Investigating);

        var dto = await Handle();

        var incident = _stores.Added.Should().ContainSingle().Which;
        dto.Should().BeEquivalentTo(Given.Mapper.Map<IncidentDto>(incident));
        dto.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            Title = "brute_force",
            Description = "d",
            Severity = Severity.High,
            Status = IncidentStatus.Open,
            Assignee = (string?)null,
            SourceAnomalyIds = new[] { _anomaly.Id },
            CreatedAt = Given.Now,
        });
        _anomaly.Should().BeEquivalentTo(new { EscalatedTo = incident.Id, RelatedCaseId = incident.Id, UpdatedAt = Given.Now });
        _stores.Saves.Should().Be(1);
    }

    [Fact]
    public async Task Handle_WhenMoreIsSaid_TakesIt() =>
        (await Handle(" Break-in ", " CRITICAL ", " usr_2 ")).Should().BeEquivalentTo(new { Title = "Break-in", Severity = Severity.Critical, Assignee = "usr_2" });

    [Fact]
    public async Task Handle_WhenEscalatedBefore_IsRefusedAndSavesNothing()
    {
        var first = _anomaly.Escalate(new Escalation(null, null, null), Given.Detector, Given.Start);

        var refusal = (await this.Awaiting(t => t.Handle()).Should().ThrowExactlyAsync<AlreadyEscalatedException>()).Which;

        refusal.Args["incident_id"].Should().Be(first.Id);
        _stores.Added.Should().BeEmpty();
        _stores.Saves.Should().Be(0);
    }

    /// <summary>Type and user of the greatest length make a title that an incident may have.</summary>
    [Fact]
    public void Limits_WhenTheTitleIsMadeOfTypeAndUser_Suffice() => (64 + ": ".Length + 128).Should().BeLessThanOrEqualTo(Application.Common.Limits.Title);

    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void Validate_WhenTextIsBlank_IsAbsent(string? blank) => Validate(blank, blank, blank).IsValid.Should().BeTrue();

    [Fact]
    public void Validate_WhenTextIsAtItsLimit_Passes()
    {
        Samples.Within(200).Should().AllSatisfy(text => Validate(title: text).IsValid.Should().BeTrue());
        Samples.Within(128).Should().AllSatisfy(text => Validate(assignee: text).IsValid.Should().BeTrue());
    }

    [Fact]
    public void Validate_WhenTextIsTooLong_IsMaxLength()
    {
        Samples.Beyond(200).Should().AllSatisfy(text => Validate(title: text).ShouldViolate("Title", "max_length", ("max", 200)));
        Samples.Beyond(128).Should().AllSatisfy(text => Validate(assignee: text).ShouldViolate("Assignee", "max_length", ("max", 128)));
    }

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() =>
        Validate("\0", "urgent", "\0").Violations().Should().Equal(("Title", "format"), ("Severity", "enum"), ("Assignee", "format"));

    private static ValidationResult Validate(string? title = null, string? severity = null, string? assignee = null) =>
        new EscalateAnomalyValidator().Validate(new EscalateAnomalyCommand("ano_x", title, severity, assignee));

    private Task<IncidentDto> Handle(string? title = null, string? severity = null, string? assignee = null) =>
        _stores.With(_anomaly).Handle(new EscalateAnomalyCommand(_anomaly.Id, title, severity, assignee));
}
