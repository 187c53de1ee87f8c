using Audit.Trials.Crashing;
using Audit.Trials.Loading;
using Audit.Trials.Running;
using Microsoft.Data.Sqlite;

namespace Audit.Trials.Tests.Loading;

/// <summary>A store with one write of each kind, and the books of them.</summary>
public sealed class BookedStore : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    internal Books Books { get; } = new();

    internal TrialReport Report { get; } = new();

    private string File => _folder.File("audit.db");

    public async Task InitializeAsync()
    {
        var shelf = new Shelf("tnt_load");
        await using var server = await Server.StartAsync(File, [shelf], 1);
        var actor = server.Actors[0];
        using var sender = new Sender(server.Address, Books, Report);
        await sender.SendAsync(Calls.Open(actor, "high"), Tolerance.None);
        await sender.SendAsync(Calls.Report(actor, "low"), Tolerance.None);
        await sender.SendAsync(Calls.Batch(actor, "low", number: 3, words: 10), Tolerance.None);
        foreach (var isIncident in (bool[])[true, false])
        {
            await sender.SendAsync(Calls.Move(actor, shelf.Any(new Random(1), isIncident)!, isForward: true), Tolerance.None);
            await sender.SendAsync(Calls.Comment(actor, shelf.Any(new Random(1), isIncident)!), Tolerance.None);
            await sender.SendAsync(Calls.CommentMany(actor, isIncident, shelf.Some(new Random(1), isIncident, 3)), Tolerance.None);
        }

        // what it knows is old by now
        await sender.SendAsync(Calls.Move(actor, shelf.Any(new Random(1), isIncident: true)! with { Version = 1 }, isForward: true), Tolerance.None);
        Report[Sender.LostRaces].Should().Be(1);
        (await server.Service.TerminateAsync()).Should().Be(0);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>What is there after somebody has changed a copy of it by hand.</summary>
    internal StoreSnapshot Changed(string sql)
    {
        var copy = _folder.File($"copy-{Interlocked.Increment(ref _copies)}.db");
        Execute(File, $"VACUUM INTO '{copy}'");
        Execute(copy, sql);
        return StoreSnapshot.Of(copy, isDeep: false);
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
