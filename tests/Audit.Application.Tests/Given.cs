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

    /// <summary>An anomaly that went to that status by legal moves.</summary>
    public static Anomaly AnomalyIn(AnomalyStatus status)
    {
        var anomaly = OpenAnomaly();
        anomaly.MoveTo(status, reason: null, Detector, Start);
        anomaly.HistorySaved();
        return anomaly;
    }

    /// <summary>An incident in which nothing is left empty but where it may go: closed, contained and reopened before, commented.</summary>
    public static Incident FullIncident()
    {
        var what = new NewIncident("Multi-account brute force", Severity.Critical, "Several accounts at once 😀", "analyst-001", ["ano_x"], ["evt_1", "事件"]);
        var incident = Incident.Open(Tenant, what, Detector, Start);
        incident.MoveTo(IncidentStatus.Contained, Outcome.None, Analyst, Start.AddSeconds(1));
        incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Analyst, Start.AddSeconds(2));
        incident.MoveTo(IncidentStatus.Investigating, Outcome.None, Analyst, Start.AddSeconds(3));
        incident.AddComment("Not over yet", Analyst, Start.AddSeconds(4));
        incident.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Duplicate, "the same", "inc_01k5m8z0c2e9v7q4t6x8y1w3ra"), Analyst, Start.AddSeconds(5));
        incident.MoveTo(IncidentStatus.Closed, Outcome.None, Detector, Start.AddSeconds(6));
        incident.HistorySaved();
        return incident;
    }

    public static Incident OpenIncident(string[]? source = null, string[]? evidence = null)
    {
        var incident = Incident.Open(Tenant, new NewIncident("t", Severity.High, "d", "usr_1", source ?? [], evidence ?? []), Detector, Start);
        incident.HistorySaved();
        return incident;
    }

    /// <summary>An incident that went to that status by legal moves.</summary>
    public static Incident IncidentIn(IncidentStatus status, Outcome? outcome = null)
    {
        var incident = OpenIncident();
        if (status == IncidentStatus.Closed)
        {
            incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Detector, Start);
        }

        incident.MoveTo(status, outcome ?? Outcome.None, Detector, Start);
        incident.HistorySaved();
        return incident;
    }
}
