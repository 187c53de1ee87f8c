using System.Data.Common;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.SqlServer;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>The writer for SQL Server on a database that is there, and a connection to it that gets lost.</summary>
public sealed class ServerWriterTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private readonly string _tenant = Given.Tenant();
    private readonly Commits _commits = new();
    private readonly Unreliable _connection = new();

    [Fact]
    public async Task RunAsync_WhenTheConnectionIsLostInTheWork_RunsTheWholeUnitAgainOnFreshState()
    {
        await using var session = Open();
        var known = new List<int>();

        await session.RunAsync(async () =>
        {
            // the end of the chain, at the most
            known.Add(session.Db.ChangeTracker.Entries().Count());
            session.Add(Given.Incident(_tenant, $"run {known.Count}"));
            await session.Work.SaveAsync(CancellationToken.None);
            if (known.Count < 3)
            {
                throw new ConnectionLost();
            }
        });

        known.Should().Equal(0, 0, 0);
        (await TitlesAsync()).Should().Equal("run 3");
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    [Fact]
    public async Task RunAsync_WhenTheAnswerToTheCommitIsLost_FindsItStoredAndRunsNothingAgain()
    {
        await using var session = Open();
        var runs = 0;
        _commits.After = LoseOnce();

        var result = await session.Work.RunAsync(
            async () =>
            {
                runs++;
                session.Add(Given.Incident(_tenant, "once"), Given.Anomaly(_tenant));
                await session.Work.SaveAsync(CancellationToken.None);
                return "answer";
            },
            CancellationToken.None);

        result.Should().Be("answer");
        runs.Should().Be(1);
        (await TitlesAsync()).Should().Equal("once");
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(2);
    }

    [Fact]
    public async Task RunAsync_WhenTheCommitDidntReachTheStore_RunsAgainAndStoresItOnce()
    {
        await using var session = Open();
        _commits.Before = LoseOnce();

        var runs = await CountRunsAsync(session, "once");

        runs.Should().Be(2);
        (await TitlesAsync()).Should().Equal("once");
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    /// <summary>Its entry would have had the same number.</summary>
    [Fact]
    public async Task RunAsync_WhenSomebodyElseWroteInItsPlaceMeanwhile_TakesThatForNoneOfItsOwn()
    {
        await using var session = Open();
        await using var other = store.Open(_tenant);
        _commits.Before = LoseOnce();
        _connection.AtFirstLoss = () => other.AddAsync(Given.Incident(_tenant, "other"));

        var runs = await CountRunsAsync(session, "own");

        runs.Should().Be(2);
        (await TitlesAsync()).Should().Equal("other", "own");
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(2);
    }

    /// <summary>Whether it is stored can't be known of what leaves no entry, and doesn't matter.</summary>
    [Fact]
    public async Task RunAsync_WhenTheAnswerIsLostOfAUnitWithoutHistory_MayRunAgain()
    {
        await using var session = Open();
        var runs = 0;
        _commits.After = LoseOnce();

        await session.RunAsync(() => Task.FromResult(runs++));

        runs.Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_WhenTheConnectionIsLostEveryTime_GivesUpAndStoresNothing()
    {
        await using var session = Open();
        var runs = 0;
        _commits.Before = () => throw new ConnectionLost();

        var losing = () => CountRunsAsync(session, "never seen", () => runs++);

        await losing.Should().ThrowAsync<RetryLimitExceededException>();
        runs.Should().Be(6);
        (await TitlesAsync()).Should().BeEmpty();
        _commits.Before = () => { };
        await session.AddAsync(Given.Incident(_tenant, "after"));
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    [Fact]
    public async Task RunAsync_WhenAUnitMeetsAConflictEveryTime_GivesUpAfterFiveRetries()
    {
        await using var session = Open();
        var runs = 0;

        var losing = () => CountRunsAsync(session, "never seen", () =>
        {
            runs++;
            throw new DbUpdateConcurrencyException("No row of that version");
        });

        await losing.Should().ThrowAsync<ConcurrentChangeException>();
        runs.Should().Be(6);
        (await TitlesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_WhenTheUnitFails_RunsOnceAndLeavesNothing()
    {
        await using var session = Open();
        var runs = 0;

        var failing = () => CountRunsAsync(session, "never seen", () =>
        {
            runs++;
            throw new InvalidOperationException("refused");
        });

        await failing.Should().ThrowAsync<InvalidOperationException>().WithMessage("refused");
        runs.Should().Be(1);
        (await TitlesAsync()).Should().BeEmpty();
        session.Db.Database.CurrentTransaction.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_WhenTheCallerLeavesDuringTheCommit_StoresItAndSaysSo()
    {
        await using var session = Open();
        using var leaving = new CancellationTokenSource();
        _commits.Before = leaving.Cancel;

        await session.Work.RunAsync(
            async () =>
            {
                session.Add(Given.Incident(_tenant, "stored"));
                await session.Work.SaveAsync(leaving.Token);
                return 0;
            },
            leaving.Token);

        leaving.IsCancellationRequested.Should().BeTrue();
        (await TitlesAsync()).Should().Equal("stored");
    }

    [Fact]
    public async Task RunAsync_WhenTheCallerLeavesBeforeTheCommit_StoresNothing()
    {
        await using var session = Open();
        using var leaving = new CancellationTokenSource();

        var left = () => session.Work.RunAsync(
            async () =>
            {
                session.Add(Given.Incident(_tenant, "never seen"));
                await leaving.CancelAsync();
                await session.Work.SaveAsync(leaving.Token);
                return 0;
            },
            leaving.Token);

        await left.Should().ThrowAsync<OperationCanceledException>();
        (await TitlesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_WhenTheConnectionIsLostAtTheBeginningOfASecondUnit_RunsThatUnit()
    {
        await using var session = Open();
        await session.AddAsync(Given.Incident(_tenant, "first"));
        _commits.Begin = LoseOnce();

        var result = await session.Work.RunAsync(
            async () =>
            {
                session.Add(Given.Incident(_tenant, "second"));
                await session.Work.SaveAsync(CancellationToken.None);
                return "answer";
            },
            CancellationToken.None);

        result.Should().Be("answer");
        (await TitlesAsync()).Should().Equal("first", "second");
    }

    private static Action LoseOnce()
    {
        var lost = false;
        return () =>
        {
            if (!lost)
            {
                lost = true;
                throw new ConnectionLost();
            }
        };
    }

    private Session Open()
    {
        var options = new DbContextOptionsBuilder<SqliteAuditDbContext>();
        options.UseAuditSqlite("Data Source=" + store.File).AddInterceptors(_commits);
        var writer = new ServerWriter(db => new Retries(db, _connection));
        return Session.Of(store.NewInstance(services => services.AddSingleton(options.Options).AddSingleton<IWriter>(writer)), _tenant);
    }

    /// <summary>How often the unit that adds such an incident has run.</summary>
    private async Task<int> CountRunsAsync(Session session, string title, Action? afterSaving = null)
    {
        var runs = 0;
        await session.RunAsync(async () =>
        {
            runs++;
            session.Add(Given.Incident(_tenant, title));
            await session.Work.SaveAsync(CancellationToken.None);
            afterSaving?.Invoke();
        });
        return runs;
    }

    private async Task<IReadOnlyList<string>> TitlesAsync()
    {
        await using var session = store.Open(_tenant);
        return await session.Db.Incidents.Where(i => i.TenantId == _tenant).OrderBy(i => EF.Property<long>(i, "Seq")).Select(i => i.Title).ToListAsync();
    }

    private sealed class ConnectionLost() : DbException("The connection is lost.");

    private sealed class Unreliable
    {
        /// <summary>What happens between the loss and the question what became of it.</summary>
        public Func<Task>? AtFirstLoss { get; set; }

        public bool IsLoss(Exception exception)
        {
            if (exception is not ConnectionLost)
            {
                return false;
            }

            var happening = AtFirstLoss;
            AtFirstLoss = null;
            happening?.Invoke().GetAwaiter().GetResult();
            return true;
        }
    }

    private sealed class Retries(DbContext db, Unreliable connection) : ExecutionStrategy(db, IWriter.MaxRetries, TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => connection.IsLoss(exception);
    }

    private sealed class Commits : DbTransactionInterceptor
    {
        public Action Before { get; set; } = () => { };

        public Action After { get; set; } = () => { };

        public Action Begin { get; set; } = () => { };

        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            Begin();
            return new(result);
        }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Before();
            return new(result);
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            After();
            return Task.CompletedTask;
        }
    }
}
