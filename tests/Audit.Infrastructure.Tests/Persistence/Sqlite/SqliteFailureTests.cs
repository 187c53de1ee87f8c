using System.Data.Common;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Failures of a unit of work that one database is enough to make.</summary>
public sealed class SqliteFailureTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private readonly string _tenant = Given.Tenant();

    [Fact]
    public async Task RunAsync_WhenTheCommitIsRefused_LeavesNothing()
    {
        await using var session = store.Open(_tenant);
        var incident = Given.Incident(_tenant);

        var refused = () => session.RunAsync(async () =>
        {
            session.Add(incident);
            await session.Work.SaveAsync(CancellationToken.None);
            // a row that belongs to nothing, of which the database takes notice only at the commit
            await session.Db.Database.ExecuteSqlRawAsync(
                "CREATE TEMP TABLE owners (id PRIMARY KEY); CREATE TEMP TABLE owned (id REFERENCES owners DEFERRABLE INITIALLY DEFERRED); INSERT INTO owned VALUES (1);");
        });

        var fault = (await refused.Should().ThrowAsync<CommitFailedException>()).Which;
        new SqliteFaults().IsUnavailable(fault).Should().BeTrue();
        fault.InnerException.Should().BeOfType<SqliteException>().Which.SqliteErrorCode.Should().Be(raw.SQLITE_CONSTRAINT);
        (await session.IncidentReader.FindAsync(_tenant, incident.Id, CancellationToken.None)).Should().BeNull();
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(0);
        await session.AddAsync(Given.Incident(_tenant));
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    [Fact]
    public async Task RunAsync_WhenTheDatabaseReportsAConflictInAnyWrapping_RunsAgain()
    {
        // a deadlock comes from reads too, where nothing wraps it, and EF Core's strategy for SQL Server wraps it once more
        Exception[] conflicts =
        [
            new DbUpdateConcurrencyException("No row of that version"),
            new DbUpdateException("Saving failed", Duplicate()),
            Duplicate(),
            new InvalidOperationException("Likely transient", Duplicate()),
            new InvalidOperationException("Likely transient", new DbUpdateException("Saving failed", Duplicate())),
        ];
        await using var session = store.Open(_tenant);
        var runs = 0;

        await session.RunAsync(() => runs++ < conflicts.Length ? Task.FromException(conflicts[runs - 1]) : Task.CompletedTask);

        runs.Should().Be(6);
    }

    [Fact]
    public async Task RunAsync_WhenTheDatabaseReportsAConflictEveryTime_GivesUp()
    {
        await using var session = store.Open(_tenant);

        var losing = () => session.RunAsync(() => throw Duplicate());

        await losing.Should().ThrowAsync<ConcurrentChangeException>();
    }

    [Fact]
    public async Task RunAsync_WhenTheDatabaseFailsOtherwise_RunsOnce()
    {
        await using var session = store.Open(_tenant);
        var runs = 0;

        var failing = () => session.RunAsync(() =>
        {
            runs++;
            return session.Db.Database.ExecuteSqlRawAsync("SELECT nonsense");
        });

        await failing.Should().ThrowAsync<SqliteException>();
        runs.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_WhenTheCallerLeavesWhileItWaitsForItsTurn_NeverRunsAndLetsOthersWrite()
    {
        await using var first = store.Open(_tenant);
        await using var second = store.Open(_tenant);
        using var leaving = new CancellationTokenSource();
        var ran = false;
        await first.RunAsync(async () =>
        {
            var waiting = second.Work.RunAsync(() => Task.FromResult(ran = true), leaving.Token);
            await leaving.CancelAsync();
            await waiting.Invoking(w => w).Should().ThrowAsync<OperationCanceledException>();
        });

        ran.Should().BeFalse();
        await second.AddAsync(Given.Incident(_tenant));
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    private static DbException Duplicate() => new SqliteException("UNIQUE constraint failed", raw.SQLITE_CONSTRAINT, raw.SQLITE_CONSTRAINT_UNIQUE);
}
