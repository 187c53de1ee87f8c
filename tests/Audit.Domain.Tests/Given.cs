using System.Text.Json;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests;

/// <summary>Things in a known state, with a history that is saved already.</summary>
internal static class Given
{
    public const string Tenant = "tnt_abc123";

    public static readonly DateTimeOffset Start = new(2026, 4, 3, 12, 0, 0, 7, TimeSpan.Zero);
    public static readonly DateTimeOffset Later = Start.AddMinutes(5);
    public static readonly Actor Detector = new("svc_detector");
    public static readonly Actor Analyst = new("usr_analyst001", "Zhang San", "tnt_home");

    public static readonly NewAnomaly Finding = new(
        "brute_force", Severity.High, "Five failed sign-ins in a row", Start.AddHours(-1), "ext_1", "usr_abc123", "T1110", ["evt_1", "evt_2"]);

    public static readonly NewIncident Case = new(
        "Multi-account brute force", Severity.Critical, "Several accounts at once", "analyst-001", ["ano_x"], ["evt_1"]);

    /// <summary>An anomaly that went to that status by legal moves at <see cref="Start"/>.</summary>
    public static Anomaly AnomalyIn(AnomalyStatus status, string? reason = null)
    {
        var anomaly = Anomaly.Report(Tenant, Finding, Detector, Start);
        anomaly.MoveTo(status, reason, Detector, Start);
        anomaly.HistorySaved();
        return anomaly;
    }

    /// <summary>An incident that went to that status by legal moves at <see cref="Start"/>.</summary>
    public static Incident IncidentIn(IncidentStatus status, Outcome? outcome = null)
    {
        var incident = Incident.Open(Tenant, Case, Detector, Start);
        if (status == IncidentStatus.Closed)
        {
            incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Detector, Start);
        }

        incident.MoveTo(status, outcome ?? Outcome.None, Detector, Start);
        incident.HistorySaved();
        return incident;
    }

    /// <summary>Everything that can be seen of a thing, to tell whether any of it changed.</summary>
    public static string StateOf(object thing) => JsonSerializer.Serialize(thing);
}
