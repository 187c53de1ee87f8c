using Audit.Application.Common;
using Audit.Domain.Common;
using Moq;

namespace Audit.Application.Tests.Common;

public sealed class IdempotencyBehaviorTests
{
    private readonly Mock<IIdempotencyKey> _key = new();
    private readonly Mock<IIdempotencyStore> _store = new(MockBehavior.Strict);
    private readonly Mock<IUnitOfWork> _work = new(MockBehavior.Strict);
    private readonly List<string> _calls = [];
    private KeptAnswer? _kept;
    private IdempotencyScope? _scope;

    public IdempotencyBehaviorTests()
    {
        _key.SetupGet(k => k.Value).Returns("key-1");
        _key.SetupGet(k => k.Fingerprint).Returns("f1");
        _store.Setup(s => s.FindAsync(It.IsAny<IdempotencyScope>(), Given.Now, It.IsAny<CancellationToken>()))
            .Callback((IdempotencyScope scope, DateTimeOffset now, CancellationToken _) =>
            {
                _calls.Add("find");
                _scope = scope;
            })
            .ReturnsAsync(() => _kept);
        _store.Setup(s => s.Add(It.IsAny<IdempotencyScope>(), It.IsAny<KeptAnswer>(), Given.Now))
            .Callback((IdempotencyScope scope, KeptAnswer answer, DateTimeOffset now) =>
            {
                _calls.Add("add");
                _kept = answer;
                scope.Should().Be(_scope);
            });
        _work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>())).Callback(() => _calls.Add("save")).Returns(Task.CompletedTask);
    }

    [Fact]
    public async Task Handle_WhenThereIsNoKey_OnlyGoesOn()
    {
        _key.SetupGet(k => k.Value).Returns((string?)null);

        (await Send("answer")).Should().Be(new Answer("answer", Severity.High));

        _calls.Should().Equal("handle");
    }

    [Fact]
    public async Task Handle_WhenTheKeyIsNew_KeepsTheAnswerWithTheChange()
    {
        (await Send("答案 😀")).Should().Be(new Answer("答案 😀", Severity.High));

        _calls.Should().Equal("find", "handle", "add", "save");
        _kept!.Fingerprint.Should().Be("f1");
        _key.Verify(k => k.MarkReplayed(), Times.Never);
    }

    [Fact]
    public async Task Handle_WhenTheSameRequestComesAgain_GivesTheFirstAnswerAndHandlesNothing()
    {
        var first = await Send("first");
        _calls.Clear();

        var second = await Send("second");

        second.Should().Be(first);
        _calls.Should().Equal("find");
        _key.Verify(k => k.MarkReplayed(), Times.Once);
    }

    [Theory]
    [InlineData("f2")]
    [InlineData("F1")]
    public async Task Handle_WhenAnotherRequestHasTheKey_IsRefused(string fingerprint)
    {
        await Send("first");
        _calls.Clear();
        _key.SetupGet(k => k.Fingerprint).Returns(fingerprint);

        await this.Awaiting(t => t.Send("second")).Should().ThrowExactlyAsync<IdempotencyKeyReusedException>();

        _calls.Should().Equal("find");
        _key.Verify(k => k.MarkReplayed(), Times.Never);
    }

    [Fact]
    public async Task Handle_WhenTheRequestIsRefused_KeepsNothing()
    {
        await this.Awaiting(t => t.Send(() => throw new ConcurrentChangeException())).Should().ThrowExactlyAsync<ConcurrentChangeException>();

        _calls.Should().Equal("find");
    }

    [Fact]
    public async Task Handle_WhenTheActorIsAtHome_KeepsUnderItsTenantTwice()
    {
        await Send("x");

        _scope.Should().Be(new IdempotencyScope("tnt_abc123", "tnt_abc123", "usr_analyst001", "key-1"));
    }

    [Fact]
    public async Task Handle_WhenTheActorComesFromAnotherTenant_KeepsUnderBoth()
    {
        await Send(() => new Answer("x", Severity.Low), new Actor("usr_analyst001", HomeTenantId: "tnt_home"));

        _scope.Should().Be(new IdempotencyScope("tnt_abc123", "tnt_home", "usr_analyst001", "key-1"));
    }

    /// <summary>Names outlive a new order of the members.</summary>
    [Fact]
    public async Task Handle_WhenTheAnswerHoldsEnumerations_KeepsTheirNames()
    {
        await Send("x");

        _kept!.Response.Should().Contain("\"High\"");
    }

    private Task<Answer> Send(string text) => Send(() => new Answer(text, Severity.High));

    private Task<Answer> Send(Func<Answer> handle, Actor? actor = null) =>
        new IdempotencyBehavior<Change, Answer>(_key.Object, _store.Object, _work.Object, Given.Caller(actor), Given.Clock).Handle(new Change(), CancellationToken.None, () =>
        {
            var answer = handle();
            _calls.Add("handle");
            return Task.FromResult(answer);
        });

    private sealed record Change : IIdempotentCommand<Answer>;

    private sealed record Answer(string Text, Severity Severity);
}
