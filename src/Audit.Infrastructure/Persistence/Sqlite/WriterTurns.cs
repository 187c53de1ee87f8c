using System.Diagnostics;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Win32.SafeHandles;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Processes that share a file write in turns, by two lock files beside it: who holds the one writes, who holds the other is next. SQLite
/// would make who waits sleep ever longer, and a process that writes without a pause would leave the others nothing.
/// </summary>
internal sealed class WriterTurns(string file, TimeSpan patience)
{
    /// <summary>As long as SQLite itself waits for another process: who is behind one that waits gives up with it.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    /// <summary>How long a writer waits at the most.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Waits for the turn; disposing ends it. Null where no file can be locked: then the database says what is wrong with the place.</summary>
    /// <exception cref="StoreBusyException">It didn't come in time.</exception>
    public async Task<IDisposable?> EnterAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var next = await LockAsync(file + ".next.lock", start);
        return await LockAsync(file + ".write.lock", start);
    }

    private async Task<SafeFileHandle?> LockAsync(string path, long start)
    {
        try
        {
            return await LockFile.TakeAsync(path, s_pause, () => Stopwatch.GetElapsedTime(start) < patience, CancellationToken.None) ?? throw new StoreBusyException();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException)
        {
            return null;
        }
        catch (IOException e)
        {
            // read-only, full, broken: an open database may go on there for a while, with nobody's turn
            throw new StoreGoneException($"No turn to write can be taken: {e.Message}", e);
        }
    }
}
