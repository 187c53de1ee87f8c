using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Audit.Infrastructure.Tests.Persistence.Sqlite.WatchedWriter;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Units of work that wait for SQLite's one writer.</summary>
public sealed class SharedWriterTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static readonly string[] s_names = [.. Enumerable.Range(0, 100).Select(i => $"note {i}")];

    [Fact]
    public async Task RunAsync_WhenManyWait_SharesCommitsAndKeepsTheirOrder()
    {
        await using var writer = await OnAsync(store);
        var transactions = new List<int>();
        List<Task> tasks;
        using (await writer.HoldAsync())
        {
            tasks = [.. s_names.Select(name => writer.RunAsync(db =>
            {
                transactions.Add(writer.Transaction);
                return Storing(name)(db);
            }))];
        }

        await Task.WhenAll(tasks);

        // one, but on a machine that pauses for longer than units may share a transaction
        transactions.Distinct().Count().Should().BeLessThan(s_names.Length / 2);
        (await writer.StoredAsync()).Should().Equal(s_names);
    }

    [Fact]
    public async Task RunAsync_WhenUnitsShareATransaction_IsSeenByOthersAtOnceOrNotAtAll()
    {
        await using var writer = await OnAsync(store);
        await using var reader = store.Open("tnt");
        var seen = new List<long>();
        // of a transaction that somebody else has committed, a connection takes notice by another number
        await reader.Db.Database.OpenConnectionAsync();
        var versions = new List<string> { await DataVersionAsync(reader.Db) };

        await writer.RunTogetherAsync([.. s_names.Take(10).Select(name => (Func<AuditDbContext, Task>)(async db =>
        {
            await Storing(name)(db);
            versions.Add(await DataVersionAsync(reader.Db));
            seen.Add((await writer.StoredAsync()).Count);
        }))]);
        versions.Add(await DataVersionAsync(reader.Db));
        await reader.Db.Database.CloseConnectionAsync();

        seen.TakeLast(10).Should().AllBeEquivalentTo(0);
        versions.TakeLast(11).Distinct(StringComparer.Ordinal).Should().HaveCount(2).And.EndWith(versions[^1]);
        (await writer.StoredAsync()).Should().Equal(s_names.Take(10));
    }

    [Fact]
    public async Task RunAsync_WhenAUnitFails_FailsItAloneAndLeavesNothingOfIt()
    {
        await using var writer = await OnAsync(store);
        var failure = new InvalidOperationException("after saving");

        var tasks = await writer.RunTogetherAsync(
            Storing("before"),
            async db =>
            {
                await Storing("never seen")(db);
                throw failure;
            },
            _ => throw failure,
            db => db.Database.ExecuteSqlRawAsync("INSERT INTO notes (nonsense) VALUES (1)"),
            Storing("after"));

        tasks.Select(t => t.IsCompletedSuccessfully).Should().Equal(true, false, false, false, true);
        tasks[1].Exception!.InnerException.Should().BeSameAs(failure);
        tasks[2].Exception!.InnerException.Should().BeSameAs(failure);
        (await writer.StoredAsync()).Should().Equal("before", "after");
    }

    /// <summary>What a refusal says, or a unit that wrote nothing has read, may be another unit's that isn't on disk yet.</summary>
    [Fact]
    public async Task RunAsync_WhateverBecomesOfAUnit_AnswersNobodyBeforeTheCommit()
    {
        await using var writer = await OnAsync(store);
        var read = new List<string>();
        var answered = new List<bool>();
        var waiting = new List<Task>();
        writer.MayCommit = () =>
        {
            answered.AddRange(waiting.Select(t => t.IsCompleted));
            return true;
        };

        using (await writer.HoldAsync())
        {
            waiting.Add(writer.RunAsync(Storing("stored")));
            waiting.Add(writer.RunAsync(_ => throw new InvalidOperationException("refused")));
            waiting.Add(writer.RunAsync(async db => read.AddRange(await RawSqlite.ReadAsync((SqliteConnection)db.Database.GetDbConnection(), "SELECT name FROM notes"))));
        }

        await EndAsync(waiting);

        read.Should().Equal("stored");
        answered.Take(3).Should().Equal(false, false, false);
    }

    private static async Task<string> DataVersionAsync(AuditDbContext db) =>
        (await RawSqlite.ReadAsync((SqliteConnection)db.Database.GetDbConnection(), "PRAGMA data_version"))[0];
}
