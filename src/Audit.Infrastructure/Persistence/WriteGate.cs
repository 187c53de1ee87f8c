namespace Audit.Infrastructure.Persistence;

/// <summary>Who may write now.</summary>
internal interface IWriteGate
{
    /// <summary>Waits for a turn, first come first served; disposing ends it.</summary>
    /// <exception cref="StoreBusyException">It didn't come in time.</exception>
    ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken);
}

/// <summary>
/// One writer at a time. SQLite has only one; writers that wait inside it block threads and are served unfairly, so they
/// queue here instead.
/// </summary>
internal sealed class OneWriterGate(TimeSpan patience) : IWriteGate, IDisposable
{
    /// <summary>As long as SQLite itself waits for another process: who is behind one that waits gives up with it.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);

    public async ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        return await _one.WaitAsync(patience, cancellationToken) ? new Turn(_one) : throw new StoreBusyException();
    }

    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}

/// <summary>Everybody at once: a database server orders its writers itself.</summary>
internal sealed class OpenGate : IWriteGate
{
    public ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken) => default;
}
