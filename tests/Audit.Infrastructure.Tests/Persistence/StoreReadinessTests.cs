using System.Globalization;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence;

public sealed class StoreReadinessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("audit.db");

    [Fact]
    public async Task IsReadyAsync_WhenMigrated_IsTrue()
    {
        await using var provider = await GivenMigratedAsync();

        (await provider.IsReadyAsync()).Should().BeTrue();
        (await provider.IsReadyAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task IsReadyAsync_WhenThereIsNoFile_IsFalseAndMakesNone()
    {
        await using var provider = StoreProvider.OnFile(File);

        (await provider.IsReadyAsync()).Should().BeFalse();

        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task IsReadyAsync_WhenThereIsNoFolder_IsFalse()
    {
        await using var provider = StoreProvider.OnFile(Path.Combine(_folder.Path, "missing", "audit.db"));

        (await provider.IsReadyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task IsReadyAsync_WhenNothingHasBeenMigrated_IsFalse()
    {
        await System.IO.File.WriteAllBytesAsync(File, []);
        await using var empty = StoreProvider.OnFile(File);
        (await empty.IsReadyAsync()).Should().BeFalse();

        await RawSqlite.ExecuteAsync(_folder.File("foreign.db"), "CREATE TABLE incidents (id TEXT)");
        await using var foreign = StoreProvider.OnFile(_folder.File("foreign.db"));
        (await foreign.IsReadyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task IsReadyAsync_WhenAMigrationIsMissing_IsFalse()
    {
        await using var provider = await GivenMigratedAsync();
        await RawSqlite.ExecuteAsync(File, "DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT MAX(MigrationId) FROM __EFMigrationsHistory)");

        (await provider.IsReadyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task IsReadyAsync_WhenTheFileIsNoDatabase_IsFalse()
    {
        await System.IO.File.WriteAllTextAsync(File, string.Concat(Enumerable.Repeat("This is a letter to my aunt.\n", 200)));
        await using var provider = StoreProvider.OnFile(File);

        (await provider.IsReadyAsync()).Should().BeFalse();
    }

    [Theory]
    [InlineData("__EFMigrationsHistory")]
    [InlineData("sqlite_schema")]
    public async Task IsReadyAsync_WhenTheFileIsDamaged_IsFalse(string table)
    {
        await (await GivenMigratedAsync()).DisposeAsync();
        // into the file with what is still in its log, or the log would mend the damage
        await RawSqlite.ExecuteAsync(File, "PRAGMA wal_checkpoint(TRUNCATE)");
        var page = await RawSqlite.ReadAsync(File, $"SELECT coalesce(max(rootpage), 1) FROM sqlite_master WHERE name = '{table}'");
        await using (var file = new FileStream(File, FileMode.Open))
        {
            file.Position = (int.Parse(page[0], CultureInfo.InvariantCulture) - 1) * 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xff, 4096).ToArray());
        }

        await using var provider = StoreProvider.OnFile(File);
        (await provider.IsReadyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task IsReadyAsync_WhenAnotherHoldsTheFile_IsFalseUntilItLetsGo()
    {
        await using var provider = await GivenMigratedAsync();
        await using (var other = await RawSqlite.OpenAsync(File))
        {
            await RawSqlite.ReadAsync(other, "BEGIN IMMEDIATE");
            (await provider.IsReadyAsync()).Should().BeFalse();
        }

        (await provider.IsReadyAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task IsReadyAsync_WhenTheFileMayOnlyBeRead_IsFalse()
    {
        await (await GivenMigratedAsync()).DisposeAsync();
        await using var provider = StoreProvider.OnFile(File + ";Mode=ReadOnly");

        (await provider.IsReadyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task IsReadyAsync_WhenTheFileIsGone_IsFalseUntilItIsBack()
    {
        await using var provider = await GivenMigratedAsync();
        (await provider.IsReadyAsync()).Should().BeTrue();
        System.IO.File.Move(File, File + ".away");
        await WaitUntilAsync(provider, isReady: false);
        System.IO.File.Move(File + ".away", File);

        await WaitUntilAsync(provider, isReady: true);
    }

    [Fact]
    public async Task IsReadyAsync_WhenItWasTried_LeavesTheNumberThatItWritesAsItIs()
    {
        await using var provider = await GivenMigratedAsync();
        await RawSqlite.ExecuteAsync(File, "PRAGMA user_version = 7");

        (await provider.IsReadyAsync()).Should().BeTrue();

        (await RawSqlite.ReadAsync(File, "PRAGMA user_version")).Should().Equal("7");
    }

    [Fact]
    public async Task IsReadyAsync_WhenTheServerIsAway_IsFalse()
    {
        await using var provider = StoreProvider.Of(SqlServerStore.NoServer);

        (await provider.IsReadyAsync()).Should().BeFalse();
    }

    /// <summary>What it finds holds for a moment.</summary>
    private static async Task WaitUntilAsync(ServiceProvider provider, bool isReady)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await provider.IsReadyAsync() != isReady)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Microsoft.Extensions.DependencyInjection.ServiceProvider> GivenMigratedAsync()
    {
        var provider = StoreProvider.OnFile(File);
        await provider.MigrateStoreAsync();
        return provider;
    }
}
