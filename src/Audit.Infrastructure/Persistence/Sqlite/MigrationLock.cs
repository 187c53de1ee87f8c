using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>EF Core takes no lock while it migrates: instances that start together on one file take turns by a lock file beside it.</summary>
internal static class MigrationLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static async Task MigrateAsync(DbContext db, CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        await using var held = await TakeAsync(file + ".migrate.lock", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    private static async Task<FileStream> TakeAsync(string path, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += s_pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException) && waited < s_patience)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }
}
