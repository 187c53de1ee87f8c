using System.Globalization;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.Searching;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>The full-text index in a file, against the rows that it is of.</summary>
internal static class SearchFile
{
    public static readonly string[] Tables = ["incidents", "anomalies"];

    /// <summary>That nothing is left to index, and the index has every token of every row, its tenant's, and no other.</summary>
    public static async Task ShouldBeIndexedAsync(string file)
    {
        (await WaitingAsync(file)).Should().BeEmpty();
        foreach (var table in Tables)
        {
            var rows = await RawSqlite.ReadAsync(file, $"SELECT t.seq, COALESCE(s.number, 0), t.search_text FROM {table} AS t LEFT JOIN search_tenants AS s ON s.tenant_id = t.tenant_id");
            var wanted = rows.Chunk(3).SelectMany(row => TokensOf(row[2], long.Parse(row[1], CultureInfo.InvariantCulture)).Select(token => token + " " + row[0]));

            var (had, expected) = (await TokensAsync(file, table), wanted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList());
            // far quicker than comparing hundreds of thousands with an explanation at hand
            had.SequenceEqual(expected, StringComparer.Ordinal).Should().BeTrue(
                "of {0}, the index has {1} too much and lacks {2}", table, had.Except(expected, StringComparer.Ordinal).FirstOrDefault(), expected.Except(had, StringComparer.Ordinal).FirstOrDefault());
        }
    }

    /// <summary>What the index has: each token and the number of the row that has it.</summary>
    public static async Task<IReadOnlyList<string>> TokensAsync(string file, string table)
    {
        var tokens = await RawSqlite.ReadAsync(file, $"CREATE VIRTUAL TABLE temp.tokens USING fts5vocab(main, {table}_search, instance); SELECT DISTINCT term || ' ' || -doc FROM temp.tokens");
        return [.. tokens.Order(StringComparer.Ordinal)];
    }

    /// <summary>The rows that are still to be indexed.</summary>
    public static async Task<IReadOnlyList<string>> WaitingAsync(string file) =>
        await RawSqlite.ReadAsync(file, "SELECT 'incidents', seq FROM incidents_to_index UNION ALL SELECT 'anomalies', seq FROM anomalies_to_index");

    /// <summary>Whose things of which kind don't lie in the order of their creation.</summary>
    public static async Task<IReadOnlyList<string>> OutOfOrderAsync(string file) =>
        await RawSqlite.ReadAsync(file, "SELECT tenant_id || ' ' || kind FROM search_out_of_order ORDER BY 1");

    /// <summary>The rows as they stand in the file.</summary>
    public static async Task<IReadOnlyList<SearchedThing>> ThingsAsync(string file, string table, string tenant)
    {
        var rows = await RawSqlite.ReadAsync(file, $"SELECT id, search_text, status, severity, assignee, created_at, updated_at FROM {table} WHERE tenant_id = '{tenant}'");
        return [.. rows.Chunk(7).Select(r => new SearchedThing(tenant, r[0], r[1], r[2], WireName.Parse<Severity>(r[3]), r[4], Time(r[5]), Time(r[6])))];
    }

    private static string[] TokensOf(string text, long tenant) => Grams.Of(text, tenant).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset Time(string milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
}
