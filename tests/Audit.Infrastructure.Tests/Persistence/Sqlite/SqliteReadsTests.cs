using System.Data.Common;
using System.Globalization;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Connections that keep what they have prepared.</summary>
public sealed class SqliteReadsTests : IAsyncLifetime
{
    private const string Numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i FROM n";
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteReads _reads;
    private readonly StoreFile _file;

    public SqliteReadsTests()
    {
        _file = Opened.File(File);
        _reads = Opened.Reads(_file, File);
    }

    private string File => _folder.File("reads.db");

    public Task InitializeAsync() => RawSqlite.ExecuteAsync(File, "PRAGMA journal_mode=WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");

    public Task DisposeAsync()
    {
        _reads.Dispose();
        _file.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task EachAsync_WhenATextComesAgain_UsesTheStatementThatWasPrepared()
    {
        var seen = new List<object?>();
        for (var i = 0; i < 3; i++)
        {
            await using var session = await OpenAsync();
            await session.EachAsync(new Statement().Add("SELECT ").AddValue((long)i), row => seen.Add(((SqliteDataReader)row).Handle), CancellationToken.None);
        }

        seen.Should().HaveCount(3);
        seen.Distinct().Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EachAsync_WhenMoreTextsComeThanAreKept_AnswersEachWithItsOwnValues(bool together)
    {
        for (var round = 0; round < 3; round++)
        {
            await using var session = await OpenAsync(together);
            for (var i = 0; i < 250; i++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $", {i}, ");
                var statement = new Statement().Add("SELECT ").AddValue(i * 2L).Add(text).AddValue("文 " + i).Add(", ").AddValue(new Ascii("a" + i)).Add(", ").AddValue(Given.Noon.AddMilliseconds(i));
                (await session.ReadAsync(statement, RowOf, CancellationToken.None)).Should()
                    .Equal((i * 2L, i, "文 " + i, "a" + i, Given.Noon.ToUnixTimeMilliseconds() + i));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EachAsync_WhenAStatementFails_LeavesNothingBehindForTheNext(bool together)
    {
        await using (var session = await OpenAsync(together))
        {
            await session.ReadAsync(One(), row => row.GetInt64(0), CancellationToken.None);
            await session.Awaiting(s => s.EachAsync(new Statement().Add("SELECT nonsense"), _ => { }, CancellationToken.None)).Should().ThrowAsync<SqliteException>();
            await session.Awaiting(s => s.EachAsync(One(), _ => throw new TimeoutException(), CancellationToken.None)).Should().ThrowAsync<TimeoutException>();
        }

        await ShouldReadTheLatestAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EachAsync_WhenTheCallerLeavesInTheMiddle_EndsThere(bool together)
    {
        using var leaving = new CancellationTokenSource();
        var taken = 0;
        await using (var session = await OpenAsync(together))
        {
            var reading = () => session.EachAsync(
                new Statement().Add(Numbers),
                _ =>
                {
                    if (++taken == 10)
                    {
                        leaving.Cancel();
                    }
                },
                leaving.Token);
            await reading.Should().ThrowAsync<OperationCanceledException>();
        }

        taken.Should().Be(10);
        await _reads.Awaiting(r => r.OpenAsync(together, ReadLength.Short, "tnt_acme", leaving.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        await ShouldReadTheLatestAsync();
    }

    [Fact]
    public async Task OpenAsync_WhenTogether_SeesOneMomentAndTheNextSessionALaterOne()
    {
        await using (var session = await OpenAsync(together: true))
        {
            (await CountAsync(session)).Should().Be(1);
            await RawSqlite.ExecuteAsync(File, "INSERT INTO t VALUES (2)");
            (await CountAsync(session)).Should().Be(1);
        }

        await using var next = await OpenAsync(together: true);
        (await CountAsync(next)).Should().Be(2);
    }

    [Fact]
    public async Task EachAsync_WhenManyReadAtOnce_AnswersEachItsOwn()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(reader => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                await using var session = await OpenAsync(together: i % 2 == 0);
                // several at a time: each must stand on a connection of its own
                await using var other = await OpenAsync();
                var value = (reader * 1000L) + i;
                var read = await session.ReadAsync(Echo(value), row => row.GetInt64(0), CancellationToken.None);
                (await other.ReadAsync(Echo(-value), row => row.GetInt64(0), CancellationToken.None)).Should().Equal(-value);
                read.Should().Equal(value);
            }
        })));
    }

    [Fact]
    public async Task Dispose_WhenConnectionsAreIdleOrInUse_LeavesNoneOpen()
    {
        var sessions = new List<IReadSession>();
        for (var i = 0; i < 40; i++)
        {
            sessions.Add(await OpenAsync(together: i % 2 == 0));
            await CountAsync(sessions[^1]);
        }

        foreach (var session in sessions.Skip(1))
        {
            await session.DisposeAsync();
        }

        System.IO.File.Exists(File + "-wal").Should().BeTrue("connections are kept");
        _reads.Dispose();
        _file.Dispose();
        await sessions[0].DisposeAsync();

        // the last connection takes the log with it
        System.IO.File.Exists(File + "-wal").Should().BeFalse();
    }

    [Fact]
    public async Task EachAsync_WhenTheCallerLeavesBeforeTheFirstRow_StopsInTheMiddleOfTheStatement()
    {
        using var leaving = new CancellationTokenSource();
        var session = await OpenAsync();
        // it ends when it is interrupted, and not before
        var reading = Task.Run(() => session.EachAsync(new Statement().Add("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"), _ => { }, leaving.Token));
        await leaving.CancelAsync();

        await reading.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        await session.DisposeAsync();
        await using var next = await OpenAsync();
        (await next.ReadAsync(One(), row => row.GetInt64(0), CancellationToken.None)).Should().Equal(1);
    }

    [Fact]
    public async Task OpenAsync_WhenThereIsNoFile_MakesNone()
    {
        using var reads = Opened.Reads(_folder.File("none.db"));

        (await reads.Awaiting(r => r.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None).AsTask()).Should().ThrowAsync<StoreGoneException>())
            .WithInnerException<SqliteException>().Which.SqliteErrorCode.Should().Be(SQLitePCL.raw.SQLITE_CANTOPEN);

        System.IO.File.Exists(_folder.File("none.db")).Should().BeFalse();
    }

    private static Statement One() => new Statement().Add("SELECT x FROM t");

    private static Statement Echo(long value) => new Statement().Add("SELECT ").AddValue(value).Add(" FROM t LIMIT 1");

    private static (long, long, string, string, long) RowOf(DbDataReader row) => (row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4));

    private static async Task<long> CountAsync(IReadSession session) =>
        (await session.ReadAsync(new Statement().Add("SELECT COUNT(*) FROM t"), row => row.GetInt64(0), CancellationToken.None))[0];

    private async Task<IReadSession> OpenAsync(bool together = false) => await _reads.OpenAsync(together, ReadLength.Short, "tnt_acme", CancellationToken.None);

    /// <summary>A transaction that stayed open would hold an older moment, and the log with it.</summary>
    private async Task ShouldReadTheLatestAsync()
    {
        await RawSqlite.ExecuteAsync(File, "INSERT INTO t VALUES (2)");
        for (var i = 0; i < 3; i++)
        {
            await using var session = await OpenAsync(together: i == 1);
            (await CountAsync(session)).Should().Be(2);
        }

        (await RawSqlite.ReadAsync(File, "PRAGMA wal_checkpoint(TRUNCATE)"))[0].Should().Be("0", "nobody reads any more");
    }
}
