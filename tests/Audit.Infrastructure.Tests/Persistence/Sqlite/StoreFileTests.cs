using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>What becomes of the file while it is open.</summary>
public sealed class StoreFileTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoreFile _file;
    private readonly SqliteReads _reads;

    public StoreFileTests()
    {
        _file = Opened.File(Path);
        _reads = Opened.Reads(_file, Path);
    }

    private string Path => _folder.File("audit.db");

    public Task InitializeAsync() => MakeAsync(Path, 1);

    public Task DisposeAsync()
    {
        _reads.Dispose();
        _file.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Open_WhenTheFileIsMovedAwayAndBack_IsRefusedMeanwhileAndFindsEverything()
    {
        (await ReadAsync()).Should().Equal(1);
        await RawSqlite.ExecuteAsync(Path, "INSERT INTO t VALUES (2)");

        File.Move(Path, Path + ".away");
        await ShouldBeGoneAsync("*audit.db is no longer there*");
        await ShouldBeGoneAsync("*audit.db is no longer there*");
        File.Exists(Path).Should().BeFalse("nobody makes an empty one");
        File.Move(Path + ".away", Path);

        (await ReadAsync()).Should().Equal(1, 2);
    }

    [Fact]
    public async Task Open_WhenAnotherFileIsThereBesideTheFormersWal_IsRefusedUntilThatIsGone()
    {
        (await ReadAsync()).Should().Equal(1);
        await MakeAsync(_folder.File("other.db"), 7);
        File.Move(_folder.File("other.db"), Path, overwrite: true);

        await ShouldBeGoneAsync("*Another file is in the place of audit.db*remove the -wal*");
        File.Delete(Path + "-wal");
        File.Delete(Path + "-shm");

        (await ReadAsync()).Should().Equal(7);
    }

    [Fact]
    public async Task Open_WhenTheHeaderIsWrittenOver_IsRefusedUntilItIsRestored()
    {
        (await ReadAsync()).Should().Equal(1);
        var header = await WriteOverAsync(new byte[100]);

        await ShouldBeGoneAsync("*file is not a database*");
        await WriteOverAsync(header);

        (await ReadAsync()).Should().Equal(1);
    }

    [Fact]
    public async Task Open_WhenTheFileWasReplacedMeanwhile_ReadsByNoConnectionOfBefore()
    {
        await using (var session = await _reads.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None))
        await using (var idle = await _reads.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None))
        {
            // in use while it happens, and given back after
            await ShouldReadAsync(session, 1);
            await ShouldReadAsync(idle, 1);
            await MakeAsync(_folder.File("other.db"), 7);
            File.Move(_folder.File("other.db"), Path, overwrite: true);
            File.Delete(Path + "-wal");
            File.Delete(Path + "-shm");
            (await ReadAsync()).Should().Equal(7);
        }

        for (var i = 0; i < 4; i++)
        {
            (await ReadAsync()).Should().Equal(7);
        }
    }

    [Fact]
    public async Task Open_WhenTheFileIsReplacedBetweenTwoLooks_OpensNoneBesideTheFormersWal()
    {
        using var seldom = new StoreFile("Data Source=" + Path, TimeSpan.FromHours(1));
        using var reads = Opened.Reads(seldom, Path);
        seldom.Look();
        await using var writing = await RawSqlite.OpenAsync(Path);
        await RawSqlite.ReadAsync(writing, "INSERT INTO t VALUES (2)");
        await MakeAsync(_folder.File("other.db"), 7);
        File.Move(_folder.File("other.db"), Path, overwrite: true);

        await reads.Awaiting(r => r.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None).AsTask()).Should().ThrowAsync<StoreGoneException>();

        // SQLite would have made an index of the log, to read the former's writes as this one's
        File.Delete(Path + "-wal");
        File.Delete(Path + "-shm");
        (await RawSqlite.ReadAsync(Path, "SELECT x FROM t")).Should().Equal("7");
    }

    [Fact]
    public async Task Open_WhenTheFileIsSwappedAndSwappedBackBetweenTwoLooks_KeepsNoConnectionToTheOther()
    {
        using var seldom = new StoreFile("Data Source=" + Path, TimeSpan.FromHours(1));
        using var reads = Opened.Reads(seldom, Path);
        seldom.Look();
        await MakeAsync(_folder.File("other.db"), 7);
        File.Move(Path, Path + ".away");
        File.Delete(Path + "-wal");
        File.Delete(Path + "-shm");
        File.Move(_folder.File("other.db"), Path);
        await using (var session = await reads.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None))
        {
            await ShouldReadAsync(session, 7);
        }

        seldom.Look().Should().BeGreaterThan(0, "the other one was noticed when it was opened");
    }

    [Fact]
    public async Task Open_AfterManyRefusals_HasAllItsPlaces()
    {
        var reads = new SqliteReads("Data Source=" + Path, _file, new ReadTurns(2, 2, TimeSpan.FromSeconds(30)));
        File.Move(Path, Path + ".away");
        for (var i = 0; i < 5; i++)
        {
            await reads.Awaiting(r => r.OpenAsync(together: false, ReadLength.Long, "tnt_acme", CancellationToken.None).AsTask()).Should().ThrowAsync<StoreGoneException>();
        }

        File.Move(Path + ".away", Path);
        await using var first = await reads.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None);
        await using var second = await reads.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None);
        reads.Dispose();
    }

    [Fact]
    public void Look_WithinTheInterval_GoesByWhatWasFoundBefore()
    {
        using var seldom = new StoreFile("Data Source=" + Path, TimeSpan.FromHours(1));
        var generation = seldom.Look();
        File.Delete(Path);

        seldom.Look().Should().Be(generation);
        _file.Invoking(f => f.Look()).Should().Throw<StoreGoneException>();
    }

    [Fact]
    public void Look_WhenManyComeAtOnce_GivesAllTheSame()
    {
        using var seldom = new StoreFile("Data Source=" + Path, TimeSpan.FromHours(1));
        File.Delete(Path);

        Parallel.For(0, 32, _ => seldom.Invoking(f => f.Look()).Should().Throw<StoreGoneException>());
    }

    private static async Task MakeAsync(string path, int value)
    {
        await RawSqlite.ExecuteAsync(path, $"PRAGMA journal_mode=WAL; CREATE TABLE t (x); INSERT INTO t VALUES ({value}); PRAGMA wal_checkpoint(TRUNCATE)");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static async Task ShouldReadAsync(IReadSession session, params long[] values) =>
        (await session.ReadAsync(new Statement().Add("SELECT x FROM t ORDER BY x"), row => row.GetInt64(0), CancellationToken.None)).Should().Equal(values);

    private async Task<List<long>> ReadAsync()
    {
        await using var session = await _reads.OpenAsync(together: false, ReadLength.Short, "tnt_acme", CancellationToken.None);
        return await session.ReadAsync(new Statement().Add("SELECT x FROM t ORDER BY x"), row => row.GetInt64(0), CancellationToken.None);
    }

    private Task ShouldBeGoneAsync(string why) => this.Awaiting(t => t.ReadAsync()).Should().ThrowAsync<StoreGoneException>().WithMessage(why);

    private async Task<byte[]> WriteOverAsync(byte[] bytes)
    {
        // closing it lets go of SQLite's locks on it, which nobody else asks for here
        var former = (await File.ReadAllBytesAsync(Path))[..bytes.Length];
        await using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        await file.WriteAsync(bytes);
        return former;
    }
}
