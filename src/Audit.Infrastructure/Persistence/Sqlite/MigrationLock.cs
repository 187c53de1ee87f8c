using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>EF Core takes no lock while it migrates: instances that start together on one file take turns by a lock file beside it.</summary>
internal static class MigrationLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>As long as an index over millions of records may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Waits for the turn; disposing ends it.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource + ".migrate.lock";
        for (var waited = TimeSpan.Zero; ; waited += s_pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException) && waited < Patience)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }
}
