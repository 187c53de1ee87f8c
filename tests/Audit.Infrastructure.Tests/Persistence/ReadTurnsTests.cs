using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Writing;

namespace Audit.Infrastructure.Tests.Persistence;

public sealed class ReadTurnsTests
{
    [Fact]
    public async Task Enter_WhenAllPlacesAreTaken_WaitsForOne()
    {
        using var turns = new ReadTurns(most: 2, mostLong: 1, Timeout.InfiniteTimeSpan);
        var first = await turns.EnterAsync(ReadLength.Short, CancellationToken.None);
        using var second = await turns.EnterAsync(ReadLength.Long, CancellationToken.None);

        var third = turns.EnterAsync(ReadLength.Short, CancellationToken.None).AsTask();
        third.IsCompleted.Should().BeFalse();
        first.Dispose();

        (await third).Dispose();
    }

    [Fact]
    public async Task Enter_WhenLongOnesHaveTheirPart_LetsShortOnesPass()
    {
        using var turns = new ReadTurns(most: 3, mostLong: 2, Timeout.InfiniteTimeSpan);
        using var first = await turns.EnterAsync(ReadLength.Long, CancellationToken.None);
        var second = await turns.EnterAsync(ReadLength.Long, CancellationToken.None);
        var third = turns.EnterAsync(ReadLength.Long, CancellationToken.None).AsTask();

        using (await turns.EnterAsync(ReadLength.Short, CancellationToken.None))
        {
            third.IsCompleted.Should().BeFalse();
        }

        second.Dispose();
        (await third).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Enter_WhenThereIsNoPlaceInTime_IsRefusedAndLeavesThePlacesAsTheyWere(bool isLong)
    {
        using var turns = new ReadTurns(most: 1, mostLong: 1, TimeSpan.FromMilliseconds(1));
        var length = isLong ? ReadLength.Long : ReadLength.Short;
        using (await turns.EnterAsync(ReadLength.Short, CancellationToken.None))
        {
            await turns.Awaiting(t => t.EnterAsync(length, CancellationToken.None).AsTask()).Should().ThrowAsync<StoreBusyException>();
            await turns.Awaiting(t => t.EnterAsync(length, new CancellationToken(canceled: true)).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        }

        using var after = await turns.EnterAsync(ReadLength.Long, CancellationToken.None);
    }
}
