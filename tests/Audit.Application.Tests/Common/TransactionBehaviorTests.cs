using Audit.Application.Common;
using Moq;

namespace Audit.Application.Tests.Common;

public sealed class TransactionBehaviorTests
{
    private readonly Mock<IUnitOfWork> _work = new(MockBehavior.Strict);

    [Fact]
    public async Task Handle_WhenCalled_RunsTheRestAsOneUnitOfWork()
    {
        using var cancellation = new CancellationTokenSource();
        _work.Setup(w => w.RunAsync(It.IsAny<Func<Task<string>>>(), cancellation.Token)).Returns((Func<Task<string>> run, CancellationToken _) => run());

        var answer = await new TransactionBehavior<Change, string>(_work.Object).Handle(new Change(), cancellation.Token, () => Task.FromResult("done"));

        answer.Should().Be("done");
        _work.Verify(w => w.RunAsync(It.IsAny<Func<Task<string>>>(), cancellation.Token), Times.Once);
    }

    [Fact]
    public async Task Handle_WhenTheUnitRunsAgain_RunsTheRestAgain()
    {
        _work.Setup(w => w.RunAsync(It.IsAny<Func<Task<string>>>(), It.IsAny<CancellationToken>())).Returns(async (Func<Task<string>> run, CancellationToken _) =>
        {
            await run();
            return await run();
        });
        var runs = 0;

        var answer = await new TransactionBehavior<Change, string>(_work.Object).Handle(new Change(), CancellationToken.None, () => Task.FromResult($"run {++runs}"));

        answer.Should().Be("run 2");
    }

    [Fact]
    public async Task Handle_WhenTheRestThrows_LetsItThrough()
    {
        _work.Setup(w => w.RunAsync(It.IsAny<Func<Task<string>>>(), It.IsAny<CancellationToken>())).Returns((Func<Task<string>> run, CancellationToken _) => run());

        await FluentActions.Awaiting(() => new TransactionBehavior<Change, string>(_work.Object).Handle(new Change(), CancellationToken.None, () => throw new TimeoutException()))
            .Should().ThrowExactlyAsync<TimeoutException>();
    }

    public sealed record Change : ICommand<string>;
}
