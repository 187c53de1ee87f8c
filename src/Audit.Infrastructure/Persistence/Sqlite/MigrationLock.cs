using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>EF Core takes no lock while it migrates: instances that start together on one file take turns by a lock file beside it.</summary>
internal static class MigrationLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>As long as an index over millions of records may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Waits for the turn; disposing ends it.</summary>
    /// <exception cref="StoreBusyException">It didn't come in time.</exception>
    /// <exception cref="StoreGoneException">Nothing can be written beside the file.</exception>
    public static async Task<IDisposable> TakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource + ".migrate.lock";
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            return await LockFile.TakeAsync(path, s_pause, () => TimeProvider.System.GetElapsedTime(start) < Patience, cancellationToken) ?? throw new StoreBusyException();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not DirectoryNotFoundException)
        {
            throw new StoreGoneException($"The database's folder can't be written: {e.Message}", e);
        }
    }
}
