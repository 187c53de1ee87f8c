using System.Data;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Audit.Infrastructure.Tests.Persistence.Sqlite.WatchedWriter;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>How often a unit of work runs, through what, and until when.</summary>
public sealed class SharedWriterRunsTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task RunAsync_WhenAUnitMeetsAConflict_RunsItAgainInTheSameTransaction()
    {
        await using var writer = await OnAsync(store);
        var runs = new List<int>();

        var tasks = await writer.RunTogetherAsync(
            Storing("taken"),
            async db =>
            {
                runs.Add(writer.Transaction);
                await Storing($"of run {runs.Count % 3}")(db);
                await Storing(runs.Count % 3 == 0 ? "free" : "taken")(db);
            },
            Storing("behind"));

        await Task.WhenAll(tasks);
        runs.TakeLast(3).Distinct().Should().ContainSingle();
        (await writer.StoredAsync()).Should().Equal("taken", "of run 0", "free", "behind");
    }

    [Fact]
    public async Task RunAsync_WhenAUnitMeetsAConflictEveryTime_GivesUpAfterFiveRetriesAndStoresTheOthers()
    {
        await using var writer = await OnAsync(store);
        var runs = 0;

        var tasks = await writer.RunTogetherAsync(
            Storing("taken"),
            async db =>
            {
                runs++;
                await Storing("never seen")(db);
                await Storing("taken")(db);
            },
            Storing("behind"));

        tasks[1].Exception!.InnerException.Should().BeOfType<ConcurrentChangeException>();
        (runs % 6).Should().Be(0);
        (await writer.StoredAsync()).Should().Equal("taken", "behind");
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT nonsense")] // fails alone
    [InlineData("INSERT INTO notes (name) VALUES ('there')")] // in conflict every time
    [InlineData("ROLLBACK; SELECT nonsense")] // fails with all others
    public async Task RunAsync_HoweverItEnds_GivesTheContextItsOwnConnectionBack(string sql)
    {
        await using var writer = await OnAsync(store);
        await using var session = store.Open("tnt");
        await writer.RunAsync(Storing("there"));
        var own = session.Db.Database.GetConnectionString();

        await EndAsync(writer.RunAsync(session.Db, db => db.Database.ExecuteSqlRawAsync(sql)));

        session.Db.Database.AutoTransactionsEnabled.Should().BeTrue();
        session.Db.Database.GetConnectionString().Should().Be(own);
        session.Db.Database.GetDbConnection().Should().NotBeSameAs(writer.Connection);
        session.Db.Database.GetDbConnection().State.Should().Be(ConnectionState.Closed);
        // a connection of its own sees nothing of a transaction that another is in the middle of
        await writer.RunAsync(async db =>
        {
            await Storing("not yet to be seen")(db);
            await session.Db.Database.OpenConnectionAsync();
            (await RawSqlite.ReadAsync((SqliteConnection)session.Db.Database.GetDbConnection(), "SELECT name FROM notes")).Should().Equal("there");
            await session.Db.Database.CloseConnectionAsync();
        });
    }

    [Fact]
    public async Task Dispose_WhenIdle_ClosesTheConnectionAndTakesNoMore()
    {
        await using var writer = await OnAsync(store);
        await writer.RunAsync(Storing("before"));

        writer.Writer.Dispose();

        await FluentActions.Awaiting(() => writer.RunAsync(Storing("after"))).Should().ThrowAsync<ObjectDisposedException>();
        await ShouldCloseAsync(writer);
        writer.Writer.Dispose();
        (await writer.StoredAsync()).Should().Equal("before");
    }

    [Fact]
    public async Task Dispose_WhenNothingWasEverWritten_IsNoError()
    {
        await using var writer = await OnAsync(store);

        writer.Writer.Invoking(w => w.Dispose()).Should().NotThrow();
    }

    [Fact]
    public async Task Dispose_WhileItIsAtWork_AnswersThoseWhoWaitAndThenCloses()
    {
        await using var writer = await OnAsync(store);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var going = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = writer.RunAsync(async db =>
        {
            running.SetResult();
            await going.Task;
            await Storing("at work")(db);
        });
        await running.Task;
        var second = writer.RunAsync(Storing("waiting"));

        writer.Writer.Dispose();
        going.SetResult();

        await Task.WhenAll(first, second);
        await ShouldCloseAsync(writer);
        (await writer.StoredAsync()).Should().Equal("at work", "waiting");
    }

    /// <summary>It may close just after it has answered the last.</summary>
    private static async Task ShouldCloseAsync(WatchedWriter writer)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        writer.Connection!.StateChange += (_, _) => closed.TrySetResult();
        if (writer.Connection.State != ConnectionState.Closed)
        {
            await closed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }

        writer.Connection.State.Should().Be(ConnectionState.Closed);
    }
}
