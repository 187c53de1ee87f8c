using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using static Audit.Infrastructure.Tests.Persistence.Sqlite.WatchedWriter;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>What befalls all who share a transaction, or wait for one.</summary>
public sealed class SharedWriterFailureTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task RunAsync_WhenTheDiskIsFull_FailsAllInTheTransactionAndGoesOnWithTheNext() => await ShouldBreakAsync(raw.SQLITE_FULL, async db =>
    {
        // it is the connection's own limit, and goes with it
        await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 1");
        await db.Database.ExecuteSqlRawAsync("INSERT INTO notes (name) VALUES (hex(zeroblob(1000000)))");
    });

    [Fact]
    public async Task RunAsync_WhenAUnitEndsTheTransaction_FailsAllInItAndGoesOnWithTheNext() => await ShouldBreakAsync(raw.SQLITE_CONSTRAINT, db =>
        db.Database.ExecuteSqlRawAsync(
            """
            CREATE TEMP TABLE breaking (x);
            CREATE TEMP TRIGGER breaks BEFORE INSERT ON breaking BEGIN SELECT RAISE(ROLLBACK, 'gone'); END;
            INSERT INTO breaking VALUES (1);
            """));

    [Theory]
    [InlineData(raw.SQLITE_CORRUPT)]
    [InlineData(raw.SQLITE_NOTADB)]
    [InlineData(raw.SQLITE_IOERR)]
    public async Task RunAsync_WhenTheFileIsFoundDamaged_FailsAllInTheTransactionAndReadsItAnewForTheNext(int code)
    {
        await using (var writer = await OnAsync(store))
        {
            await writer.RunAsync(Storing("before"));
            var before = writer.Connection;
            ShouldAllBeUnavailable(await writer.RunTogetherAsync(Storing("a"), _ => throw new DbUpdateException("damaged", new SqliteException("damaged", code))));
            await writer.RunAsync(Storing("after"));
            writer.Connection.Should().NotBeSameAs(before, "a damaged page would stay in its cache");
        }
    }

    [Fact]
    public async Task RunAsync_WhenAUnitGoesAhead_RunsBeforeThoseWhoWaitAlready()
    {
        await using var writer = await OnAsync(store);
        List<Task> all;
        using (await writer.HoldAsync())
        {
            all = [.. Enumerable.Range(0, 4).Select(i => writer.RunAsync(Storing($"waits {i}")))];
            all.Add(writer.RunAsync(Storing("goes ahead"), goesAhead: true));
        }

        await Task.WhenAll(all);

        // one may have been taken before it came
        (await writer.StoredAsync()).ToList().IndexOf("goes ahead").Should().BeInRange(0, 1);
    }

    [Fact]
    public async Task RunAsync_WhenTheTransactionBreaks_RunsThoseWhoWaitBehindIt()
    {
        await using var writer = await OnAsync(store);
        Task breaking, behind;
        using (await writer.HoldAsync())
        {
            breaking = writer.RunAsync(async db =>
            {
                await db.Database.ExecuteSqlRawAsync("ROLLBACK");
                throw new InvalidOperationException("The store went away");
            });
            behind = writer.RunAsync(Storing("behind"));
        }

        await behind;

        ShouldAllBeUnavailable([breaking]);
        (await writer.StoredAsync()).Should().Equal("behind");
    }

    [Fact]
    public async Task RunAsync_WhenTheCommitFails_FailsAllInItAndGoesOnWithTheNext()
    {
        await using var writer = await OnAsync(store);
        writer.MayCommit = () => false;

        var tasks = await writer.RunTogetherAsync(
            Storing("first"), _ => Task.CompletedTask, _ => throw new InvalidOperationException("refused"), Storing("last"));

        ShouldAllBeUnavailable(tasks, raw.SQLITE_CONSTRAINT);
        (await writer.StoredAsync()).Should().BeEmpty();
        writer.MayCommit = () => true;
        await writer.RunAsync(Storing("after"));
        (await writer.StoredAsync()).Should().Equal("after");
    }

    /// <summary>The wait of one is the wait of all: with each for itself, the last would wait for as often as there are some.</summary>
    [Fact]
    public async Task RunAsync_WhenSomebodyElseHoldsTheFile_FailsAllWhoWaitAtOnce()
    {
        await using var writer = await OnAsync(store);
        await using var other = new SqliteConnection($"Data Source={store.File};Pooling=False");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN EXCLUSIVE");
        var tasks = Enumerable.Range(0, 10).Select(i => writer.RunAsync(Storing($"note {i}"))).ToList();

        await EndAsync(tasks);

        ShouldHaveFailedTogether(tasks);
        await ExecuteAsync(other, "ROLLBACK");
        await writer.RunAsync(Storing("after"));
        (await writer.StoredAsync()).Should().Equal("after");
    }

    [Fact]
    public async Task RunAsync_WhenAnotherProcessKeepsTheTurn_FailsAllWhoWaitAtOnce()
    {
        await using var writer = await OnAsync(store, patience: TimeSpan.FromSeconds(1));
        List<Task> tasks;
        using (await writer.HoldAsync())
        {
            tasks = [.. Enumerable.Range(0, 10).Select(i => writer.RunAsync(Storing($"note {i}")))];
            await EndAsync(tasks);
        }

        ShouldHaveFailedTogether(tasks);
        tasks[0].Exception!.InnerException.Should().BeOfType<StoreBusyException>();
        await writer.RunAsync(Storing("after"));
        (await writer.StoredAsync()).Should().Equal("after");
    }

    [Fact]
    public async Task RunAsync_WhenTheFileCantBeOpened_FailsAllWhoWaitAtOnceAndLeavesTheTurnToOthers()
    {
        await using var writer = await OnAsync(store, options: $"Data Source={store.File}.missing;Mode=ReadWrite");
        List<Task> tasks;
        using (await writer.HoldAsync())
        {
            tasks = [.. Enumerable.Range(0, 10).Select(i => writer.RunAsync(Storing($"note {i}")))];
        }

        await EndAsync(tasks);

        ShouldHaveFailedTogether(tasks);
        await using var able = await OnAsync(store);
        await able.RunAsync(Storing("after"));
    }

    /// <summary>Whoever has waited in the queue for as long as a caller waits is told so, and not run after all.</summary>
    [Fact]
    public async Task RunAsync_WhenThoseAheadTakeTooLong_GivesUp()
    {
        await using var writer = await OnAsync(store, patience: TimeSpan.Zero);

        var waiting = () => writer.RunAsync(Storing("too late"));

        var fault = (await waiting.Should().ThrowAsync<StoreOverloadedException>()).Which;
        new SqliteFaults().IsOverloaded(fault).Should().BeTrue();
        (await writer.StoredAsync()).Should().BeEmpty();
    }

    private async Task ShouldBreakAsync(int code, Func<AuditDbContext, Task> breaking)
    {
        await using var writer = await OnAsync(store);

        var tasks = await writer.RunTogetherAsync(Storing("with it"), breaking);

        ShouldAllBeUnavailable(tasks, code);
        (await writer.StoredAsync()).Should().BeEmpty();
        await writer.RunAsync(Storing("after"));
        (await writer.StoredAsync()).Should().Equal("after");
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static void ShouldHaveFailedTogether(IReadOnlyList<Task> tasks)
    {
        ShouldAllBeUnavailable(tasks);
        tasks.Select(t => t.Exception!.InnerException).Should().OnlyContain(e => ReferenceEquals(e, tasks[0].Exception!.InnerException));
    }

    private static void ShouldAllBeUnavailable(IReadOnlyList<Task> tasks, int? code = null)
    {
        foreach (var task in tasks)
        {
            task.IsFaulted.Should().BeTrue();
            var failure = task.Exception!.InnerException!;
            new SqliteFaults().IsUnavailable(failure).Should().BeTrue("of {0}", failure);
            if (code is not null)
            {
                ((SqliteException)StoreFaults.DatabaseError(failure)!).SqliteErrorCode.Should().Be(code);
            }
        }
    }
}
