using System.Data;
using System.Data.Common;
using Audit.Infrastructure.Persistence.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

public sealed class ServerRetriesTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);
    private readonly SqlServerAuditDbContext _db = new(new DbContextOptionsBuilder<SqlServerAuditDbContext>()
        .UseSqlServer("Server=none").AddInterceptors(new NeverOpened(), new FailingOnce(ServerErrors.Of(40613))).Options);

    private int _runs;
    private int _verifications;

    public void Dispose() => _db.Dispose();

    [Theory]
    [InlineData(40613, 17)] // not available at the moment
    [InlineData(40501, 20)]
    [InlineData(10929, 16)]
    [InlineData(4221, 16)]
    [InlineData(10054, 20)] // cut off
    [InlineData(0, 20)] // cut off, as the driver says it on Linux
    [InlineData(35, 20)]
    public async Task ExecuteAsync_WhenTheErrorPasses_RunsAgainHoweverItIsWrapped(int number, byte severity)
    {
        var error = ServerErrors.Of(number, severity);
        foreach (var wrapped in new Exception[] { error, new InvalidOperationException("", error), new DbUpdateException("", error), new InvalidOperationException("", new DbUpdateException("", error)) })
        {
            _runs = 0;
            (await RunAsync(wrapped)).Should().BeTrue();
            _runs.Should().Be(2);
        }
    }

    [Theory]
    [InlineData(1205, 13)] // a deadlock's victim
    [InlineData(2627, 14)] // taken
    [InlineData(547, 16)]
    [InlineData(102, 15)] // wrong SQL
    public async Task ExecuteAsync_WhenTheErrorStays_FailsWithoutAsking(int number, byte severity)
    {
        await FluentActions.Awaiting(() => RunAsync(ServerErrors.Of(number, severity))).Should().ThrowAsync<SqlException>();

        _runs.Should().Be(1);
        _verifications.Should().Be(0);
    }

    [Theory]
    [InlineData(-2, 11)] // timed out
    [InlineData(0, 20)] // cut off
    public async Task ExecuteAsync_WhenTheAnswerToACommitIsLostAndItIsStored_SucceedsAndRunsNoMore(int number, byte severity)
    {
        (await RunAsync(ServerErrors.Of(number, severity), isStored: true)).Should().BeTrue();

        _runs.Should().Be(1);
        _verifications.Should().Be(1);
    }

    [Fact]
    public async Task ExecuteAsync_WhenItTimedOutAndIsNotStored_FailsWithTheTimeOut()
    {
        var error = (await FluentActions.Awaiting(() => RunAsync(ServerErrors.Of(-2, 11))).Should().ThrowAsync<SqlException>()).Which;

        error.Number.Should().Be(-2);
        _runs.Should().Be(1);
    }

    [Fact]
    public async Task ExecuteAsync_WhenPatienceIsOver_FailsAsUnavailable()
    {
        var error = (await FluentActions.Awaiting(() => RunAsync(ServerErrors.Of(0, 20), patience: TimeSpan.Zero)).Should().ThrowAsync<RetryLimitExceededException>()).Which;

        new SqlServerFaults().IsUnavailable(error).Should().BeTrue();
        _runs.Should().Be(1);
    }

    [Fact]
    public async Task ExecuteAsync_WhenAQueryOfTheUnitFailed_RunsTheUnitAgain()
    {
        Exception? failure = null;

        var isAny = await new ServerRetries(_db, s_long).ExecuteAsync(
            0,
            async (_, _, token) =>
            {
                var asking = _db.History.AnyAsync(token);
                await Task.WhenAny(asking);
                failure ??= asking.Exception!.InnerException;
                return await asking;
            },
            verifySucceeded: null);

        isAny.Should().BeTrue();
        failure.Should().BeOfType<InvalidOperationException>("EF Core wraps what it would try again, if it was told to")
            .Which.InnerException.Should().BeOfType<SqlException>();
    }

    /// <summary>Fails the first time, succeeds the second.</summary>
    private Task<bool> RunAsync(Exception error, bool isStored = false, TimeSpan? patience = null) => new ServerRetries(_db, patience ?? s_long).ExecuteAsync(
        0,
        (_, _, _) => ++_runs == 1 ? Task.FromException<bool>(error) : Task.FromResult(true),
        (_, _, _) =>
        {
            _verifications++;
            return Task.FromResult(new ExecutionResult<bool>(isStored, result: true));
        });

    /// <summary>There is no server to connect to.</summary>
    private sealed class NeverOpened : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            new(InterceptionResult.Suppress());
    }

    /// <summary>The first query fails, every other is answered with yes.</summary>
    private sealed class FailingOnce(Exception error) : DbCommandInterceptor
    {
        private Exception? _error = error;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Exchange(ref _error, null) is { } error)
            {
                return ValueTask.FromException<InterceptionResult<DbDataReader>>(error);
            }

            using var answer = new DataTable();
            answer.Columns.Add("answer", typeof(bool));
            answer.Rows.Add(true);
            return new(InterceptionResult<DbDataReader>.SuppressWithResult(answer.CreateDataReader()));
        }
    }
}
