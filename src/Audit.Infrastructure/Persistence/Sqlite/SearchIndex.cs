using System.Globalization;
using Audit.Infrastructure.Persistence.Searching;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Brings the full-text index in step with the rows that triggers have noted as changed. In the transaction of the change, so that
/// no reader ever meets such a row; but for those that somebody else has changed, which stay noted until somebody writes.
/// </summary>
internal sealed class SearchIndex(PreparedConnection connection)
{
    private static readonly Table[] s_tables = [new("incidents"), new("anomalies")];
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    /// <summary>Indexes all that is left to be, in transactions of its own, in turns with who writes; whoever is stopped goes on where it was.</summary>
    public static async Task CatchUpAsync(string connectionString, CancellationToken cancellationToken)
    {
        const int Together = 5_000;
        using var connection = PreparedConnection.Open(connectionString);
        var index = new SearchIndex(connection);
        if (!index.HasLeft())
        {
            // where nothing is left, a start waits for no writer
            return;
        }

        var turns = new WriterTurns(connection.Connection.DataSource, MigrationLock.Patience);
        // a program of before the turns takes none
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={(int)MigrationLock.Patience.TotalMilliseconds}"));
        for (var isDone = false; !isDone;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var turn = await turns.EnterAsync();
            connection.Execute("BEGIN IMMEDIATE");
            isDone = index.CatchUp(Together);
            connection.Execute("COMMIT");
        }
    }

    /// <summary>Indexes rows until none or so many are left to be, and says whether none is. The transaction is the caller's.</summary>
    public bool CatchUp(int most)
    {
        var isDone = true;
        foreach (var table in s_tables)
        {
            isDone &= CatchUp(table, most);
        }

        return isDone;
    }

    /// <summary>Newest first: the index wants its numbers rising, and the newest have the lowest.</summary>
    private bool CatchUp(Table table, int most)
    {
        var waiting = new List<Waiting>();
        connection.Read(table.Noted, [(long)most], row => waiting.Add(new Waiting(row.GetInt64(0), Text(row, 1), Text(row, 2), Text(row, 3), Text(row, 4))));
        foreach (var row in waiting)
        {
            if (row.OldTenant is not null && row.OldText is not null)
            {
                connection.Execute(table.Remove, -row.Seq, Grams.Of(row.OldText, NumberOf(row.OldTenant)));
            }

            if (row.Tenant is not null && row.Text is not null)
            {
                connection.Execute(table.Add, -row.Seq, Grams.Of(row.Text, NumberOf(row.Tenant)));
            }

            connection.Execute(table.Forget, row.Seq);
        }

        foreach (var (tenant, changes) in waiting.SelectMany(row => new[] { row.OldTenant, row.Tenant }).OfType<string>().CountBy(tenant => tenant, StringComparer.Ordinal))
        {
            connection.Execute("UPDATE search_tenants SET changes = changes + @p0 WHERE tenant_id = @p1", (long)changes, tenant);
        }

        return waiting.Count < most;
    }

    private bool HasLeft()
    {
        var hasLeft = false;
        foreach (var table in s_tables)
        {
            connection.Read(table.AnyNoted, [], row => hasLeft |= row.GetBoolean(0));
        }

        return hasLeft;
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private long NumberOf(string tenantId)
    {
        if (!_numbers.TryGetValue(tenantId, out var number))
        {
            connection.Execute("INSERT INTO search_tenants (tenant_id) VALUES (@p0) ON CONFLICT (tenant_id) DO NOTHING", tenantId);
            connection.Read("SELECT number FROM search_tenants WHERE tenant_id = @p0", [tenantId], row => number = row.GetInt64(0));
            _numbers.Add(tenantId, number);
        }

        return number;
    }

    /// <summary>What is said of a table. Nothing is taken for text that somebody has made something else.</summary>
    private sealed class Table(string name)
    {
        public string Noted { get; } =
            $"""
            SELECT w.seq, CAST(w.tenant_id AS TEXT), CAST(w.search_text AS TEXT), CAST(t.tenant_id AS TEXT), CAST(t.search_text AS TEXT)
            FROM {name}_to_index AS w LEFT JOIN {name} AS t ON t.seq = w.seq ORDER BY w.seq DESC LIMIT @p0
            """;

        public string AnyNoted { get; } = $"SELECT EXISTS (SELECT 1 FROM {name}_to_index)";

        public string Remove { get; } = $"INSERT INTO {name}_search ({name}_search, rowid, grams) VALUES ('delete', @p0, @p1)";

        public string Add { get; } = $"INSERT INTO {name}_search (rowid, grams) VALUES (@p0, @p1)";

        public string Forget { get; } = $"DELETE FROM {name}_to_index WHERE seq = @p0";
    }

    private readonly record struct Waiting(long Seq, string? OldTenant, string? OldText, string? Tenant, string? Text);
}
