using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Audit.Trials.Faults;

/// <summary>Another process, this one, writes and doesn't come to an end.</summary>
internal sealed class HeldTransaction(string begin) : Fault("locked by " + begin, new Expectation(Duty.GoOn, Duty.Stop, Duty.Stop))
{
    private SqliteConnection? _connection;

    public override bool IsLock => true;

    public override void Begin(Place place, Random random)
    {
        _connection = place.Open();
        using var command = _connection.CreateCommand();
        // its turn comes between two of the service's transactions
        command.CommandText = "PRAGMA busy_timeout=60000";
        command.ExecuteNonQuery();
        command.CommandText = begin;
        command.ExecuteNonQuery();
    }

    public override void End(Place place) => Dispose();

    public override void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }
}

/// <summary>Another process holds a file and doesn't let it go.</summary>
/// <param name="suffix">Which: the database where it is empty, or one of those by which the service's processes take turns.</param>
/// <param name="expectation">What the service must do.</param>
internal sealed class HeldFile(string suffix, Expectation expectation) : Fault($"audit.db{suffix} held by flock", expectation)
{
    private SafeFileHandle? _handle;

    public override bool IsLock => true;

    public override void Begin(Place place, Random random)
    {
        for (var attempt = 0; _handle is null; attempt++)
        {
            try
            {
                _handle = File.OpenHandle(place.File + suffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 100_000)
            {
                Thread.Yield();
            }
        }
    }

    public override void End(Place place) => Dispose();

    public override void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }
}
