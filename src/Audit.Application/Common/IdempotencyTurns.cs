using Audit.Domain.Common;
using MediatR;

namespace Audit.Application.Common;

/// <summary>
/// Lets the requests under one key pass one after the other: a twin that arrives while the first is worked on waits for its
/// answer, but not for long. What one process doesn't see of another, the unique index of the kept answers decides.
/// </summary>
public sealed class IdempotencyTurns(TimeSpan patience)
{
    /// <summary>How long a twin waits.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<IdempotencyScope, Turn> _turns = [];

    /// <summary>Waits for the key; disposing lets the next one in.</summary>
    /// <exception cref="ConcurrentChangeException">The request before it is still being worked on.</exception>
    public async Task<IDisposable> EnterAsync(IdempotencyScope scope, CancellationToken cancellationToken)
    {
        var turn = Join(scope);
        var isMine = false;
        try
        {
            isMine = await turn.One.WaitAsync(patience, cancellationToken);
        }
        finally
        {
            if (!isMine)
            {
                Leave(turn);
            }
        }

        return isMine ? turn : throw new ConcurrentChangeException();
    }

    private Turn Join(IdempotencyScope scope)
    {
        lock (_lock)
        {
            if (!_turns.TryGetValue(scope, out var turn))
            {
                _turns.Add(scope, turn = new Turn(this, scope));
            }

            turn.Join();
            return turn;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (turn.IsLastToLeave())
            {
                _turns.Remove(turn.Scope);
            }
        }
    }

    /// <summary>A key that requests are at, and how many.</summary>
    private sealed class Turn(IdempotencyTurns owner, IdempotencyScope scope) : IDisposable
    {
        private int _requests;

        public IdempotencyScope Scope { get; } = scope;

        public SemaphoreSlim One { get; } = new(1, 1);

        public void Join() => _requests++;

        public bool IsLastToLeave() => --_requests == 0;

        public void Dispose()
        {
            One.Release();
            owner.Leave(this);
        }
    }
}

/// <summary>Takes the key's turn before the transaction, so that a twin in waiting holds up nobody else.</summary>
public sealed class IdempotencyTurnBehavior<TRequest, TResponse>(IdempotencyTurns turns, IIdempotencyKey key, ICaller caller)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IIdempotentCommand<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (key.Value is null)
        {
            return await next();
        }

        using var turn = await turns.EnterAsync(IdempotencyScope.Of(caller, key.Value), cancellationToken);
        return await next();
    }
}
