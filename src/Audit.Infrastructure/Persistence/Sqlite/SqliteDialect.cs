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

    public override DateTimeOffset Time(DbDataReader row, int column) => UnixMillisecondsConverter.Read(row.GetInt64(column));
}
