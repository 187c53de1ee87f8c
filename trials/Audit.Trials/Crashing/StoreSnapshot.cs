using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Audit.Trials.Crashing;

/// <summary>All that the service's file holds at one moment, read past the service.</summary>
internal sealed class StoreSnapshot
{
    private static readonly List<string> s_lists = ["source_anomaly_ids", "related_evidence_ids", "comments"];

    private StoreSnapshot(string file, bool isDeep)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var moment = connection.BeginTransaction(deferred: true);
        Rows = Things(connection, Picture.Incident, "incidents").Concat(Things(connection, Picture.Anomaly, "anomalies")).ToList();
        History = Read(connection, "SELECT * FROM history ORDER BY tenant_id, sequence");
        Ends = Read(connection, "SELECT * FROM history_ends");
        Keys = Read(connection, "SELECT tenant_id, key FROM idempotency_keys");
        Totals = Read(connection, "SELECT * FROM totals WHERE number <> 0");
        Marks = Read(connection, "SELECT * FROM marks");
        ToIndex = Read(connection, "SELECT seq FROM incidents_to_index UNION ALL SELECT seq FROM anomalies_to_index").Count;
        Schema = [.. Read(connection, "SELECT type || ' ' || name || ': ' || COALESCE(sql, '') AS made FROM sqlite_master ORDER BY 1").Select(r => r.Text("made")!)];
        Integrity = isDeep ? [.. Read(connection, "PRAGMA integrity_check").Concat(Read(connection, "PRAGMA foreign_key_check")).Select(r => r.Text("integrity_check") ?? "foreign key")] : ["ok"];
        ById = Rows.ToLookup(r => r.Id, StringComparer.Ordinal);
        HistoryOf = History.ToLookup(e => e.Text("subject_id")!, StringComparer.Ordinal);
    }

    /// <summary>Incidents and anomalies of all tenants.</summary>
    public IReadOnlyList<StoredThing> Rows { get; }

    public ILookup<string, StoredThing> ById { get; }

    /// <summary>By tenant, in the order of each chain.</summary>
    public IReadOnlyList<StoredRow> History { get; }

    public ILookup<string, StoredRow> HistoryOf { get; }

    public IReadOnlyList<StoredRow> Ends { get; }

    public IReadOnlyList<StoredRow> Keys { get; }

    public IReadOnlyList<StoredRow> Totals { get; }

    public IReadOnlyList<StoredRow> Marks { get; }

    /// <summary>How many texts aren't in the search index yet.</summary>
    public int ToIndex { get; }

    public IReadOnlyList<string> Schema { get; }

    /// <summary><c>ok</c>, or what SQLite says is wrong with the file.</summary>
    public IReadOnlyList<string> Integrity { get; }

    public IReadOnlyList<string> Tenants => [.. Rows.Select(r => r.Tenant).Concat(History.Select(e => e.Text("tenant_id")!)).Distinct(StringComparer.Ordinal)];

    /// <summary>What is there now; a deep one has SQLite look through the whole file too.</summary>
    public static StoreSnapshot Of(string file, bool isDeep) => new(file, isDeep);

    private static IEnumerable<StoredThing> Things(SqliteConnection connection, string kind, string table)
    {
        foreach (var row in Read(connection, $"SELECT * FROM {table} ORDER BY tenant_id, created_at, id"))
        {
            var members = new JsonObject();
            foreach (var (column, value) in row.Columns)
            {
                members[column] = s_lists.Contains(column, StringComparer.Ordinal) ? JsonNode.Parse((string)value) : value is long number ? JsonValue.Create(number) : JsonValue.Create((string)value);
            }

            yield return new StoredThing(row.Text("tenant_id")!, row.Text("id")!, Picture.Of(kind, members), [.. CommentIds(members)], row.Number("created_at"));
        }
    }

    private static IEnumerable<string> CommentIds(JsonObject members) => members["comments"]!.AsArray().Select(c => (string)c!["id"]!);

    private static List<StoredRow> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<StoredRow> rows = [];
        while (reader.Read())
        {
            var columns = new Dictionary<string, object>(StringComparer.Ordinal);
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (!reader.IsDBNull(i))
                {
                    columns.Add(reader.GetName(i), reader.GetValue(i));
                }
            }

            rows.Add(new StoredRow(columns));
        }

        return rows;
    }
}

/// <summary>A row; columns without a value are absent.</summary>
internal sealed record StoredRow(IReadOnlyDictionary<string, object> Columns)
{
    public string? Text(string column) => Columns.GetValueOrDefault(column) as string;

    public long Number(string column) => Columns.GetValueOrDefault(column) is long number ? number : 0;
}

/// <summary>An incident's or an anomaly's row.</summary>
internal sealed record StoredThing(string Tenant, string Id, Picture Picture, IReadOnlyList<string> CommentIds, long CreatedAt);
