using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
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

    /// <summary>Whether the file that the connection has open is no longer the one at its path: what is written there, nobody finds again.</summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        const int FileHasMoved = 20;
        return FileControl(connection.Handle!, "main", FileHasMoved, out var hasMoved) == raw.SQLITE_OK && hasMoved != 0;
    }

    /// <summary>The one function of the library that its wrapper leaves out.</summary>
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    private static extern int FileControl(sqlite3 db, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, out int value);
}
