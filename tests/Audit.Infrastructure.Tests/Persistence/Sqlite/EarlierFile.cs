using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>A file as an earlier release left it, which the service of today can't write.</summary>
internal static class EarlierFile
{
    /// <summary>Makes one in the state of that migration, with the rows of a file of today; what triggers keep, the earlier ones keep.</summary>
    public static async Task MakeAsync(string file, string migration, string today)
    {
        // only the service's own migration makes a file
        await File.WriteAllBytesAsync(file, []);
        await using (var provider = StoreProvider.OnFile(file))
        {
            await using var session = Session.Of(provider, "");
            await session.Db.GetService<IMigrator>().MigrateAsync(migration);
        }

        await RawSqlite.ExecuteAsync(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        // in the order of their numbers, as they came
        foreach (var table in await RawSqlite.ReadAsync(file, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('totals', 'marks', '__EFMigrationsHistory', 'sqlite_sequence')"))
        {
            var columns = string.Join(", ", (await RawSqlite.ReadAsync(file, $"SELECT name FROM pragma_table_info('{table}')")).Select(c => $"\"{c}\""));
            await RawSqlite.ExecuteAsync(file, $"ATTACH '{today}' AS today; INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table} ORDER BY 1, 2");
        }
    }
}
