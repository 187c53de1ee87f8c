using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>Incidents or anomalies, in what both have in common.</summary>
internal abstract class ThingKind<TStatus>
    where TStatus : struct, Enum
{
    /// <summary>The table of them.</summary>
    public abstract string Table { get; }

    /// <summary>A new one whose searchable text has that word; last changed when it says.</summary>
    public abstract StoredThing New(string tenant, Severity severity, DateTimeOffset at, string word = "word", DateTimeOffset? changed = null, TStatus? status = null);

    /// <summary>Loads it and changes its status or its severity, if either can be; saving is the caller's affair.</summary>
    public abstract Task<IHistoried> ChangeAsync(Session session, string id, Random random);

    /// <summary>The ids of the part that is asked for.</summary>
    public abstract Task<Page<string>> ListAsync(Session session, ListFilter<TStatus> filter, PageRequest page);

    /// <summary>What every one of the tenant's things is, past lists and totals.</summary>
    public abstract Task<IReadOnlyList<(TStatus Status, Severity Severity)>> CountedAsync(Session session);
}

/// <summary>A thing that a test has stored, as lists are to show it.</summary>
internal sealed record StoredThing(IHistoried Aggregate, string Id, string Status, Severity Severity, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Word);

internal sealed class IncidentKind : ThingKind<IncidentStatus>
{
    public override string Table => "incidents";

    public override StoredThing New(string tenant, Severity severity, DateTimeOffset at, string word = "word", DateTimeOffset? changed = null, IncidentStatus? status = null)
    {
        var incident = Given.Incident(tenant, word, severity, status ?? IncidentStatus.Open, at: at);
        if (changed is { } time)
        {
            incident.AddComment("changed", Given.Analyst, time);
        }

        return new StoredThing(incident, incident.Id, WireName.Of(incident.Status), severity, incident.CreatedAt, incident.UpdatedAt, word);
    }

    public override async Task<IHistoried> ChangeAsync(Session session, string id, Random random)
    {
        var incident = await session.FindIncidentAsync(id);
        var moves = Incident.MovesFrom(incident.Status);
        if (moves.Count > 0 && random.Next(3) > 0)
        {
            incident.MoveTo(moves[random.Next(moves.Count)], Outcome.None, Given.Analyst, Given.Noon);
        }
        else if (incident.Status != IncidentStatus.Closed)
        {
            incident.Edit(new IncidentEdit(Title: null, Description: null, (Severity)random.Next(1, 5), RelatedEvidenceIds: null), Given.Analyst, Given.Noon);
        }

        return incident;
    }

    public override async Task<Page<string>> ListAsync(Session session, ListFilter<IncidentStatus> filter, PageRequest page)
    {
        var part = await session.IncidentReader.ListAsync(session.Caller.TenantId, filter, page, CancellationToken.None);
        return new Page<string>([.. part.Items.Select(i => i.Id)], part.Total, part.TotalIsLowerBound, part.HasNext);
    }

    public override async Task<IReadOnlyList<(IncidentStatus Status, Severity Severity)>> CountedAsync(Session session) =>
        [.. (await session.Db.Incidents.AsNoTracking().Where(i => i.TenantId == session.Caller.TenantId).ToListAsync()).Select(i => (i.Status, i.Severity))];
}

internal sealed class AnomalyKind : ThingKind<AnomalyStatus>
{
    public override string Table => "anomalies";

    public override StoredThing New(string tenant, Severity severity, DateTimeOffset at, string word = "word", DateTimeOffset? changed = null, AnomalyStatus? status = null)
    {
        var anomaly = Given.Anomaly(tenant, description: word, severity: severity, at: at);
        anomaly.MoveTo(status ?? AnomalyStatus.Open, null, Given.Analyst, at);
        if (changed is { } time)
        {
            anomaly.AddComment("changed", Given.Analyst, time);
        }

        return new StoredThing(anomaly, anomaly.Id, WireName.Of(anomaly.Status), severity, anomaly.CreatedAt, anomaly.UpdatedAt, word);
    }

    public override async Task<IHistoried> ChangeAsync(Session session, string id, Random random)
    {
        var anomaly = await session.FindAnomalyAsync(id);
        var moves = Anomaly.MovesFrom(anomaly.Status);
        anomaly.MoveTo(moves[random.Next(moves.Count)], null, Given.Analyst, Given.Noon);
        return anomaly;
    }

    public override async Task<Page<string>> ListAsync(Session session, ListFilter<AnomalyStatus> filter, PageRequest page)
    {
        var part = await session.AnomalyReader.ListAsync(session.Caller.TenantId, new AnomalyFilter(filter, [], default), page, CancellationToken.None);
        return new Page<string>([.. part.Items.Select(a => a.Id)], part.Total, part.TotalIsLowerBound, part.HasNext);
    }

    public override async Task<IReadOnlyList<(AnomalyStatus Status, Severity Severity)>> CountedAsync(Session session) =>
        [.. (await session.Db.Anomalies.AsNoTracking().Where(a => a.TenantId == session.Caller.TenantId).ToListAsync()).Select(a => (a.Status, a.Severity))];
}
