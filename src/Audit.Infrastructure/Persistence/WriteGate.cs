using System.Diagnostics;

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
/// queue here instead. Processes that share the file take turns by a lock file beside it: SQLite makes who waits sleep ever longer,
/// and a process that writes without a pause would leave the others nothing.
/// </summary>
internal sealed class OneWriterGate(TimeSpan patience, string? lockFile = null) : IWriteGate, IDisposable
{
    /// <summary>As long as SQLite itself waits for another process: who is behind one that waits gives up with it.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    /// <summary>Short beside a commit: who asks this often gets a turn between two of another process.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);

    public async ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        if (!await _one.WaitAsync(patience, cancellationToken))
        {
            throw new StoreBusyException();
        }

        var turn = new Turn(_one);
        var isMine = false;
        try
        {
            turn.File = lockFile is null ? null : await LockAsync(lockFile, start, cancellationToken);
            isMine = true;
            return turn;
        }
        finally
        {
            if (!isMine)
            {
                turn.Dispose();
            }
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<FileStream?> LockAsync(string path, long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException)
            {
                // a file that can't be locked orders nobody: the database says what is wrong with it
                return null;
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < patience)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
            catch (IOException)
            {
                throw new StoreBusyException();
            }
        }
    }

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public FileStream? File { get; set; }

        public void Dispose()
        {
            File?.Dispose();
            one.Release();
        }
    }
}

/// <summary>Everybody at once: a database server orders its writers itself.</summary>
internal sealed class OpenGate : IWriteGate
{
    public ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken) => default;
}
