using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Tests.Persistence;

public sealed class ReadTurnsTests
{
    [Fact]
    public async Task Enter_WhenAllPlacesAreTaken_WaitsForOne()
    {
        var turns = new ReadTurns(most: 2, mostLong: 1, Timeout.InfiniteTimeSpan);
        var first = await turns.EnterAsync(ReadLength.Short, "tnt_acme", CancellationToken.None);
        using var second = await turns.EnterAsync(ReadLength.Long, "tnt_acme", CancellationToken.None);

        var third = turns.EnterAsync(ReadLength.Short, "tnt_acme", CancellationToken.None).AsTask();
        third.IsCompleted.Should().BeFalse();
        first.Dispose();

        (await third).Dispose();
    }

    [Fact]
    public async Task Enter_WhenLongOnesHaveTheirPart_LetsShortOnesPass()
    {
        var turns = new ReadTurns(most: 5, mostLong: 4, Timeout.InfiniteTimeSpan);
        using var first = await turns.EnterAsync(ReadLength.Long, "tnt_acme", CancellationToken.None);
        var second = await turns.EnterAsync(ReadLength.Long, "tnt_acme", CancellationToken.None);
        var third = turns.EnterAsync(ReadLength.Long, "tnt_acme", CancellationToken.None).AsTask();

        using (await turns.EnterAsync(ReadLength.Short, "tnt_acme", CancellationToken.None))
        {
            third.IsCompleted.Should().BeFalse();
        }

        second.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Enter_WhenATenantHasItsPartOfTheLongOnes_LetsOtherTenantsPass()
    {
        var turns = new ReadTurns(most: 8, mostLong: 4, Timeout.InfiniteTimeSpan);
        var first = await turns.EnterAsync(ReadLength.Long, "tnt_a", CancellationToken.None);
        using var second = await turns.EnterAsync(ReadLength.Long, "tnt_a", CancellationToken.None);
        var third = turns.EnterAsync(ReadLength.Long, "tnt_a", CancellationToken.None).AsTask();
        var fourth = turns.EnterAsync(ReadLength.Long, "tnt_a", CancellationToken.None).AsTask();

        using var other = await turns.EnterAsync(ReadLength.Long, "tnt_b", CancellationToken.None);
        using var another = await turns.EnterAsync(ReadLength.Long, "tnt_b", CancellationToken.None);
        third.IsCompleted.Should().BeFalse();

        first.Dispose();
        (await third).Dispose();
        (await fourth).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Enter_WhenThereIsNoPlaceInTime_IsRefusedAndLeavesThePlacesAsTheyWere(bool isLong)
    {
        var turns = new ReadTurns(most: 1, mostLong: 1, TimeSpan.FromMilliseconds(1));
        var length = isLong ? ReadLength.Long : ReadLength.Short;
        using (await turns.EnterAsync(ReadLength.Short, "tnt_acme", CancellationToken.None))
        {
            await turns.Awaiting(t => t.EnterAsync(length, "tnt_acme", CancellationToken.None).AsTask()).Should().ThrowAsync<StoreOverloadedException>();
            await turns.Awaiting(t => t.EnterAsync(length, "tnt_acme", new CancellationToken(canceled: true)).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        }

        using var after = await turns.EnterAsync(ReadLength.Long, "tnt_acme", CancellationToken.None);
    }
}
