using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>Somebody who opens the file with a tool of their own.</summary>
internal static class RawSqlite
{
    public static async Task<int> ExecuteAsync(string file, string sql)
    {
        await using var connection = await OpenAsync(file);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The values of every row, in order.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string file, string sql)
    {
        await using var connection = await OpenAsync(file);
        return await ReadAsync(connection, sql);
    }

    public static async Task<IReadOnlyList<string>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.AddRange(Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i)));
        }

        return values;
    }

    public static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }
}
