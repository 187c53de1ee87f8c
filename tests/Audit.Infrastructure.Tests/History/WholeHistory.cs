using Audit.Application.Common;
using Audit.Application.History;
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

/// <summary>A copy of the file, in the hands of somebody who can write to it.</summary>
internal sealed class HistoryFile(string path) : IAsyncDisposable
{
    // of connections that end at once: a pooled one would go on showing pages that it read before
    private readonly ServiceProvider _provider = StoreProvider.OnFile(path + ";Pooling=False");

    /// <summary>Runs the statements while the triggers that keep history append-only are away.</summary>
    public async Task ExecuteAsync(string sql)
    {
        var triggers = await RawSqlite.ReadAsync(path, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name");
        triggers.Should().NotBeEmpty();
        var drop = string.Concat(triggers.Where((_, i) => i % 2 == 0).Select(name => $"DROP TRIGGER {name};"));
        var make = string.Concat(triggers.Where((_, i) => i % 2 == 1).Select(text => text + ";"));
        await RawSqlite.ExecuteAsync(path, $"{drop}{sql};{make}");
    }

    /// <summary>Writes an entry's columns over, and the hashes of it and of all that follow, as the service would have done.</summary>
    public async Task WriteAnewAsync(long sequence, params (string Column, object Value)[] changes)
    {
        await using var session = Open();
        var rows = await Chain.ReadAsync(session.Db, WholeHistory.Tenant);
        var previous = sequence == 1 ? new string('0', 64) : (string)rows[(int)sequence - 2]["hash"];
        foreach (var row in rows.Skip((int)sequence - 1))
        {
            var anew = new Dictionary<string, object>(row, StringComparer.Ordinal) { ["previous_hash"] = previous };
            foreach (var (column, value) in row["sequence"].Equals(sequence) ? changes : [])
            {
                anew[column] = value;
            }

            previous = Chain.HashOf(anew);
            anew["hash"] = previous;
            var set = string.Join(", ", anew.Where(c => c.Key != "sequence").Select(c => $"\"{c.Key}\" = '{c.Value}'"));
            await ExecuteAsync($"UPDATE history SET {set} WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = {row["sequence"]}");
        }

        await ExecuteAsync($"UPDATE history_ends SET hash = '{previous}' WHERE tenant_id = '{WholeHistory.Tenant}'");
    }

    /// <summary>What the entry's hash is.</summary>
    public async Task<string> HashOfAsync(long sequence) =>
        sequence == 0 ? new string('0', 64) : (await ReadAsync($"SELECT hash FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = {sequence}"))[0];

    public Task<IReadOnlyList<string>> ReadAsync(string sql) => RawSqlite.ReadAsync(path, sql);

    public byte[] ReadBytes() => File.ReadAllBytes(path);

    public void WriteByte(int position, byte value)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = position;
        file.WriteByte(value);
    }

    /// <summary>Takes away all from that sequence on.</summary>
    public Task DeleteFromAsync(long sequence) => ExecuteAsync($"DELETE FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence >= {sequence}");

    public Session Open(string tenantId = WholeHistory.Tenant) => Session.Of(_provider, tenantId);

    public async Task<VerificationDto> VerifyAsync(long from = 1, int limit = Limits.VerifiedEntries, (long Sequence, string Hash)? expected = null)
    {
        await using var session = Open();
        return await session.VerifyAsync(from, limit, expected);
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
