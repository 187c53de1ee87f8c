using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Audit.Api.Tests.Requests;

/// <summary>The service's database as somebody with the file sees it.</summary>
public static class StoreFile
{
    public static int Execute(string file, string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    public static long Count(string file, string table, string tenantId)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        using var command = Command(connection, $"SELECT COUNT(*) FROM {table} WHERE tenant_id = $tenant", [("$tenant", tenantId)]);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Every row of the tenant, every column of it.</summary>
    public static string Text(string file, string table, string tenantId) => string.Join('\n', Rows(file, $"SELECT * FROM {table} WHERE tenant_id = $tenant ORDER BY rowid", tenantId)
        .Select(row => string.Join('|', row.Select(c => $"{c.Key}={c.Value}"))));

    /// <summary>The tenant's history in the order of its chain, each entry as column and value; absent ones left out.</summary>
    public static IReadOnlyList<SortedDictionary<string, object>> History(string file, string tenantId) =>
        Rows(file, "SELECT * FROM history WHERE tenant_id = $tenant ORDER BY sequence", tenantId);

    /// <summary>Gapless from 1, each entry holding the hash of the one before, each hash that of its own members.</summary>
    public static void ShouldBeOneChain(this IReadOnlyList<SortedDictionary<string, object>> history)
    {
        var previous = new string('0', 64);
        for (var i = 0; i < history.Count; i++)
        {
            history[i]["sequence"].Should().Be(i + 1L);
            history[i]["previous_hash"].Should().Be(previous);
            history[i]["hash"].Should().Be(HashOf(history[i]), "entry {0} must be what it was", i + 1);
            previous = (string)history[i]["hash"];
        }
    }

    private static List<SortedDictionary<string, object>> Rows(string file, string sql, string tenantId)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        using var command = Command(connection, sql, [("$tenant", tenantId)]);
        using var reader = command.ExecuteReader();
        var rows = new List<SortedDictionary<string, object>>();
        while (reader.Read())
        {
            var row = new SortedDictionary<string, object>(StringComparer.Ordinal);
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (!reader.IsDBNull(i))
                {
                    row.Add(reader.GetName(i), reader.GetValue(i));
                }
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>What the decision record about history says, without the service's own code.</summary>
    private static string HashOf(SortedDictionary<string, object> entry)
    {
        var covered = new SortedDictionary<string, object>(entry, StringComparer.Ordinal)
        {
            ["occurred_at"] = DateTimeOffset.FromUnixTimeMilliseconds((long)entry["occurred_at"]).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        covered.Remove("hash");
        foreach (var text in new[] { "actor_name", "note" })
        {
            if (covered.Remove(text, out var value))
            {
                covered.Add(text + "_sha256", Sha256(System.Text.Encoding.UTF8.GetBytes((string)value)));
            }
        }

        return Sha256(JsonSerializer.SerializeToUtf8Bytes(covered, new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
