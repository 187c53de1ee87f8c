using SQLitePCL;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>The native library, of which a process has one.</summary>
internal static class SqliteLibrary
{
    /// <summary>
    /// SQLite counts the memory it takes under one lock for all threads, which readers would wait for. It can be told not to as long as
    /// nobody has used it; who comes later changes nothing, and only reads a little slower.
    /// </summary>
    public static void CountNoMemory()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }
}
