using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Tests.History;

/// <summary>
/// A tenant's chain as an outsider checks it: from the raw rows and from what is written about the form of an entry, with
/// nothing of the code that made it. Every column but the hash itself is expected to be covered.
/// </summary>
internal static class Chain
{
    /// <summary>The rows of the tenant's history in their order, by column; absent values are left out.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, object>>> ReadAsync(TestStore store, string tenantId)
    {
        await using var session = store.Open(tenantId);
        return await ReadAsync(session.Db, tenantId);
    }

    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, object>>> ReadAsync(AuditDbContext db, string tenantId)
    {
        await db.Database.OpenConnectionAsync();
        try
        {
            return await ReadOpenAsync(db, tenantId);
        }
        finally
        {
            // the context goes back to the pool
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, object>>> ReadOpenAsync(AuditDbContext db, string tenantId)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT * FROM history WHERE tenant_id = @tenant ORDER BY sequence";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@tenant", tenantId);
        command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<IReadOnlyDictionary<string, object>>();
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).Where(i => !reader.IsDBNull(i)).ToDictionary(reader.GetName, reader.GetValue, StringComparer.Ordinal));
        }

        return rows;
    }

    /// <summary>1, 2, 3 … to <paramref name="length"/>, each bound to the one before it, the first to nothing.</summary>
    public static void ShouldBeWhole(this IReadOnlyList<IReadOnlyDictionary<string, object>> rows, int length)
    {
        rows.Select(r => (long)r["sequence"]).Should().Equal(Enumerable.Range(1, length).Select(n => (long)n));
        var previous = new string('0', 64);
        foreach (var row in rows)
        {
            row["previous_hash"].Should().Be(previous);
            previous = HashOf(row);
            row["hash"].Should().Be(previous);
        }
    }

    /// <summary>What the hash of a row with that content has to be.</summary>
    public static string HashOf(IReadOnlyDictionary<string, object> row) => Sha256(Canonical(row));

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>RFC 8785: members in the order of their names, strings with no escape that isn't needed.</summary>
    private static string Canonical(IReadOnlyDictionary<string, object> row)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, value) in row)
        {
            if (column is "actor_name" or "note")
            {
                members.Add(column + "_sha256", Quote(Sha256((string)value)));
            }
            else if (column is not "hash")
            {
                members.Add(column, value switch
                {
                    DateTime time => Quote(time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
                    long time when column is "occurred_at" => Quote(DateTime.UnixEpoch.AddMilliseconds(time).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
                    long number => number.ToString(CultureInfo.InvariantCulture),
                    _ => Quote((string)value),
                });
            }
        }

        return "{" + string.Join(',', members.Select(m => Quote(m.Key) + ":" + m.Value)) + "}";
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            var short_ = "\"\\\b\t\n\f\r".IndexOf((char)rune.Value, StringComparison.Ordinal);
            _ = (rune.IsBmp, short_, rune.Value) switch
            {
                (true, >= 0, _) => quoted.Append('\\').Append("\"\\btnfr"[short_]),
                (_, _, < 0x20) => quoted.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }
}
