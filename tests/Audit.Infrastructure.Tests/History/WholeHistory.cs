using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.History;

/// <summary>A file with a history of nine entries that nobody has touched, and two of another tenant. Each test takes a copy to tamper with.</summary>
public sealed class WholeHistory : IAsyncLifetime
{
    public const string Tenant = "tnt_acme";
    public const string Neighbour = "tnt_beta";
    public const int Length = 9;
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    /// <summary>Created by entry 1, moved last by entry 9.</summary>
    public string AnomalyId { get; private set; } = "";

    /// <summary>Created by entry 2, moved last by entry 6.</summary>
    public string IncidentId { get; private set; } = "";

    private string File => _folder.File("whole.db");

    public async Task InitializeAsync()
    {
        await using (var provider = StoreProvider.OnFile(File))
        {
            await provider.MigrateStoreAsync();
            await WriteAsync(provider);
        }

        // the log into the file, so that a copy of the file is a copy of all
        await RawSqlite.ExecuteAsync(File, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    internal HistoryFile Copy()
    {
        var copy = _folder.File($"copy{Interlocked.Increment(ref _copies)}.db");
        System.IO.File.Copy(File, copy);
        return new HistoryFile(copy);
    }

    private async Task WriteAsync(ServiceProvider provider)
    {
        var anomaly = Given.Anomaly(Tenant);
        var incident = Given.Incident(Tenant, anomalies: [anomaly.Id]);
        (AnomalyId, IncidentId) = (anomaly.Id, incident.Id);
        await using var session = Session.Of(provider, Tenant);
        await session.AddAsync(anomaly);
        await session.AddAsync(incident);
        await session.ActAsync(anomaly.Id, a => a.LinkTo(incident.Id, Given.Analyst, Given.Noon));
        await session.ActAsync(anomaly.Id, a => a.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, Given.Noon));
        await session.ActOnIncidentAsync(incident.Id, i => i.AssignTo("analyst-001", Given.Analyst, Given.Noon));
        await session.ActOnIncidentAsync(incident.Id, i => i.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.TruePositive, "Blocked at the gateway 封禁"), Given.Analyst, Given.Noon));
        await session.ActAsync(anomaly.Id, a => a.AddComment("正在核实", Given.Analyst, Given.Noon));
        await session.ActAsync(anomaly.Id, a => a.MoveTo(AnomalyStatus.Dismissed, "误报", Given.Analyst, Given.Noon));
        await using var neighbour = Session.Of(provider, Neighbour);
        await neighbour.AddAsync(Given.Incident(Neighbour), Given.Anomaly(Neighbour));
    }
}
