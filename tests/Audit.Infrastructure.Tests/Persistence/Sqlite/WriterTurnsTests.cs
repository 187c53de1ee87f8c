using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Processes that share a file. To each the others are nothing but locks: one more object on the file is one more process.</summary>
public sealed class WriterTurnsTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("audit.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Enter_WhereNoLockFileCanBeMade_RefusesAtOnce()
    {
        // a name that is too long stands for a place that is read-only, full or broken
        var turns = new WriterTurns(_folder.File(new string('x', 250)), TimeSpan.FromMinutes(1));

        await turns.Awaiting(t => t.EnterAsync()).Should().ThrowAsync<StoreGoneException>();
    }

    [Fact]
    public async Task EnterAsync_WhenNobodyWrites_LetsIn()
    {
        using (await Process().EnterAsync())
        {
            // and out again
        }

        using var next = await Process().EnterAsync();

        next.Should().NotBeNull();
    }

    [Fact]
    public async Task EnterAsync_WhenAnotherProcessWrites_WaitsForItsTurnToEnd()
    {
        var held = await Process().EnterAsync();

        var entering = Process().EnterAsync();
        var isInBefore = entering.IsCompleted;
        held!.Dispose();
        using var turn = await entering;

        isInBefore.Should().BeFalse();
        turn.Should().NotBeNull();
    }

    [Fact]
    public async Task EnterAsync_WhenManyWriteAllTheTime_LetsOneWriteAtATime()
    {
        const int TurnsEach = 20;
        var inside = 0;
        var most = 0;
        var turns = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var process = Process();
            for (var i = 0; i < TurnsEach; i++)
            {
                using var turn = await process.EnterAsync();
                most = Math.Max(most, Interlocked.Increment(ref inside));
                turns++;
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));

        most.Should().Be(1);
        turns.Should().Be(4 * TurnsEach);
    }

    /// <summary>By the first lock alone, whoever has just let go of it would most often have it again before the other looks.</summary>
    [Fact]
    public async Task EnterAsync_WhenAProcessAsksAgainWithoutAPause_LetsTheWaitingOneInBetween()
    {
        var busy = Process();
        for (var round = 0; round < 20; round++)
        {
            var order = new List<string>();
            var first = await busy.EnterAsync();
            var waiting = EnterAsync(Process(), "waiting", order);
            await IsNextAsync();

            first!.Dispose();
            var again = EnterAsync(busy, "again", order);
            await Task.WhenAll(waiting, again);

            order.Should().Equal("waiting", "again");
        }

        static async Task EnterAsync(WriterTurns process, string name, List<string> order)
        {
            using var turn = await process.EnterAsync();
            order.Add(name);
        }
    }

    [Fact]
    public async Task EnterAsync_WhenAnotherProcessWritesForTooLong_GivesUpAsUnavailableAndHoldsUpNobody()
    {
        var held = await Process().EnterAsync();
        var impatient = Process(TimeSpan.Zero);

        var fault = (await FluentActions.Awaiting(impatient.EnterAsync).Should().ThrowAsync<StoreBusyException>()).Which;
        held!.Dispose();

        new SqliteFaults().IsUnavailable(fault).Should().BeTrue();
        using var turn = await impatient.EnterAsync();
        turn.Should().NotBeNull();
    }

    /// <summary>Both waits together are one wait.</summary>
    [Fact]
    public async Task EnterAsync_WhenAnotherIsNextForTooLong_GivesUpAndLeavesItThePlace()
    {
        var held = await Process().EnterAsync();
        var next = Process().EnterAsync();
        await IsNextAsync();

        await FluentActions.Awaiting(Process(TimeSpan.Zero).EnterAsync).Should().ThrowAsync<StoreBusyException>();
        held!.Dispose();

        using var turn = await next;
        turn.Should().NotBeNull();
    }

    /// <summary>What is wrong with the place is for the database to say.</summary>
    [Fact]
    public async Task EnterAsync_WhenThereIsNoFolder_IsNullAtOnce()
    {
        var turns = new WriterTurns(Path.Combine(_folder.Path, "not there", "audit.db"), TimeSpan.Zero);

        (await turns.EnterAsync()).Should().BeNull();
    }

    [Fact]
    public async Task EnterAsync_WhenALockFileIsADirectory_IsNullAtOnce()
    {
        Directory.CreateDirectory(Database + ".write.lock");
        Directory.CreateDirectory(Database + ".next.lock");

        (await Process(TimeSpan.Zero).EnterAsync()).Should().BeNull();
    }

    private WriterTurns Process(TimeSpan? patience = null) => new(Database, patience ?? s_patience);

    /// <summary>Waits until somebody has the second lock.</summary>
    private async Task IsNextAsync()
    {
        while (true)
        {
            try
            {
                File.OpenHandle(Database + ".next.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).Dispose();
                await Task.Yield();
            }
            catch (IOException)
            {
                return;
            }
        }
    }
}
