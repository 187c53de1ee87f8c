using System.Collections.Concurrent;
using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>Reads by connections that are kept, as many as there are turns.</summary>
internal sealed class SqliteReads(string connectionString, StoreFile file, ReadTurns turns) : IReads, IDisposable
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString();
    private readonly ConcurrentQueue<PreparedConnection> _idle = new();
    private volatile bool _isDisposed;

    public Dialect Dialect { get; } = new SqliteDialect();

    public async ValueTask<IReadSession> OpenAsync(bool together, ReadLength length, string tenantId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = await turns.EnterAsync(length, tenantId, cancellationToken);
        PreparedConnection? connection = null;
        try
        {
            connection = Take();
            return new Session(this, connection, turn, together);
        }
        finally
        {
            if (connection is null)
            {
                turn.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Empty();
    }

    /// <summary>One that is open on the file as it is now.</summary>
    private PreparedConnection Take()
    {
        var isThere = false;
        try
        {
            var generation = file.Look();
            isThere = true;
            while (_idle.TryDequeue(out var idle))
            {
                if (idle.Generation == generation)
                {
                    return idle;
                }

                idle.Dispose();
            }

            return PreparedConnection.OpenToRead(_connectionString, file);
        }
        finally
        {
            if (!isThere)
            {
                Empty();
            }
        }
    }

    private void GiveBack(PreparedConnection connection)
    {
        _idle.Enqueue(connection);
        // who gives back while the last is taken away
        if (_isDisposed)
        {
            Empty();
        }
    }

    private void Empty()
    {
        while (_idle.TryDequeue(out var connection))
        {
            connection.Dispose();
        }
    }

    private sealed class Session(SqliteReads owner, PreparedConnection connection, IDisposable turn, bool together) : IReadSession
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
                turn.Dispose();
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
