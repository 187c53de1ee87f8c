using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>
/// The file that everything is in. An open connection goes on reading and writing a file that was moved away, deleted or written over, and
/// finds there what it remembers: so the file itself is looked at, at most once in an interval, by whoever comes to use it.
/// </summary>
internal sealed class StoreFile(string connectionString, TimeSpan interval) : IDisposable
{
    /// <summary>Half of the second within which it is noticed: a look takes less than a millisecond.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(0.5);

    private readonly string _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString();
    private readonly string _path = new SqliteConnectionStringBuilder(connectionString).DataSource;
    private readonly Lock _looking = new();
    private SqliteConnection? _open;
    private volatile Exception? _fault;
    private long _lookedAt = long.MinValue;
    private volatile int _generation;
    private bool _isDisposed;

    /// <summary>Looks whether it can be used, and counts how often it could not or was another: connections from before are of no more use.</summary>
    /// <exception cref="StoreGoneException">It is not there, can't be read, or another is in its place beside what the former left.</exception>
    public int Look()
    {
        if (IsDue())
        {
            // one looks; the others go by what was found before, and the very first wait
            var isFirst = Volatile.Read(ref _lookedAt) == long.MinValue;
            if (isFirst ? Enter() : _looking.TryEnter())
            {
                try
                {
                    if (IsDue())
                    {
                        LookNow();
                    }
                }
                finally
                {
                    _looking.Exit();
                }
            }
        }

        return _fault is { } fault ? throw new StoreGoneException(fault.Message, fault) : _generation;
    }

    /// <summary>Looks again when a connection has opened the file and not read from it yet: reading is what would mix it with another's log.</summary>
    /// <exception cref="StoreGoneException">It is not there, was replaced just now, or another is in its place beside what the former left.</exception>
    public int Admit(SqliteConnection opened)
    {
        lock (_looking)
        {
            if (IsDue() || _open is null || SqliteLibrary.HasMoved(_open))
            {
                LookNow();
            }

            var fault = _fault ?? (SqliteLibrary.HasMoved(opened) ? Replaced() : null);
            return fault is null ? _generation : throw new StoreGoneException(fault.Message, fault);
        }
    }

    public void Dispose()
    {
        lock (_looking)
        {
            _isDisposed = true;
            Close();
        }
    }

    private bool Enter()
    {
        _looking.Enter();
        return true;
    }

    private bool IsDue()
    {
        var last = Volatile.Read(ref _lookedAt);
        return last == long.MinValue || Environment.TickCount64 - last >= interval.TotalMilliseconds;
    }

    private void LookNow()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var hadFault = _fault is not null;
        try
        {
            Examine();
            _fault = null;
        }
        catch (Exception e) when (e is SqliteException or StoreGoneException)
        {
            if (!hadFault)
            {
                _generation++;
            }

            _fault = e;
        }

        Volatile.Write(ref _lookedAt, Environment.TickCount64);
    }

    /// <summary>The one that was open until now tells whether the file is the same; a new one reads it anew.</summary>
    private void Examine()
    {
        if (_open is not null && SqliteLibrary.HasMoved(_open))
        {
            if (!File.Exists(_path))
            {
                throw new StoreGoneException($"{Path.GetFileName(_path)} is no longer there.");
            }

            if (File.Exists(_path + "-wal"))
            {
                // SQLite would take the former file's last writes for those of this one
                throw new StoreGoneException(
                    $"Another file is in the place of {Path.GetFileName(_path)}, beside a -wal that may be the former's. If it is this file's own, restart the service; else stop every instance and remove the -wal and the -shm.");
            }

            Close();
            _generation++;
        }

        var opened = new SqliteConnection(_connectionString);
        var isSound = false;
        try
        {
            opened.Open();
            if (_open is not null && SqliteLibrary.HasMoved(_open))
            {
                throw Replaced();
            }

            SqlitePragmas.Apply(opened);
            using var command = opened.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            command.ExecuteScalar();
            isSound = true;
        }
        finally
        {
            if (!isSound)
            {
                opened.Dispose();
            }
        }

        Close();
        _open = opened;
    }

    private StoreGoneException Replaced() => new($"{Path.GetFileName(_path)} was replaced just now.");

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }
}
