using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Moq;

namespace Audit.Application.Tests.Anomalies;

public sealed class UpdateAnomalyStatusTests
{
    private static readonly VersionCondition s_another = new(AnyVersion: false, ["7"]);
    private static readonly VersionCondition s_present = new(AnyVersion: false, ["1"]);

    private readonly Mock<IAnomalyRepository> _anomalies = new(MockBehavior.Strict);
    private readonly Mock<IUnitOfWork> _work = new();
    private readonly Anomaly _anomaly = Given.OpenAnomaly();

    [Fact]
    public async Task Handle_WhenTheTenantHasNoSuch_SaysSoAndSavesNothing()
    {
        _anomalies.Setup(a => a.FindAsync(Given.Tenant, "ano_x", It.IsAny<CancellationToken>())).ReturnsAsync((Anomaly?)null);

        var refusal = (await FluentActions.Awaiting(() => Handler().Handle(new UpdateAnomalyStatusCommand("ano_x", "open", null, null, s_another), CancellationToken.None))
            .Should().ThrowExactlyAsync<NotFoundException>()).Which;

        refusal.Key.Should().Be("error.anomaly_not_found");
        refusal.Args["id"].Should().Be("ano_x");
        _work.Verify(w => w.SaveAsync(It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task Handle_WhenStatusAndAssigneeAreGiven_ChangesBothAndSavesOnce()
    {
        var dto = await Handle("Investigating", "usr_2");

        dto.Should().BeEquivalentTo(Given.Mapper.Map<AnomalyDto>(_anomaly));
        dto.Status.Should().Be(AnomalyStatus.Investigating);
        dto.Assignee.Should().Be("usr_2");
        _anomaly.UpdatedAt.Should().Be(Given.Now);
        _anomaly.NewHistory.Select(e => (e.Action, e.To, e.ActorId, e.OccurredAt)).Should().Equal(
            ("status_changed", "investigating", "usr_analyst001", Given.Now), ("assigned", "usr_2", "usr_analyst001", Given.Now));
        _work.Verify(w => w.SaveAsync(It.IsAny<CancellationToken>()), Times.Once);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task Handle_WhenNoAssigneeIsGiven_LeavesTheOneThereIs(string? assignee)
    {
        _anomaly.AssignTo("usr_2", Given.Analyst, Given.Start);

        await Handle("resolved", assignee);

        _anomaly.Assignee.Should().Be("usr_2");
    }

    [Fact]
    public async Task Handle_WhenItHasTheStatusAlready_StillAssigns()
    {
        await Handle("open", "usr_2");

        _anomaly.NewHistory.Should().ContainSingle().Which.Action.Should().Be("assigned");
    }

    [Fact]
    public async Task Handle_WhenNothingChanges_AnswersAsEver()
    {
        var dto = await Handle("open");

        dto.Status.Should().Be(AnomalyStatus.Open);
        dto.Version.Should().Be(1);
        _anomaly.NewHistory.Should().BeEmpty();
    }

    [Fact]
    public async Task Handle_WhenItIsAFalsePositive_DismissesItWithThatReason()
    {
        var dto = await Handle("FALSE_POSITIVE");

        dto.Status.Should().Be(AnomalyStatus.Dismissed);
        dto.Reason.Should().Be("false_positive");
        dto.ResolvedBy.Should().Be("usr_analyst001");
    }

    [Theory]
    [InlineData("dismissed")]
    [InlineData("false_positive")]
    public async Task Handle_WhenAReasonIsGiven_TakesItRatherThanTheNames(string status)
    {
        var dto = await Handle(status, reason: " our own scanner\n");

        dto.Reason.Should().Be(" our own scanner\n");
        _anomaly.NewHistory.Should().ContainSingle().Which.Note.Should().Be(" our own scanner\n");
    }

    [Theory]
    [InlineData("acknowledged")]
    [InlineData("investigating")]
    public async Task Handle_WhenItIsNotOver_NotesTheReasonInTheHistoryAlone(string status)
    {
        var dto = await Handle(status, reason: "looks odd");

        dto.Reason.Should().BeNull();
        _anomaly.NewHistory.Should().ContainSingle().Which.Note.Should().Be("looks odd");
    }

    [Fact]
    public async Task Handle_WhenTheMoveIsIllegal_IsRefusedAndNeitherAssignsNorSaves()
    {
        _anomaly.MoveTo(AnomalyStatus.Resolved, reason: null, Given.Analyst, Given.Start);

        await this.Awaiting(t => t.Handle("investigating", "usr_2")).Should().ThrowExactlyAsync<TransitionRefusedException>();

        _anomaly.Assignee.Should().BeNull();
        _work.Verify(w => w.SaveAsync(It.IsAny<CancellationToken>()), Times.Never);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("resolved")]
    [InlineData("acknowledged")]
    public async Task Handle_WhenTheConditionFails_IsRefusedBeforeAnythingElseIsJudged(string status)
    {
        _anomaly.MoveTo(AnomalyStatus.Resolved, reason: null, Given.Analyst, Given.Start);
        _anomaly.HistorySaved();

        var refusal = (await this.Awaiting(t => t.Handle(status, "usr_2", s_another)).Should().ThrowExactlyAsync<PreconditionFailedException>()).Which;

        refusal.CurrentVersion.Should().Be(1);
        _anomaly.NewHistory.Should().BeEmpty();
        _work.Verify(w => w.SaveAsync(It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task Handle_WhenTheConditionHolds_GoesOn() => (await Handle("resolved", null, s_present)).Status.Should().Be(AnomalyStatus.Resolved);

    [Fact]
    public async Task Handle_WhenTheConditionHoldsAndTheMoveIsIllegal_IsRefusedForTheMove()
    {
        _anomaly.MoveTo(AnomalyStatus.Resolved, reason: null, Given.Analyst, Given.Start);

        await this.Awaiting(t => t.Handle("investigating", null, s_present)).Should().ThrowExactlyAsync<TransitionRefusedException>();
    }

    /// <summary>Saving raises the version: what is answered is what was saved.</summary>
    [Fact]
    public async Task Handle_WhenAnswering_MapsWhatWasSaved()
    {
        _work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>())).Callback(() => _anomaly.AddComment("while saving", Given.Analyst, Given.Now)).Returns(Task.CompletedTask);

        (await Handle("resolved")).Comments.Should().ContainSingle();
    }

    private UpdateAnomalyStatusHandler Handler() => new(_anomalies.Object, _work.Object, Given.Caller(), Given.Clock, Given.Mapper);

    private Task<AnomalyDto> Handle(string status, string? assignee = null, VersionCondition? ifMatch = null, string? reason = null)
    {
        _anomalies.Setup(a => a.FindAsync(Given.Tenant, _anomaly.Id, It.IsAny<CancellationToken>())).ReturnsAsync(_anomaly);
        return Handler().Handle(new UpdateAnomalyStatusCommand(_anomaly.Id, status, reason, assignee, ifMatch), CancellationToken.None);
    }
}
