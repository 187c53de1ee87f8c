using System.Data;
using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.SqlServer;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>
/// Reads of a SQL Server that is none: it finds nothing but a number where it counts, what a search has to know, and a mark where there is
/// one.
/// </summary>
internal sealed class RecordedReads(List<string> commands) : IReads, IReadSession
{
    /// <summary>More than any page lies behind.</summary>
    public const long Many = 1_000_000;

    public Dialect Dialect { get; } = new SqlServerDialect();

    /// <summary>What stands where a mark is looked for.</summary>
    public (DateTime CreatedAt, string Id, long Position)? Mark { get; set; }

    public ValueTask<IReadSession> OpenAsync(bool together, ReadLength length, string tenantId, CancellationToken cancellationToken) => new(this);

    public Task EachAsync(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken)
    {
        var text = statement.Text;
        commands.Add(text);
        Tsql.ParametersOf(text).Should().BeEquivalentTo(Enumerable.Range(0, statement.Values.Count).Select(Statement.NameOf), text);
        using var rows = RowsOf(text);
        using var reader = rows.CreateDataReader();
        while (reader.Read())
        {
            take(reader);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => default;

    private DataTable RowsOf(string text)
    {
        var rows = new DataTable();
        if (text.StartsWith("SELECT COALESCE(SUM", StringComparison.Ordinal) || text.StartsWith("SELECT CAST(COUNT", StringComparison.Ordinal))
        {
            rows.Columns.Add("number", typeof(long));
            rows.Rows.Add(Many);
        }
        else if (text == Dialect.SearchState("incidents", "incident"))
        {
            rows.Columns.Add("number", typeof(long));
            rows.Columns.Add("unindexed", typeof(long));
            rows.Columns.Add("out_of_order", typeof(long));
            rows.Columns.Add("changes", typeof(long));
            rows.Rows.Add(DBNull.Value, 0L, 0L, 0L);
        }
        else if (Mark is var (createdAt, id, position) && text.Contains(" FROM marks ", StringComparison.Ordinal))
        {
            rows.Columns.Add("created_at", typeof(DateTime));
            rows.Columns.Add("id", typeof(string));
            rows.Columns.Add("position", typeof(long));
            rows.Rows.Add(createdAt, id, position);
        }

        return rows;
    }
}
