using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Tests.History;

/// <summary>History is only ever added to, whoever writes and on every database alike.</summary>
public abstract class AppendOnlyContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task History_WhenARowIsChangedOrRemoved_RefusesAndStaysWhole()
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(Given.Incident(_tenant), Given.Incident(_tenant));

        foreach (var sql in new[]
        {
            "UPDATE history SET note = 'edited' WHERE tenant_id = {0}", "UPDATE history SET hash = hash WHERE tenant_id = {0}",
            "DELETE FROM history WHERE tenant_id = {0} AND sequence = 2", "DELETE FROM history WHERE tenant_id = {0}",
        })
        {
            var tampering = () => session.Db.Database.ExecuteSqlRawAsync(sql, _tenant);
            (await tampering.Should().ThrowAsync<Exception>(sql)).Which.GetBaseException().Message.Should().Contain("history is append-only");
        }

        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(2);
    }
}

public sealed class SqliteAppendOnlyTests(SqliteStore store) : AppendOnlyContract(store), IClassFixture<SqliteStore>
{
    [Fact]
    public async Task History_WhenAnotherToolOpensTheFile_RefusesAllTheSame()
    {
        await using (var session = store.Open("tnt_tool"))
        {
            await session.AddAsync(Given.Incident("tnt_tool"));
        }

        foreach (var sql in new[]
        {
            "UPDATE history SET actor_id = 'nobody'", "DELETE FROM history", "UPDATE OR REPLACE history SET sequence = 1",
            "INSERT OR REPLACE INTO history SELECT * FROM history",
        })
        {
            var tampering = () => RawSqlite.ExecuteAsync(store.File, sql);
            (await tampering.Should().ThrowAsync<SqliteException>(sql)).WithMessage("*history is append-only*");
        }

        (await Chain.ReadAsync(store, "tnt_tool")).ShouldBeWhole(1);
    }
}

public sealed class SqlServerAppendOnlyTests(SqlServerStore store) : AppendOnlyContract(store), IClassFixture<SqlServerStore>;
