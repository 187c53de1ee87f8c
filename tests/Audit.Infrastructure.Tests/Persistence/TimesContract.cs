using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>The times that statistics are made of, on every database alike.</summary>
public abstract class TimesContract(TestStore store)
{
    private static readonly Period s_day = new(Given.Noon, Given.Noon.AddDays(1));
    private static readonly DateTimeOffset s_before = s_day.From!.Value.AddMilliseconds(-1);
    private static readonly DateTimeOffset s_first = s_day.From!.Value;
    private static readonly DateTimeOffset s_last = s_day.Before!.Value.AddMilliseconds(-1);
    private static readonly DateTimeOffset s_after = s_day.Before!.Value;

    /// <summary>When a thing was made and when it was resolved, and whether it belongs to the day.</summary>
    private static readonly (DateTimeOffset Created, DateTimeOffset? Resolved, bool IsWanted)[] s_things =
    [
        (s_before, null, false), (s_first, null, true), (s_last, null, true), (s_after, null, false),
        (s_before, s_before, false), (s_before, s_first, true), (s_before, s_last, true), (s_before, s_after, false),
        (s_first, s_after, true), (s_after, s_after, false), (s_first, s_first, true),
    ];

    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task EachTimesAsync_OfIncidents_GivesThoseThatWereOpenedOrResolvedInThePeriod()
    {
        var incidents = s_things.Select(t => (t.IsWanted, Incident: GivenIncident(_tenant, t.Created, t.Resolved))).ToList();
        await using var session = store.Open(_tenant);
        await session.AddAsync([.. incidents.Select(i => i.Incident), GivenIncident(Given.Tenant(), s_first, s_last)]);

        (await IncidentTimesAsync(session, s_day)).Should().BeEquivalentTo(incidents.Where(i => i.IsWanted).Select(i => TimesOf(i.Incident)));
        (await IncidentTimesAsync(session, default)).Should().BeEquivalentTo(incidents.Select(i => TimesOf(i.Incident)));
        (await IncidentTimesAsync(session, new Period(s_after, null))).Should().HaveCount(4);
        (await IncidentTimesAsync(session, new Period(null, s_first))).Should().HaveCount(5);
    }

    [StoreFact]
    public async Task EachTimesAsync_OfAnomalies_GivesThoseThatWereReportedOrResolvedInThePeriod()
    {
        var anomalies = s_things.Select((t, i) => (t.IsWanted, Anomaly: GivenAnomaly(_tenant, t.Created, t.Resolved, i))).ToList();
        await using var session = store.Open(_tenant);
        await session.AddAsync([.. anomalies.Select(a => a.Anomaly), GivenAnomaly(Given.Tenant(), s_first, s_last, 0)]);

        (await AnomalyTimesAsync(session, s_day)).Should().BeEquivalentTo(anomalies.Where(a => a.IsWanted).Select(a => TimesOf(a.Anomaly)));
        (await AnomalyTimesAsync(session, default)).Should().BeEquivalentTo(anomalies.Select(a => TimesOf(a.Anomaly)));
        (await AnomalyTimesAsync(session, new Period(s_after, null))).Should().HaveCount(4);
        (await AnomalyTimesAsync(session, new Period(null, s_first))).Should().HaveCount(5);
    }

    private static Incident GivenIncident(string tenant, DateTimeOffset created, DateTimeOffset? resolved)
    {
        var incident = Given.Incident(tenant, severity: Severity.Low, at: created);
        if (resolved is { } time)
        {
            incident.MoveTo(IncidentStatus.Contained, Outcome.None, Given.Analyst, created.AddMilliseconds(7));
            incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Given.Analyst, time);
        }

        return incident;
    }

    /// <summary>Every other one is dismissed, which ends it just as well.</summary>
    private static Anomaly GivenAnomaly(string tenant, DateTimeOffset created, DateTimeOffset? resolved, int number)
    {
        var anomaly = Given.Anomaly(tenant, severity: Severity.Critical, at: created, detected: Given.Noon.AddYears(-1));
        if (resolved is { } time)
        {
            anomaly.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, created.AddMilliseconds(7));
            anomaly.MoveTo(number % 2 == 0 ? AnomalyStatus.Resolved : AnomalyStatus.Dismissed, null, Given.Analyst, time);
        }

        return anomaly;
    }

    private static ThingTimes<IncidentStatus> TimesOf(Incident i) => new(i.Status, i.Severity, i.CreatedAt, i.ContainedAt, i.ResolvedAt);

    private static ThingTimes<AnomalyStatus> TimesOf(Anomaly a) => new(a.Status, a.Severity, a.CreatedAt, a.AcknowledgedAt, a.ResolvedAt);

    private async Task<List<ThingTimes<IncidentStatus>>> IncidentTimesAsync(Session session, Period period)
    {
        var times = new List<ThingTimes<IncidentStatus>>();
        await session.IncidentReader.EachTimesAsync(_tenant, period, times.Add, CancellationToken.None);
        return times;
    }

    private async Task<List<ThingTimes<AnomalyStatus>>> AnomalyTimesAsync(Session session, Period period)
    {
        var times = new List<ThingTimes<AnomalyStatus>>();
        await session.AnomalyReader.EachTimesAsync(_tenant, period, times.Add, CancellationToken.None);
        return times;
    }
}

public sealed class SqliteTimesTests(SqliteStore store) : TimesContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerTimesTests(SqlServerStore store) : TimesContract(store), IClassFixture<SqlServerStore>;
