using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>Things to store, of which a test says only what it is about.</summary>
internal static class Given
{
    /// <summary>The present; its milliseconds are to be kept.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    public static readonly Actor Analyst = new("usr_analyst001", "李雷 👩‍💻", "tnt_home");

    public static string Tenant() => "tnt_" + Guid.NewGuid().ToString("N");

    public static Incident Incident(
        string tenantId,
        string title = "Multi-account brute force",
        Severity severity = Severity.High,
        IncidentStatus status = IncidentStatus.Open,
        string? description = null,
        string? assignee = null,
        DateTimeOffset? at = null,
        IReadOnlyList<string>? anomalies = null,
        IReadOnlyList<string>? evidence = null)
    {
        var now = at ?? Noon;
        var incident = Domain.Incidents.Incident.Open(tenantId, new NewIncident(title, severity, description, assignee, anomalies ?? [], evidence ?? []), Analyst, now);
        if (status == IncidentStatus.Closed)
        {
            incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Analyst, now);
        }

        incident.MoveTo(status, Outcome.None, Analyst, now);
        return incident;
    }

    public static Anomaly Anomaly(
        string tenantId,
        string? externalId = null,
        string type = "brute_force",
        string description = "Five failed sign-ins in a row",
        string? userId = null,
        string? mitreTactic = null,
        IReadOnlyList<string>? events = null,
        Severity severity = Severity.High,
        DateTimeOffset? detected = null,
        DateTimeOffset? at = null) =>
        Domain.Anomalies.Anomaly.Report(
            tenantId,
            new NewAnomaly(type, severity, description, detected ?? Noon.AddMinutes(-5), externalId, userId, mitreTactic, events ?? []),
            Analyst,
            at ?? Noon);

    /// <summary>A filter that lets everything pass.</summary>
    public static ListFilter<TStatus> AnyOf<TStatus>() => new([], [], [], default, default, Search: null);

    /// <summary>Text of that many characters (Unicode scalar values) beyond the basic plane, which every encoding finds hardest.</summary>
    public static string Emoji(int count) => string.Concat(Enumerable.Repeat("😀", count));
}
