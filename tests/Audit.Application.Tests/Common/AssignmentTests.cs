using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
using FluentValidation;
using FluentValidation.Results;

namespace Audit.Application.Tests.Common;

/// <summary>Assignments and comments, of incidents and of anomalies.</summary>
public sealed class AssignmentTests
{
    private static readonly NewAssignee s_nobody = NewAssignee.Of(null, isSent: true);

    private readonly Stores _stores = new();

    [Theory]
    [InlineData("usr_2", true, "usr_2", true)]
    [InlineData(" usr_2\n", true, "usr_2", true)]
    [InlineData(null, true, null, true)]
    [InlineData(null, false, null, false)]
    [InlineData("", true, null, false)]
    [InlineData(" \t\u3000", true, null, false)]
    public void Of_WhenAMemberWasSentOrNot_SaysWhoIfAnybodyIsMeant(string? sent, bool isSent, string? name, bool isGiven) =>
        NewAssignee.Of(sent, isSent).Should().BeEquivalentTo(new { Name = name, IsGiven = isGiven });

    [Fact]
    public void Validate_WhenNobodyIsOutspoken_Passes() => Assign(s_nobody).Should().AllSatisfy(r => r.IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenNobodyIsGiven_IsRequired() => Assign(NewAssignee.NotGiven).Should().AllSatisfy(r => r.ShouldViolate("Assignee", "required"));

    [Fact]
    public void Validate_WhenTheAssigneeIsAtItsLimit_Passes() =>
        Samples.Within(128).SelectMany(text => Assign(new NewAssignee(text, IsGiven: true))).Should().AllSatisfy(r => r.IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenTheAssigneeIsTooLong_IsMaxLength() =>
        Samples.Beyond(128).SelectMany(text => Assign(new NewAssignee(text, IsGiven: true))).Should().AllSatisfy(r => r.ShouldViolate("Assignee", "max_length", ("max", 128)));

    [Fact]
    public void Validate_WhenTheAssigneeIsUnclean_IsFormat() =>
        Samples.Unclean.SelectMany(text => Assign(new NewAssignee(text, IsGiven: true))).Should().AllSatisfy(r => r.ShouldViolate("Assignee", "format"));

    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void Validate_WhenTheCommentIsBlank_IsRequired(string? blank) => Comment(blank).Should().AllSatisfy(r => r.ShouldViolate("Content", "required"));

    [Fact]
    public void Validate_WhenTheCommentIsAtItsLimit_Passes() => Samples.Within(10_000).SelectMany(Comment).Should().AllSatisfy(r => r.IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenTheCommentIsTooLong_IsMaxLength() =>
        Samples.Beyond(10_000).SelectMany(Comment).Should().AllSatisfy(r => r.ShouldViolate("Content", "max_length", ("max", 10_000)));

    [Fact]
    public void Validate_WhenTheCommentIsUnclean_IsFormat() => Samples.Unclean.SelectMany(Comment).Should().AllSatisfy(r => r.ShouldViolate("Content", "format"));

    [Fact]
    public async Task Handle_WhenAssigned_AnswersWhatWasSaved()
    {
        var (incident, anomaly) = (Given.OpenIncident(), Given.OpenAnomaly());
        _stores.With(incident).With(anomaly).WhileSaving = () => incident.AddComment("while saving", Given.Analyst, Given.Now);

        (await _stores.Handle(new AssignIncidentCommand(incident.Id, new NewAssignee("usr_2", IsGiven: true)))).Should().BeEquivalentTo(Given.Mapper.Map<IncidentDto>(incident));
        (await _stores.Handle(new AssignAnomalyCommand(anomaly.Id, new NewAssignee("usr_2", IsGiven: true)))).Assignee.Should().Be("usr_2");

        incident.Assignee.Should().Be("usr_2");
    }

    [Fact]
    public async Task Handle_WhenNobodyIsToHaveIt_TakesItAway()
    {
        var (incident, anomaly) = (Given.OpenIncident(), Given.OpenAnomaly());
        anomaly.AssignTo("usr_1", Given.Detector, Given.Start);
        _stores.With(incident).With(anomaly);

        (await _stores.Handle(new AssignIncidentCommand(incident.Id, s_nobody))).Assignee.Should().BeNull();
        (await _stores.Handle(new AssignAnomalyCommand(anomaly.Id, s_nobody))).Assignee.Should().BeNull();
    }

    [Fact]
    public async Task Handle_WhenAClosedIncidentIsAssigned_IsRefusedAndSavesNothing()
    {
        var incident = Given.FullIncident();

        await FluentActions.Awaiting(() => _stores.With(incident).Handle(new AssignIncidentCommand(incident.Id, s_nobody))).Should().ThrowExactlyAsync<IncidentClosedException>();

        _stores.Saves.Should().Be(0);
    }

    [Fact]
    public async Task Handle_WhenCommented_KeepsTheTextAsItIs()
    {
        var (incident, anomaly) = (Given.OpenIncident(), Given.OpenAnomaly());
        _stores.With(incident).With(anomaly);

        var comments = (await _stores.Handle(new AddIncidentCommentCommand(incident.Id, " Seen\n😀 "))).Comments
            .Concat((await _stores.Handle(new AddAnomalyCommentCommand(anomaly.Id, " Seen\n😀 "))).Comments);

        comments.Should().HaveCount(2).And.AllBeEquivalentTo(new { AuthorId = "usr_analyst001", AuthorName = "Zhang San", Content = " Seen\n😀 ", CreatedAt = 1775217900L });
        _stores.Saves.Should().Be(2);
    }

    private static ValidationResult[] Assign(NewAssignee assignee) =>
        [new AssignIncidentValidator().Validate(new AssignIncidentCommand("x", assignee)), new AssignAnomalyValidator().Validate(new AssignAnomalyCommand("x", assignee))];

    private static ValidationResult[] Comment(string? content) =>
        [new AddIncidentCommentValidator().Validate(new AddIncidentCommentCommand("x", content)), new AddAnomalyCommentValidator().Validate(new AddAnomalyCommentCommand("x", content))];
}
