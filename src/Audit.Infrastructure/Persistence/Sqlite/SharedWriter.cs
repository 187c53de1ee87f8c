using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>
/// SQLite has one writer and each commit waits for the disk: units of work queue here, first come first served, and those that are waiting
/// share a transaction. Each runs behind a savepoint of its own, on the writer's one connection; nobody is answered before the commit.
/// </summary>
internal sealed class SharedWriter(string connectionString, StoreFile file, WriterTurns turns) : IWriter, IDisposable
{
    /// <summary>So many units share a transaction at the most, and none joins one that has taken so long.</summary>
    private const int MostTogether = 256;
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(20);

    /// <summary>More than share a transaction; what an operator left to index waits, the newest the least, and is found without the index meanwhile.</summary>
    private const int MostIndexed = 5_000;

    private readonly string _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString();
    private readonly ConcurrentQueue<QueuedUnit> _waiting = new();
    private readonly ConcurrentQueue<QueuedUnit> _ahead = new();
    private PreparedConnection? _connection;
    private int _isAtWork;
    private volatile bool _isDisposed;

    public Task RunAsync(Unit unit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var queued = new QueuedUnit(unit, cancellationToken);
        (unit.GoesAhead ? _ahead : _waiting).Enqueue(queued);
        if (_isDisposed)
        {
            RefuseAll();
        }
        else if (Interlocked.Exchange(ref _isAtWork, 1) == 0)
        {
            // in nobody's context: each unit brings its own
            ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.WorkAsync(), this, preferLocal: false);
        }

        return queued.End;
    }

    public void Dispose()
    {
        _isDisposed = true;
        if (Interlocked.Exchange(ref _isAtWork, 1) == 0)
        {
            Close();
            RefuseAll();
        }
    }

    /// <summary>One at a time does this, and whoever comes while nobody does begins.</summary>
    private async Task WorkAsync()
    {
        do
        {
            while (TryDequeue(out var first))
            {
                var together = new List<QueuedUnit> { first };
                var failure = await FailureOfAsync(CommitAsync(together));
                foreach (var unit in together)
                {
                    unit.Answer(failure);
                }
            }

            if (_isDisposed)
            {
                Close();
                RefuseAll();
                return;
            }

            // with a full fence: whoever comes now either sees this or is seen below
            Interlocked.Exchange(ref _isAtWork, 0);
        }
        while ((!_waiting.IsEmpty || !_ahead.IsEmpty || _isDisposed) && Interlocked.Exchange(ref _isAtWork, 1) == 0);
    }

    /// <summary>Runs and commits the unit and those that wait behind it. What this throws has befallen them all.</summary>
    private async Task CommitAsync(List<QueuedUnit> together)
    {
        var isCommitted = false;
        IDisposable? turn = null;
        try
        {
            turn = await BeginAsync(together);
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < together.Count; i++)
            {
                await RunAsync(together[i], _connection!);
                if (together.Count < MostTogether && Stopwatch.GetElapsedTime(start) < s_longest && TryDequeue(out var next))
                {
                    together.Add(next);
                }
            }

            Commit(_connection!);
            isCommitted = true;
        }
        finally
        {
            if (!isCommitted)
            {
                // what is left of the transaction goes with the connection, and so does what is wrong with that
                Close();
            }

            turn?.Dispose();
        }
    }

    /// <summary>Takes this process's turn and begins to write. Where that fails it would fail for all who wait.</summary>
    private async Task<IDisposable?> BeginAsync(List<QueuedUnit> together)
    {
        IDisposable? turn = null;
        var isBegun = false;
        try
        {
            turn = await turns.EnterAsync();
            var generation = file.Look();
            if (_connection is { } open && (generation != open.Generation || SqliteLibrary.HasMoved(open.Connection)))
            {
                Close();
            }

            _connection ??= PreparedConnection.Open(_connectionString, file);
            _connection.Execute("BEGIN IMMEDIATE");
            isBegun = true;
            return turn;
        }
        finally
        {
            if (!isBegun)
            {
                turn?.Dispose();
                while (TryDequeue(out var waiting))
                {
                    together.Add(waiting);
                }
            }
        }
    }

    /// <summary>Runs a unit behind a savepoint; one that fails, fails alone.</summary>
    private async Task RunAsync(QueuedUnit unit, PreparedConnection connection)
    {
        if (!unit.TryTake())
        {
            return;
        }

        if (unit.Waited > turns.Patience)
        {
            unit.Refuse(new StoreOverloadedException());
            return;
        }

        for (var retries = 0; retries <= IWriter.MaxRetries; retries++)
        {
            connection.Execute("SAVEPOINT unit");
            var failure = await FailureOfAsync(unit.RunAsync(connection.Connection));
            if (raw.sqlite3_get_autocommit(connection.Connection.Handle) != 0 || IsOfTheFile(failure))
            {
                // a full disk, for one, ends the transaction of all; and a damaged page would stay in the connection's cache when it has been put back
                throw new CommitFailedException(failure);
            }

            if (failure is null)
            {
                connection.Execute("RELEASE unit");
                return;
            }

            connection.Execute("ROLLBACK TO unit");
            connection.Execute("RELEASE unit");
            if (!unit.IsConflict(failure))
            {
                unit.Refuse(failure);
                return;
            }
        }

        unit.Refuse(new ConcurrentChangeException());
    }

    /// <summary>Whether it befell the file, and so would befall the others.</summary>
    private static bool IsOfTheFile(Exception? failure) =>
        StoreFaults.DatabaseError(failure) is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_IOERR };

    /// <summary>What it ended with; null if it ended well.</summary>
    private static async Task<Exception?> FailureOfAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompletedSuccessfully ? null : task.Exception?.InnerException ?? new OperationCanceledException();
    }

    private static void Commit(PreparedConnection connection)
    {
        try
        {
            new SearchIndex(connection).CatchUp(MostIndexed);
            connection.Execute("COMMIT");
        }
        catch (SqliteException e)
        {
            throw new CommitFailedException(e);
        }
    }

    private bool TryDequeue([MaybeNullWhen(false)] out QueuedUnit next) => _ahead.TryDequeue(out next) || _waiting.TryDequeue(out next);

    /// <summary>Nobody is left to run them.</summary>
    private void RefuseAll()
    {
        while (TryDequeue(out var waiting))
        {
            waiting.Answer(new ObjectDisposedException(nameof(SharedWriter)));
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
