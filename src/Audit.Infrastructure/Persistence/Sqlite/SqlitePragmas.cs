using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Durability and integrity belong to the connection, not to the file: set them on each one once. The native handle outlives
/// the <see cref="SqliteConnection"/> in the pool and keeps them. Before one that was opened, or taken from the pool, is used, the file is looked at.
/// </summary>
internal sealed class SqlitePragmas(StoreFile? file) : DbConnectionInterceptor
{
    private const string Common = "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";

    /// <summary>A commit is on disk when it returns; a checkpoint every 10,000 pages instead of 1,000 halves the slowest inserts.</summary>
    private const string Writing = Common + "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=10000;";

    private static readonly ConditionalWeakTable<sqlite3, object> s_done = [];

    private int _generation;

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (IsLookedAt(connection))
        {
            Check((SqliteConnection)connection, _ => file!.Look());
        }

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(ConnectionOpening(connection, eventData, result));

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsLookedAt(connection))
        {
            Check((SqliteConnection)connection, file!.Admit);
        }

        Apply((SqliteConnection)connection);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public static void Apply(SqliteConnection connection)
    {
        var handle = connection.Handle!;
        if (s_done.TryGetValue(handle, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        // EF Core looks whether there is a database through a read-only connection, which can't turn a restored copy's journal to WAL
        command.CommandText = raw.sqlite3_db_readonly(handle, "main") == 1 ? Common : Writing;
        command.ExecuteNonQuery();
        s_done.TryAdd(handle, Writing);
    }

    /// <summary>Who may make the file, or only asks whether it is there, learns it from SQLite.</summary>
    private bool IsLookedAt(DbConnection connection) => file is not null && new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadWrite;

    /// <summary>What the pool has open may be another file than the one that is there.</summary>
    private void Check(SqliteConnection connection, Func<SqliteConnection, int> look)
    {
        var isThere = false;
        var isTheSame = false;
        try
        {
            var generation = look(connection);
            isThere = true;
            isTheSame = Interlocked.Exchange(ref _generation, generation) == generation;
        }
        finally
        {
            if (!isTheSame)
            {
                SqliteConnection.ClearPool(connection);
            }

            if (!isThere)
            {
                connection.Close();
            }
        }
    }
}
