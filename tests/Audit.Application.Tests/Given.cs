using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using Moq;

namespace Audit.Application.Tests;

/// <summary>A caller, a clock, and things in a known state whose history is saved already.</summary>
internal static class Given
{
    public const string Tenant = "tnt_abc123";

    public static readonly DateTimeOffset Start = new(2026, 4, 3, 12, 0, 0, 7, TimeSpan.Zero);

    /// <summary>The present, as it is kept.</summary>
    public static readonly DateTimeOffset Now = Start.AddMinutes(5);

    public static readonly Actor Detector = new("svc_detector");
    public static readonly Actor Analyst = new("usr_analyst001", "Zhang San");

    /// <summary>Finer than what is kept, to see that it is cut.</summary>
    public static readonly TimeProvider Clock = new FixedClock(Now.AddTicks(9_999));

    public static readonly IMapper Mapper = ApplicationServices.Mapping().CreateMapper();

    public static ICaller Caller(Actor? actor = null) => Mock.Of<ICaller>(c => c.TenantId == Tenant && c.Actor == (actor ?? Analyst));

    /// <summary>An anomaly in which nothing is left empty: dismissed, acknowledged before, assigned, linked, commented.</summary>
    public static Anomaly FullAnomaly()
    {
        var what = new NewAnomaly("brute_force", Severity.High, "Five failed sign-ins in a row", Start.AddHours(-1), "ext_1", "usr_abc123", "T1110", ["evt_1", "evt_2"]);
        var anomaly = Anomaly.Report(Tenant, what, Detector, Start);
        anomaly.MoveTo(AnomalyStatus.Acknowledged, reason: null, Analyst, Start.AddSeconds(1));
        anomaly.AssignTo("usr_2", Analyst, Start.AddSeconds(2));
        anomaly.LinkTo("inc_01k5m8z0c2e9v7q4t6x8y1w3ra", Analyst, Start.AddSeconds(3));
        anomaly.AddComment("Our own test", Analyst, Start.AddSeconds(4));
        anomaly.MoveTo(AnomalyStatus.Dismissed, "false_positive", Analyst, Start.AddSeconds(5));
        anomaly.HistorySaved();
        return anomaly;
    }

    public static Anomaly OpenAnomaly(string? externalId = null)
    {
        var anomaly = Anomaly.Report(Tenant, new NewAnomaly("brute_force", Severity.High, "d", Start, externalId, null, null, []), Detector, Start);
        anomaly.HistorySaved();
        return anomaly;
    }

    /// <summary>An incident in which nothing is left empty: resolved.</summary>
    public static Incident FullIncident()
    {
        var what = new NewIncident("Multi-account brute force", Severity.Critical, "Several accounts at once 😀", "analyst-001", ["ano_x"], ["evt_1", "事件"]);
        var incident = Incident.Open(Tenant, what, Detector, Start);
        incident.MoveTo(IncidentStatus.Resolved, Analyst, Start.AddSeconds(5));
        incident.HistorySaved();
        return incident;
    }
}
