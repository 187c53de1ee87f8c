using System.Data.Common;
using System.Globalization;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Persistence.SqlServer;

internal sealed class SqlServerDialect : Dialect
{
    /// <summary>Text is what its code points are: no tenant, id or term equals another that only looks like it.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    public override string LookUp => "INNER JOIN";

    public override string ListFrom(string json) => $"(SELECT value COLLATE {Collation} AS value FROM OPENJSON({json}) WITH (value nvarchar(256) '$'))";

    public override string Top(int count) => string.Create(CultureInfo.InvariantCulture, $"TOP ({count}) ");

    public override string Limit(int count) => "";

    public override Statement AddPart(Statement ordered, long offset, int count) =>
        ordered.Add(" OFFSET ").AddValue(offset).Add(" ROWS FETCH NEXT ").AddValue((long)count).Add(" ROWS ONLY");

    public override Statement AddContains(Statement statement, string column, string term) =>
        statement.Add(column).Add(" LIKE ").AddValue(LikePattern(term)).Add(@" ESCAPE '\'");

    /// <summary>No index of SQL Server's finds parts of words: it reads the tenant's texts.</summary>
    public override string SearchState(string table, string kind) =>
        "SELECT CAST(NULL AS bigint), CAST(0 AS bigint), CAST(0 AS bigint), COALESCE((SELECT sequence FROM history_ends WHERE tenant_id = @p0), 0)";

    public override DateTimeOffset Time(DbDataReader row, int column) => UtcDateTimeConverter.Read(row.GetDateTime(column));

    /// <summary>Nothing in the term is special.</summary>
    private static string LikePattern(string term) => "%" + term
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace("[", @"\[", StringComparison.Ordinal) + "%";
}
