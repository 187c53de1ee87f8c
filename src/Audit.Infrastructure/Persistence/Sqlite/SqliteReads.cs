using System.Collections.Concurrent;
using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>Reads by connections that are kept, as many as there are turns.</summary>
internal sealed class SqliteReads(string connectionString, StoreFile file, ReadTurns turns) : IReads, IDisposable
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString();
    private readonly ConcurrentQueue<Kept> _idle = new();
    private volatile bool _isDisposed;

    public Dialect Dialect { get; } = new SqliteDialect();

    public async ValueTask<IReadSession> OpenAsync(bool together, ReadLength length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = await turns.EnterAsync(length, cancellationToken);
        Kept? kept = null;
        try
        {
            kept = Take();
            return new Session(this, kept, turn, together);
        }
        finally
        {
            if (kept is null)
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
    private Kept Take()
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

                idle.Connection.Dispose();
            }

            return new Kept(PreparedConnection.OpenToRead(_connectionString), generation);
        }
        finally
        {
            if (!isThere)
            {
                Empty();
            }
        }
    }

    private void GiveBack(Kept kept)
    {
        _idle.Enqueue(kept);
        // who gives back while the last is taken away
        if (_isDisposed)
        {
            Empty();
        }
    }

    private void Empty()
    {
        while (_idle.TryDequeue(out var kept))
        {
            kept.Connection.Dispose();
        }
    }

    /// <summary>A connection, and which of the files it has open.</summary>
    private sealed record Kept(PreparedConnection Connection, int Generation);

    private sealed class Session(SqliteReads owner, Kept kept, ReadTurns.Turn turn, bool together) : IReadSession
    {
        private readonly PreparedConnection _connection = kept.Connection;
        private bool _isBegun;
        private bool _isWhole = true;

        public Task EachAsync(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken)
        {
            var wasWhole = _isWhole;
            _isWhole = false;
            if (together && !_isBegun)
            {
                _connection.Execute("BEGIN");
                _isBegun = true;
            }

            _connection.Read(statement.Text, statement.Values, take, cancellationToken);
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
                    _connection.Execute("COMMIT");
                }

                isUsable = _isWhole;
                return default;
            }
            finally
            {
                turn.Dispose();
                if (isUsable)
                {
                    owner.GiveBack(kept);
                }
                else
                {
                    _connection.Dispose();
                }
            }
        }
    }
}
