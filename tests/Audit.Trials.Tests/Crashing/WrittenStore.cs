using Audit.Trials.Crashing;
using Audit.Trials.Running;
using Microsoft.Data.Sqlite;

namespace Audit.Trials.Tests.Crashing;

/// <summary>A store that two writers have written to, with all that they do, and the service that still runs on it.</summary>
public sealed class WrittenStore : IAsyncLifetime
{
    private const int Writes = 60;
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    internal static string Tenant => Instance.Tenants[0];

    internal Instance Instance { get; private set; } = null!;

    internal CleanStart Clean { get; private set; } = null!;

    internal TrialReport Report { get; } = new();

    internal IReadOnlyList<Ledger> Ledgers { get; private set; } = [];

    internal string File => _folder.File("audit.db");

    public async Task InitializeAsync()
    {
        Clean = await CleanStart.MakeAsync();
        Instance = await Instance.StartAsync(File);
        List<Writer> writers = [new("w0", Tenant, 1, Report), new("w1", Tenant, 2, Report)];
        await Task.WhenAll(writers.Select(WriteAsync));
        Ledgers = [.. writers.Select(w => w.Ledger)];
    }

    public async Task DisposeAsync()
    {
        await Instance.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What is there after somebody has changed a copy of it by hand; <paramref name="deep"/> has SQLite look through it too.</summary>
    internal StoreSnapshot Changed(string sql, bool deep = false)
    {
        var copy = _folder.File($"copy-{Interlocked.Increment(ref _copies)}.db");
        Execute(File, $"VACUUM INTO '{copy}'");
        Execute(copy, sql);
        return StoreSnapshot.Of(copy, deep);
    }

    internal StoreSnapshot Unchanged() => StoreSnapshot.Of(File, isDeep: true);

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task WriteAsync(Writer writer)
    {
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        await writer.WriteAsync(Instance[Tenant], Acknowledge, stop.Token);

        void Acknowledge()
        {
            if (++acknowledged == Writes)
            {
                stop.Cancel();
            }
        }
    }
}
