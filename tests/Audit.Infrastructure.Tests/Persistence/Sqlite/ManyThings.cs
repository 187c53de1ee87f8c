using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>A file in which a tenant has 2,300 incidents and as many anomalies, a millisecond apart, and its neighbour a few. Each test takes a copy.</summary>
public sealed class ManyThings : IAsyncLifetime
{
    public const string Tenant = "tnt_acme";
    public const string Neighbour = "tnt_beta";
    public const int Count = 2300;
    private const int Batch = 500;
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    private string File => _folder.File("many.db");

    public async Task InitializeAsync()
    {
        await using (var provider = StoreProvider.OnFile(File))
        {
            await provider.MigrateStoreAsync();
            await AddAsync(provider, Tenant, Count, i => Given.Noon.AddMilliseconds(i));
            await AddAsync(provider, Neighbour, 20, i => Given.Noon.AddMilliseconds(i));
        }

        // the log into the file, so that a copy of the file is a copy of all
        await RawSqlite.ExecuteAsync(File, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Incidents and anomalies, each as many.</summary>
    internal static async Task AddAsync(IServiceProvider provider, string tenant, int count, Func<int, DateTimeOffset> at)
    {
        var (incidents, anomalies) = (new IncidentKind(), new AnomalyKind());
        foreach (var batch in Enumerable.Range(0, count).Chunk(Batch))
        {
            await using var session = Session.Of(provider, tenant);
            await session.AddAsync(batch.SelectMany(i => new[]
            {
                incidents.New(tenant, (Severity)(1 + (i % 4)), at(i), status: (IncidentStatus)(i % 3)).Aggregate,
                anomalies.New(tenant, (Severity)(1 + (i % 3)), at(i), status: (AnomalyStatus)(i % 2)).Aggregate,
            }));
        }
    }

    internal string Copy()
    {
        var copy = _folder.File($"copy{Interlocked.Increment(ref _copies)}.db");
        System.IO.File.Copy(File, copy);
        return copy;
    }
}
