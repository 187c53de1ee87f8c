using System.Data.Common;
using System.Globalization;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Persistence.Sqlite;

internal sealed class SqliteDialect : Dialect
{
    /// <summary>Of another join SQLite would choose the order itself, perhaps after the statistics of another day.</summary>
    public override string LookUp => "CROSS JOIN";

    public override string ListFrom(string json) => $"(SELECT value FROM json_each({json}))";

    public override string Top(int count) => "";

    public override string Limit(int count) => string.Create(CultureInfo.InvariantCulture, $" LIMIT {count}");

    public override Statement AddPart(Statement ordered, long offset, int count) => ordered.Add(" LIMIT ").AddValue((long)count).Add(" OFFSET ").AddValue(offset);

    public override Statement AddContains(Statement statement, string column, string term) => statement.Add("instr(").Add(column).Add(", ").AddValue(term).Add(") > 0");

    public override string SearchState(string table, string kind) =>
        $"""
        SELECT (SELECT number FROM search_tenants WHERE tenant_id = @p0), EXISTS (SELECT 1 FROM {table}_to_index),
            EXISTS (SELECT 1 FROM search_out_of_order WHERE tenant_id = @p0 AND kind = '{kind}'),
            COALESCE((SELECT sequence FROM history_ends WHERE tenant_id = @p0), 0) + COALESCE((SELECT changes FROM search_tenants WHERE tenant_id = @p0), 0)
        """;

    public override DateTimeOffset Time(DbDataReader row, int column) => UnixMillisecondsConverter.Read(row.GetInt64(column));
}
