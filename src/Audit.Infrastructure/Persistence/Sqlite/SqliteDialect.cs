using System.Data.Common;
using System.Globalization;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.Sqlite;
using SQLitePCL;

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

    public override string Text(DbDataReader row, int column) => OptionalText(row, column) ?? row.GetString(column);

    /// <summary>Asks SQLite itself, once: the reader asks what is there before it asks for it, and rows of a list have many columns.</summary>
    public override string? OptionalText(DbDataReader row, int column) => raw.sqlite3_column_text(((SqliteDataReader)row).Handle!, column).utf8_to_string();

    public override long Number(DbDataReader row, int column) => raw.sqlite3_column_int64(((SqliteDataReader)row).Handle!, column);

    public override DateTimeOffset Time(DbDataReader row, int column) => UnixMillisecondsConverter.Read(Number(row, column));
}
