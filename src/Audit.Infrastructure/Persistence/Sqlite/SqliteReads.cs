using System.Collections.Concurrent;
using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>Connections that keep the statements they have prepared: preparing one takes longer than answering it.</summary>
internal sealed class SqliteReads(string connectionString) : IReads, IDisposable
{
    /// <summary>SQLite reads without ever letting go of its thread, so that hardly more run at once than there are cores.</summary>
    private static readonly int s_kept = Math.Max(8, 4 * Environment.ProcessorCount);

    private readonly string _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString();
    private readonly ConcurrentQueue<Connection> _idle = new();
    private volatile bool _isDisposed;

    public Dialect Dialect { get; } = new SqliteDialect();

    public ValueTask<IReadSession> OpenAsync(bool together, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = _idle.TryDequeue(out var idle) ? idle : Connection.Open(_connectionString);
        return new ValueTask<IReadSession>(new Session(this, connection, together));
    }

    public void Dispose()
    {
        _isDisposed = true;
        Empty();
    }

    private void GiveBack(Connection connection)
    {
        if (_idle.Count < s_kept)
        {
            _idle.Enqueue(connection);
            // who gives back while the last is taken away
            if (_isDisposed)
            {
                Empty();
            }
        }
        else
        {
            connection.Dispose();
        }
    }

    private void Empty()
    {
        while (_idle.TryDequeue(out var connection))
        {
            connection.Dispose();
        }
    }

    private sealed class Session(SqliteReads owner, Connection connection, bool together) : IReadSession
    {
        private bool _isBegun;
        private bool _isWhole = true;

        public Task EachAsync(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken)
        {
            var wasWhole = _isWhole;
            _isWhole = false;
            if (together && !_isBegun)
            {
                connection.Execute("BEGIN");
                _isBegun = true;
            }

            connection.Read(statement, take, cancellationToken);
            _isWhole = wasWhole;
            return Task.CompletedTask;
        }

        /// <summary>A connection that something went wrong on is not used again.</summary>
        public ValueTask DisposeAsync()
        {
            var isUsable = false;
            try
            {
                if (_isWhole && _isBegun)
                {
                    connection.Execute("COMMIT");
                }

                isUsable = _isWhole;
                return default;
            }
            finally
            {
                if (isUsable)
                {
                    owner.GiveBack(connection);
                }
                else
                {
                    connection.Dispose();
                }
            }
        }
    }

    private sealed class Connection : IDisposable
    {
        /// <summary>Filters make a few dozen statements; of searches with ever other numbers of terms there is no end.</summary>
        private const int MaxPrepared = 100;

        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

        private Connection(SqliteConnection connection) => _connection = connection;

        public static Connection Open(string connectionString)
        {
            var connection = new SqliteConnection(connectionString);
            var isOpen = false;
            try
            {
                connection.Open();
                SqlitePragmas.Apply(connection);
                ReadOnly(connection);
                isOpen = true;
                return new Connection(connection);
            }
            finally
            {
                if (!isOpen)
                {
                    connection.Dispose();
                }
            }
        }

        /// <summary>Nothing that is read here can write. The system keeps the file's pages anyway; a cache of each connection's own would only repeat them.</summary>
        private static void ReadOnly(SqliteConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA query_only=ON; PRAGMA cache_size=-512;";
            command.ExecuteNonQuery();
        }

        public void Execute(string sql) => Prepared(sql, []).ExecuteNonQuery();

        public void Read(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken)
        {
            using var reader = Prepared(statement.Text, statement.Values).ExecuteReader();
            while (reader.Read())
            {
                take(reader);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        public void Dispose()
        {
            Forget();
            _connection.Dispose();
        }

        private SqliteCommand Prepared(string sql, IReadOnlyList<object> values)
        {
            if (!_prepared.TryGetValue(sql, out var command))
            {
                if (_prepared.Count == MaxPrepared)
                {
                    Forget();
                }

                command = _connection.CreateCommand();
                command.CommandText = sql;
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
}
