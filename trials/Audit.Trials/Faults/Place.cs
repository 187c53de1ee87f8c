using Microsoft.Data.Sqlite;

namespace Audit.Trials.Faults;

/// <summary>Where the service's file lies.</summary>
/// <param name="File">Its path.</param>
internal sealed record Place(string File)
{
    public string Folder => Path.GetDirectoryName(File)!;

    public string Log => File + "-wal";

    public string Index => File + "-shm";

    /// <summary>A connection of another process than the service's.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 60 }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Has all that is in the log written into the file, and the log emptied; nobody may be reading or writing.</summary>
    public void EmptyLog()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        if (new FileInfo(Log).Length > 0)
        {
            throw new TrialException("The log could not be emptied.");
        }
    }

    /// <summary>Writes over a part of the file past SQLite; what was there.</summary>
    public byte[] Overwrite(long at, byte[] bytes)
    {
        using var file = new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var before = new byte[bytes.Length];
        file.Position = at;
        file.ReadExactly(before);
        file.Position = at;
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return before;
    }
}
