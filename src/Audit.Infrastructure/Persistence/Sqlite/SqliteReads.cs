using System.Collections.Concurrent;
using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>Reads by connections that are kept.</summary>
internal sealed class SqliteReads(string connectionString) : IReads, IDisposable
{
    /// <summary>SQLite reads without ever letting go of its thread, so that hardly more run at once than there are cores.</summary>
    private static readonly int s_kept = Math.Max(8, 4 * Environment.ProcessorCount);

    private readonly string _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString();
    private readonly ConcurrentQueue<PreparedConnection> _idle = new();
    private volatile bool _isDisposed;

    public Dialect Dialect { get; } = new SqliteDialect();

    public ValueTask<IReadSession> OpenAsync(bool together, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = _idle.TryDequeue(out var idle) ? idle : PreparedConnection.OpenToRead(_connectionString);
        return new ValueTask<IReadSession>(new Session(this, connection, together));
    }

    public void Dispose()
    {
        _isDisposed = true;
        Empty();
    }

    private void GiveBack(PreparedConnection connection)
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

    private sealed class Session(SqliteReads owner, PreparedConnection connection, bool together) : IReadSession
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

            connection.Read(statement.Text, statement.Values, take, cancellationToken);
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
}
