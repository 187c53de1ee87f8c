using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>A connection that keeps the statements it has prepared: preparing one takes longer than running it.</summary>
internal sealed class PreparedConnection : IDisposable
{
    /// <summary>Filters make a few dozen statements; of searches with ever other numbers of terms there is no end.</summary>
    private const int MaxPrepared = 100;

    /// <summary>Instructions of SQLite's, some tenths of a millisecond.</summary>
    private const int Breath = 10_000;

    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    private CancellationToken _cancellation;

    private PreparedConnection(SqliteConnection connection)
    {
        Connection = connection;
        // SQLite answers without ever letting go of its thread: now and then, within a statement too, it asks whether to go on
        raw.sqlite3_progress_handler(connection.Handle, Breath, static self => ((PreparedConnection)self)._cancellation.IsCancellationRequested ? 1 : 0, this);
    }

    public SqliteConnection Connection { get; }

    /// <summary>Which of the files it has open, as <see cref="StoreFile"/> counts them.</summary>
    public int Generation { get; private init; }

    /// <summary>Opens one that writes, with room for the inner pages of many indexes; what a savepoint would put back is kept in memory, not in a temporary file for each.</summary>
    public static PreparedConnection Open(string connectionString, StoreFile? file = null) => Open(connectionString, file, "PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;");

    /// <summary>Opens one that can't write. The system keeps the file's pages anyway; its own cache is for those that every read passes.</summary>
    public static PreparedConnection OpenToRead(string connectionString, StoreFile file) => Open(connectionString, file, "PRAGMA query_only=ON; PRAGMA cache_size=-1024;");

    private static PreparedConnection Open(string connectionString, StoreFile? file, string pragmas)
    {
        SqliteConnection connection = new PreparingConnection(connectionString);
        var isOpen = false;
        try
        {
            connection.Open();
            var generation = file?.Admit(connection) ?? 0;
            SqlitePragmas.Apply(connection);
            using var command = connection.CreateCommand();
            command.CommandText = pragmas;
            command.ExecuteNonQuery();
            isOpen = true;
            return new PreparedConnection(connection) { Generation = generation };
        }
        finally
        {
            if (!isOpen)
            {
                connection.Dispose();
            }
        }
    }

    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public int Execute(string sql, params IReadOnlyList<object> values) => Prepared(sql, values).ExecuteNonQuery();

    /// <summary>Hands over every row of the answer, in its order.</summary>
    public void Read(string sql, IReadOnlyList<object> values, Action<SqliteDataReader> take, CancellationToken cancellationToken = default)
    {
        _cancellation = cancellationToken;
        try
        {
            using var reader = Prepared(sql, values).ExecuteReader();
            while (reader.Read())
            {
                take(reader);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            _cancellation = CancellationToken.None;
        }
    }

    public void Dispose()
    {
        Forget();
        Connection.Dispose();
    }

    private SqliteCommand Prepared(string sql, IReadOnlyList<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            if (_prepared.Count == MaxPrepared)
            {
                Forget();
            }

            command = new SqliteCommand(sql, Connection);
            for (var i = 0; i < values.Count; i++)
            {
                command.Parameters.Add(new SqliteParameter(Statement.NameOf(i), value: null));
            }

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Count; i++)
        {
            command.Parameters[i].Value = values[i] switch
            {
                Ascii ascii => ascii.Text,
                DateTimeOffset time => time.ToUnixTimeMilliseconds(),
                var value => value,
            };
        }

        return command;
    }

    private void Forget()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _prepared.Clear();
    }
}
