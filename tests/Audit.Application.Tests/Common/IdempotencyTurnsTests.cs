using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Application.Tests.Common;

public sealed class IdempotencyTurnsTests
{
    private static readonly IdempotencyScope s_scope = new("tnt_a", "tnt_a", "usr_1", "key-1");

    [Fact]
    public async Task Enter_WhenTheFirstTakesTooLong_IsAConcurrentChange()
    {
        var turns = new IdempotencyTurns(TimeSpan.Zero);
        using var first = await turns.EnterAsync(s_scope, CancellationToken.None);

        await FluentActions.Awaiting(() => turns.EnterAsync(s_scope, CancellationToken.None)).Should().ThrowAsync<ConcurrentChangeException>();
    }

    [Fact]
    public async Task Enter_WhenTheFirstEnds_LetsTheTwinIn()
    {
        var turns = new IdempotencyTurns(Timeout.InfiniteTimeSpan);
        var first = await turns.EnterAsync(s_scope, CancellationToken.None);
        var twin = turns.EnterAsync(s_scope, CancellationToken.None);
        twin.IsCompleted.Should().BeFalse();

        first.Dispose();

        (await twin).Dispose();
    }

    [Fact]
    public async Task Enter_AfterATwinGaveUp_IsFreeAgain()
    {
        var turns = new IdempotencyTurns(TimeSpan.Zero);
        using (await turns.EnterAsync(s_scope, CancellationToken.None))
        {
            await FluentActions.Awaiting(() => turns.EnterAsync(s_scope, CancellationToken.None)).Should().ThrowAsync<ConcurrentChangeException>();
        }

        (await turns.EnterAsync(s_scope, CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Enter_WhenTheCallerLeavesWhileWaiting_LeavesNothingBehind()
    {
        var turns = new IdempotencyTurns(Timeout.InfiniteTimeSpan);
        using var cancellation = new CancellationTokenSource();
        var first = await turns.EnterAsync(s_scope, CancellationToken.None);
        var twin = turns.EnterAsync(s_scope, cancellation.Token);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => twin).Should().ThrowAsync<OperationCanceledException>();
        first.Dispose();
        (await turns.EnterAsync(s_scope, CancellationToken.None)).Dispose();
    }

    [Theory]
    [InlineData("tnt_b", "tnt_a", "usr_1", "key-1")]
    [InlineData("tnt_a", "tnt_b", "usr_1", "key-1")]
    [InlineData("tnt_a", "tnt_a", "usr_2", "key-1")]
    [InlineData("tnt_a", "tnt_a", "usr_1", "key-2")]
    public async Task Enter_WhenAnythingOfTheScopeDiffers_DoesNotWait(string tenant, string actorTenant, string actor, string key)
    {
        var turns = new IdempotencyTurns(TimeSpan.Zero);
        using var first = await turns.EnterAsync(s_scope, CancellationToken.None);

        (await turns.EnterAsync(new IdempotencyScope(tenant, actorTenant, actor, key), CancellationToken.None)).Dispose();
    }
}
