using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

public sealed class MigrationTests : IDisposable
{
    private const string Schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name";
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("audit.db");

    [Fact]
    public async Task MigrateStoreAsync_WhenTheFileIsEmptyOrMissing_MakesTheSameSchema()
    {
        await MigrateAsync(File);
        await System.IO.File.WriteAllBytesAsync(_folder.File("empty.db"), []);
        await MigrateAsync(_folder.File("empty.db"));

        var schema = await RawSqlite.ReadAsync(File, Schema);
        schema.Should().Contain(["incidents", "anomalies", "history", "history_no_update", "history_no_delete"]);
        (await RawSqlite.ReadAsync(_folder.File("empty.db"), Schema)).Should().Equal(schema);
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenRunAgain_ChangesNothing()
    {
        await MigrateAsync(File);
        await using (var provider = StoreProvider.OnFile(File))
        {
            await using var session = Session.Of(provider, "tnt");
            await session.AddAsync(Given.Incident("tnt"), Given.Anomaly("tnt"));
        }

        var before = await EverythingAsync();
        await MigrateAsync(File);

        (await EverythingAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenTheFileIsACopyOutOfABackup_TakesItAsItIs()
    {
        await MigrateAsync(File);
        var incident = Given.Incident("tnt");
        await using (var original = StoreProvider.OnFile(File))
        {
            await using var writing = Session.Of(original, "tnt");
            await writing.AddAsync(incident);
        }

        // such a copy has no write-ahead log
        await RawSqlite.ExecuteAsync(File, $"VACUUM INTO '{_folder.File("copy.db")}'");
        (await RawSqlite.ReadAsync(_folder.File("copy.db"), "PRAGMA journal_mode")).Should().Equal("delete");
        await using var restored = StoreProvider.OnFile(_folder.File("copy.db"));

        (await restored.IsReadyAsync()).Should().BeTrue();
        await restored.MigrateStoreAsync();

        await using var session = Session.Of(restored, "tnt");
        (await session.IncidentReader.FindAsync("tnt", incident.Id, CancellationToken.None)).Should().NotBeNull();
        await session.AddAsync(Given.Incident("tnt"));
        (await RawSqlite.ReadAsync(_folder.File("copy.db"), "PRAGMA journal_mode")).Should().Equal("wal");
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenSeveralProcessesStartAtOnce_SucceedsInEach()
    {
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, start.ParticipantCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var provider = StoreProvider.OnFile(File);
                // makes the model, which takes longer than the migration itself
                provider.IsReadyAsync().GetAwaiter().GetResult().Should().BeFalse();
                start.SignalAndWait();
                provider.MigrateStoreAsync().GetAwaiter().GetResult();
                provider.IsReadyAsync().GetAwaiter().GetResult().Should().BeTrue();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        (await RawSqlite.ReadAsync(File, "SELECT MigrationId FROM __EFMigrationsHistory")).Should().OnlyHaveUniqueItems().And.NotBeEmpty();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenAnotherProcessIsAtIt_WaitsUntilItIsDone()
    {
        await using var provider = StoreProvider.OnFile(File);
        using var impatience = new CancellationTokenSource();
        await using (new FileStream(File + ".migrate.lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            impatience.CancelAfter(TimeSpan.FromMilliseconds(500));
            await provider.Awaiting(p => p.MigrateStoreAsync(impatience.Token)).Should().ThrowAsync<OperationCanceledException>();
        }

        System.IO.File.Exists(File).Should().BeFalse();
        await provider.MigrateStoreAsync(CancellationToken.None);
        (await provider.IsReadyAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenAnOperatorMigrates_LeavesTheStoreAlone()
    {
        await using var provider = StoreProvider.Of(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Audit"] = "Data Source=" + File,
            ["Database:MigrateAtStart"] = "false",
        });

        await provider.MigrateStoreAsync();

        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task MigrateAsync(string file)
    {
        await using var provider = StoreProvider.OnFile(file);
        await provider.MigrateStoreAsync();
    }

    private async Task<List<string>> EverythingAsync()
    {
        var everything = new List<string>(await RawSqlite.ReadAsync(File, Schema));
        foreach (var table in await RawSqlite.ReadAsync(File, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"))
        {
            var columns = await RawSqlite.ReadAsync(File, $"SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
            everything.AddRange(await RawSqlite.ReadAsync(File, $"SELECT {string.Join(" || ' ' || ", columns)} AS row FROM \"{table}\" ORDER BY row"));
        }

        return everything;
    }
}
