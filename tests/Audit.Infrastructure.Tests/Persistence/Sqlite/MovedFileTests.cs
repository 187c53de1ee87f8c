using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>The writer keeps its connection: it must not go on writing into a file that nobody finds again.</summary>
public sealed class MovedFileTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task RunAsync_WhenAnotherFileStandsAtThePath_WritesIntoThatOne()
    {
        var tenant = Given.Tenant();
        await using var session = store.Open(tenant);
        await session.AddAsync(Given.Incident(tenant));
        await RawSqlite.ReadAsync(store.File, "PRAGMA wal_checkpoint(TRUNCATE)");
        var away = store.File + ".away";
        File.Copy(store.File, store.File + ".copy");
        foreach (var end in new[] { "", "-wal", "-shm" })
        {
            File.Move(store.File + end, away + end);
        }

        File.Move(store.File + ".copy", store.File);
        await session.AddAsync(Given.Incident(tenant));

        (await RawSqlite.ReadAsync(store.File, "SELECT COUNT(*) FROM incidents")).Should().Equal("2");
        (await RawSqlite.ReadAsync(away, "SELECT COUNT(*) FROM incidents")).Should().Equal("1");
    }
}
