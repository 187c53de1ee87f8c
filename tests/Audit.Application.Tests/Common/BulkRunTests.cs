using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
using MediatR;
using Moq;

namespace Audit.Application.Tests.Common;

public sealed class BulkRunTests
{
    private readonly Mock<IMediator> _mediator = new(MockBehavior.Strict);
    private readonly Mock<IStoreFaults> _store = new();
    private readonly List<object> _sent = [];

    public BulkRunTests() => _store.Setup(s => s.IsUnavailable(It.IsAny<TimeoutException>())).Returns(true);

    [Fact]
    public async Task Handle_WhenAllCanBeDone_DoesOneAfterTheOtherInTheOrderOfTheIds()
    {
        Answer(id => new IncidentDto { Version = id.Length });

        var results = await Run("inc_333", "inc_1", "inc_22");

        results.Should().Equal(new BulkResult("inc_333", 7, null), new BulkResult("inc_1", 5, null), new BulkResult("inc_22", 6, null));
        _sent.Cast<UpdateIncidentStatusCommand>().Select(c => c.Id).Should().Equal("inc_333", "inc_1", "inc_22");
    }

    [Fact]
    public async Task Handle_WhenSomeAreRefused_SaysWhyAndGoesOn()
    {
        AuditException[] refusals = [new NotFoundException(ErrorKeys.IncidentNotFound, "a"), new ConcurrentChangeException()];
        Answer(id => id switch
        {
            "a" => throw refusals[0],
            "c" => throw refusals[1],
            _ => new IncidentDto { Version = 2 },
        });

        (await Run("a", "b", "c", "d")).Should().Equal(
            new BulkResult("a", null, refusals[0]), new BulkResult("b", 2, null), new BulkResult("c", null, refusals[1]), new BulkResult("d", 2, null));
    }

    [Fact]
    public async Task Handle_WhenTheStoreGoesAwayInTheMiddle_SaysSoOfTheRestWithoutTryingThem()
    {
        var away = new TimeoutException();
        Answer(id => id == "b" ? throw away : new IncidentDto { Version = 2 });

        (await Run("a", "b", "c", "d")).Should().Equal(
            new BulkResult("a", 2, null), new BulkResult("b", null, away), new BulkResult("c", null, away), new BulkResult("d", null, away));
        _sent.Should().HaveCount(2);
    }

    [Fact]
    public async Task Handle_WhenTheStoreGoesAwayBehindARefusal_SaysBoth()
    {
        AuditException refusal = new NotFoundException(ErrorKeys.IncidentNotFound, "a");
        var away = new TimeoutException();
        Answer(id => id == "a" ? throw refusal : throw away);

        (await Run("a", "b", "c")).Should().Equal(new BulkResult("a", null, refusal), new BulkResult("b", null, away), new BulkResult("c", null, away));
    }

    [Fact]
    public async Task Handle_WhenTheStoreWasNeverThere_ThrowsAsForOneThing()
    {
        var away = new TimeoutException();
        Answer(_ => throw away);

        (await this.Awaiting(t => t.Run("a", "b")).Should().ThrowExactlyAsync<TimeoutException>()).Which.Should().BeSameAs(away);
        _sent.Should().ContainSingle();
    }

    [Fact]
    public async Task Handle_WhenItIsAFaultOfOurOwnInTheMiddle_SaysSoOfThatOneAndGoesOn()
    {
        var fault = new InvalidOperationException();
        Answer(id => id == "b" ? throw fault : new IncidentDto { Version = 2 });

        (await Run("a", "b", "c")).Should().Equal(new BulkResult("a", 2, null), new BulkResult("b", null, fault), new BulkResult("c", 2, null));
    }

    [Fact]
    public async Task Handle_WhenTheTimeIsUpInTheMiddle_SaysWhatWasDoneAndStopsThere()
    {
        var end = new OperationCanceledException();
        Answer(id => id == "b" ? throw end : new IncidentDto { Version = 2 });

        (await Run("a", "b", "c")).Should().Equal(new BulkResult("a", 2, null), new BulkResult("b", null, end), new BulkResult("c", null, end));
        _sent.Should().HaveCount(2);
    }

    [Fact]
    public async Task Handle_WhenTheTimeIsUpBeforeAnythingIsDone_ThrowsAsForOneThing()
    {
        Answer(_ => throw new OperationCanceledException());

        await this.Awaiting(t => t.Run("a", "b")).Should().ThrowAsync<OperationCanceledException>();
        _sent.Should().ContainSingle();
    }

    [Fact]
    public async Task Handle_WhenIncidentsChange_SendsTheChangeOfOneWithAllThatWasSaid()
    {
        Answer(_ => new IncidentDto());
        var nobody = NewAssignee.Of(null, isSent: true);

        await Run(new ChangeIncidentsCommand([" a "], " Resolved ", "duplicate", "why ", "inc_x", Cascade: true, NewAssignee.NotGiven, null, Strict: true));
        await Run(new ChangeIncidentsCommand(["a"], null, null, null, null, Cascade: false, nobody, null, Strict: true));
        await Run(new ChangeIncidentsCommand(["a"], null, null, null, null, Cascade: false, NewAssignee.NotGiven, " seen ", Strict: true));

        _sent.Should().Equal(
            new UpdateIncidentStatusCommand("a", "Resolved", "duplicate", "why ", "inc_x", Cascade: true, Strict: true),
            new AssignIncidentCommand("a", nobody),
            new AddIncidentCommentCommand("a", " seen "));
    }

    [Fact]
    public async Task Handle_WhenAnomaliesChange_SendsTheChangeOfOneWithAllThatWasSaid()
    {
        _mediator.Setup(m => m.Send(It.IsAny<IRequest<AnomalyDto>>(), It.IsAny<CancellationToken>()))
            .Callback((IRequest<AnomalyDto> request, CancellationToken _) => _sent.Add(request)).ReturnsAsync(new AnomalyDto { Version = 3 });
        var usr2 = new NewAssignee("usr_2", IsGiven: true);

        var results = await Run(new ChangeAnomaliesCommand(["a"], "dismissed", " why ", NewAssignee.NotGiven, null));
        await Run(new ChangeAnomaliesCommand(["a"], null, null, usr2, null));
        await Run(new ChangeAnomaliesCommand(["a"], null, null, NewAssignee.NotGiven, "seen"));

        results.Should().Equal(new BulkResult("a", 3, null));
        _sent.Should().Equal(
            new UpdateAnomalyStatusCommand("a", "dismissed", " why ", null), new AssignAnomalyCommand("a", usr2), new AddAnomalyCommentCommand("a", "seen"));
    }

    private void Answer(Func<string, IncidentDto> answer) =>
        _mediator.Setup(m => m.Send(It.IsAny<IRequest<IncidentDto>>(), It.IsAny<CancellationToken>()))
            .Callback((IRequest<IncidentDto> request, CancellationToken _) => _sent.Add(request))
            .Returns(async (IRequest<IncidentDto> request, CancellationToken _) =>
            {
                await Task.Yield();
                return answer((request as UpdateIncidentStatusCommand)?.Id ?? "");
            });

    private Task<IReadOnlyList<BulkResult>> Run(params string[] ids) =>
        Run(new ChangeIncidentsCommand(ids, "resolved", null, null, null, Cascade: false, NewAssignee.NotGiven, null, Strict: false));

    private Task<IReadOnlyList<BulkResult>> Run(ChangeIncidentsCommand command) =>
        new ChangeIncidentsHandler(new BulkRun(_mediator.Object, _store.Object)).Handle(command, CancellationToken.None);

    private Task<IReadOnlyList<BulkResult>> Run(ChangeAnomaliesCommand command) =>
        new ChangeAnomaliesHandler(new BulkRun(_mediator.Object, _store.Object)).Handle(command, CancellationToken.None);
}
