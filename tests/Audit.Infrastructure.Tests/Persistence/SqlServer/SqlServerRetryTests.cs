using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.SqlServer;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>What becomes of a unit of work when SQL Server says that it can't just now.</summary>
public sealed class SqlServerRetryTests : IAsyncLifetime
{
    private const int Away = 40613;
    private const int Deadlock = 1205;

    /// <summary>Of tables that are held in memory; no migration makes one.</summary>
    private static readonly int[] s_inMemory = [41301, 41302, 41305, 41325, 41839];

    private readonly RecordedServer _server = new();
    private ServiceProvider _provider = null!;
    private Session _session = null!;

    public Task InitializeAsync()
    {
        _provider = _server.Provide();
        _session = Session.Of(_provider, "tnt");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("SELECT")]
    [InlineData("INSERT")]
    [InlineData("COMMIT")]
    public async Task RunAsync_WhenTheServerIsAwayForAMoment_RunsTheWholeUnitAgain(string step)
    {
        var faults = 0;
        _server.Fault = text => text.Contains(step, StringComparison.Ordinal) && faults++ == 0 ? ServerErrors.Of(Away) : null;

        await AddAsync();

        _server.Transactions.Where(IsEnd).Should().Equal("BEGIN", "ROLLBACK", "BEGIN", "COMMIT");
    }

    [Fact]
    public async Task RunAsync_WhenTheServerIsAwayAtTheBeginning_BeginsAgain()
    {
        var faults = 0;
        _server.Fault = text => text == "BEGIN" && faults++ == 0 ? ServerErrors.Of(Away) : null;

        await AddAsync();

        faults.Should().Be(2);
        _server.Transactions.Where(IsEnd).Should().Equal("BEGIN", "COMMIT");
    }

    /// <summary>At once: the other one has won already. Waiting in between, as for a server that is away, would take minutes.</summary>
    [Theory]
    [InlineData("SELECT")]
    [InlineData("INSERT")]
    [InlineData("COMMIT")]
    public async Task RunAsync_WhenItIsADeadlocksVictimEveryTime_GivesUpAfterFiveRetries(string step)
    {
        _server.Fault = text => text.Contains(step, StringComparison.Ordinal) ? ServerErrors.Of(Deadlock) : null;

        var losing = () => AddAsync().WaitAsync(TimeSpan.FromSeconds(20));

        await losing.Should().ThrowAsync<ConcurrentChangeException>();
        _server.Transactions.Count(s => s == "BEGIN").Should().Be(6);
    }

    [Fact]
    public async Task RunAsync_WhenTheServerRefusesForGood_RunsOnce()
    {
        const int NotEnoughRights = 229;
        _server.Fault = text => text.Contains("INSERT", StringComparison.Ordinal) ? ServerErrors.Of(NotEnoughRights) : null;

        var failing = AddAsync;

        await failing.Should().ThrowAsync<DbUpdateException>();
        _server.Transactions.Where(IsEnd).Should().Equal("BEGIN", "ROLLBACK");
    }

    /// <summary>What is worth another try is the store's trouble, and no fault of ours, when the last one has failed.</summary>
    [Fact]
    public void IsUnavailable_WhenTheRetriesOfWhateverIsRetriedRanOut_IsTrue()
    {
        var strategy = new Strategy(_session.Db);
        var faults = new SqlServerFaults();
        var numbers = Enumerable.Range(-2, 50_000).ToList();

        var retried = numbers.Where(n => strategy.Retries(ServerErrors.Of(n))).ToList();

        retried.Should().Contain([Away, 49920]);
        string.Join(' ', retried.Except(s_inMemory).Where(n => !IsAnswered(new RetryLimitExceededException("", new DbUpdateException("", ServerErrors.Of(n)))))).Should().BeEmpty();

        bool IsAnswered(Exception e) => faults.IsUnavailable(e) || _session.Db.IsConflict(e);
    }

    private Task AddAsync() => _session.RunAsync(() =>
    {
        _session.Add(Given.Incident("tnt"));
        return _session.Work.SaveAsync(CancellationToken.None);
    });

    private static bool IsEnd(string step) => step is "BEGIN" or "COMMIT" or "ROLLBACK";

    private sealed class Strategy(DbContext db) : SqlServerRetryingExecutionStrategy(db)
    {
        public bool Retries(Exception exception) => ShouldRetryOn(exception);
    }
}
