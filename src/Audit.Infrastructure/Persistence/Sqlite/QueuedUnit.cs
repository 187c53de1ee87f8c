using System.Diagnostics;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>A unit of work that waits for the writer, runs on its connection, and learns how it ended when everybody of its transaction does.</summary>
internal sealed class QueuedUnit
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Left = 2;

    private readonly Unit _unit;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _leaving;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly long _start = Stopwatch.GetTimestamp();
    private Exception? _failure;
    private int _state = Waiting;

    public QueuedUnit(Unit unit, CancellationToken cancellationToken)
    {
        (_unit, _cancellation) = (unit, cancellationToken);
        _leaving = cancellationToken.UnsafeRegister(static self => ((QueuedUnit)self!).Leave(), this);
    }

    /// <summary>Ends with what became of it.</summary>
    public Task End => _end.Task;

    public TimeSpan Waited => Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether it is to be run; no, if whoever asked for it has left meanwhile. From here on leaving ends no wait.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public bool IsConflict(Exception exception) => _unit.Db.IsConflict(exception);

    /// <summary>Runs it on the writer's connection, in the context (culture, trace) of who asked for it.</summary>
    public async Task RunAsync(SqliteConnection connection)
    {
        var database = _unit.Db.Database;
        var own = database.GetConnectionString();
        database.SetDbConnection(connection);
        // the transaction is the writer's
        database.AutoTransactionsEnabled = false;
        try
        {
            await Start();
        }
        finally
        {
            database.AutoTransactionsEnabled = true;
            database.SetDbConnection(null);
            database.SetConnectionString(own);
        }
    }

    /// <summary>It can't be done; the others can.</summary>
    public void Refuse(Exception failure) => _failure = failure;

    /// <summary>The transaction has ended, well or with what befell them all: now whoever asked may know.</summary>
    public void Answer(Exception? failure)
    {
        _leaving.Dispose();
        switch (failure ?? _failure)
        {
            case null:
                _end.TrySetResult();
                break;
            case OperationCanceledException:
                _end.TrySetCanceled(_cancellation);
                break;
            case var e:
                _end.TrySetException(e);
                break;
        }
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Left, Waiting) == Waiting)
        {
            _end.TrySetCanceled(_cancellation);
        }
    }

    private Task Start()
    {
        if (_context is null)
        {
            return _unit.RunAsync();
        }

        Task? running = null;
        ExecutionContext.Run(_context, _ => running = _unit.RunAsync(), state: null);
        return running!;
    }
}
