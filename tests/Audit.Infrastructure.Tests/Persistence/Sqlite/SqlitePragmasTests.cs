using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

public sealed class SqlitePragmasTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task ConnectionOpenedAsync_WhenManyAreOpenAtOnce_HasSetEachOne()
    {
        var sessions = Enumerable.Range(0, 5).Select(_ => store.Open("tnt")).ToList();
        foreach (var session in sessions)
        {
            await session.Db.Database.OpenConnectionAsync();
        }

        foreach (var session in sessions)
        {
            await ShouldBeSetAsync((SqliteConnection)session.Db.Database.GetDbConnection());
            await session.DisposeAsync();
        }
    }

    [Fact]
    public async Task ConnectionOpened_WhenItCameFromThePool_IsStillSet()
    {
        for (var use = 0; use < 5; use++)
        {
            await using var session = store.Open("tnt");
            session.Db.Database.OpenConnection();
            await ShouldBeSetAsync((SqliteConnection)session.Db.Database.GetDbConnection());
            session.Db.Database.CloseConnection();
            session.Db.Database.OpenConnection();
            await ShouldBeSetAsync((SqliteConnection)session.Db.Database.GetDbConnection());
        }
    }

    [Fact]
    public async Task ConnectionOpened_WhenAToolChangedTheJournal_SetsNewConnectionsAgain()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("other.db");
        await RawSqlite.ExecuteAsync(file, "PRAGMA journal_mode=DELETE; CREATE TABLE t (x);");
        await using var context = new Infrastructure.Persistence.Sqlite.SqliteAuditDbContext(Options(file));

        await context.Database.OpenConnectionAsync();

        await ShouldBeSetAsync((SqliteConnection)context.Database.GetDbConnection());
    }

    private static DbContextOptions<Infrastructure.Persistence.Sqlite.SqliteAuditDbContext> Options(string file)
    {
        var options = new DbContextOptionsBuilder<Infrastructure.Persistence.Sqlite.SqliteAuditDbContext>();
        options.UseAuditSqlite("Data Source=" + file);
        return options.Options;
    }

    private static async Task ShouldBeSetAsync(SqliteConnection connection)
    {
        foreach (var (pragma, value) in new[] { ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("busy_timeout", "5000"), ("wal_autocheckpoint", "10000") })
        {
            (await RawSqlite.ReadAsync(connection, "PRAGMA " + pragma)).Should().Equal([value], pragma);
        }
    }
}
