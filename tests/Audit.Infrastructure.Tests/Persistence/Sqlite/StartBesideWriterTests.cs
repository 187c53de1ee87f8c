using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>An instance starts while another one writes without a pause.</summary>
public sealed class StartBesideWriterTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task MigrateStoreAsync_WhenAllIsUpToDate_WaitsForNoWriter()
    {
        await using var writer = new SqliteConnection($"Data Source={store.File};Pooling=False");
        await writer.OpenAsync();
        await using var writing = writer.BeginTransaction(deferred: false);

        await store.NewInstance().MigrateStoreAsync();

        await using var session = store.Open(Given.Tenant());
        (await session.IncidentReader.FindAsync(Given.Tenant(), "inc_unknown", CancellationToken.None)).Should().BeNull();
    }
}
