using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>EF Core's connections come out of a pool, with the file open that was there when they were made.</summary>
public sealed class PooledConnectionTests : IAsyncLifetime
{
    private const string Tenant = "tnt_acme";
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;

    public PooledConnectionTests() => _provider = StoreProvider.Of(
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + File },
        change: services => services.AddSingleton(Opened.File(File)));

    private string File => _folder.File("audit.db");

    public async Task InitializeAsync()
    {
        await _provider.MigrateStoreAsync();
        await using var session = Session.Of(_provider, Tenant);
        await session.AddAsync(Given.Incident(Tenant));
        await RawSqlite.ReadAsync(File, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Read_WhenTheFileIsMovedAway_IsRefusedUntilItIsBack()
    {
        (await EndAsync()).Should().Be(1);
        System.IO.File.Move(File, File + ".away");

        await this.Awaiting(t => t.EndAsync()).Should().ThrowAsync<StoreGoneException>();

        System.IO.File.Move(File + ".away", File);
        (await EndAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Read_WhenTheFileIsReplaced_ReadsTheOtherByEachConnection()
    {
        (await EndAsync()).Should().Be(1);
        await MakeOtherAsync();
        System.IO.File.Delete(File + "-wal");
        System.IO.File.Delete(File + "-shm");
        System.IO.File.Move(_folder.File("other.db"), File, overwrite: true);

        for (var i = 0; i < 4; i++)
        {
            (await EndAsync()).Should().Be(0);
        }
    }

    private async Task MakeOtherAsync()
    {
        await using var other = StoreProvider.OnFile(_folder.File("other.db"));
        await other.MigrateStoreAsync();
        await RawSqlite.ReadAsync(_folder.File("other.db"), "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private async Task<long> EndAsync()
    {
        await using var session = Session.Of(_provider, Tenant);
        return (await session.History.EndAsync(Tenant, CancellationToken.None)).Sequence;
    }
}
