using System.Globalization;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Bench.Seeding;

/// <summary>Incidents and anomalies as a tenant has them after two years: a third open, the others somewhere on their way or over.</summary>
internal sealed class Records(Random random)
{
    private static readonly IncidentStatus[][] s_ways =
    [
        [],
        [IncidentStatus.Investigating],
        [IncidentStatus.Investigating, IncidentStatus.Contained],
        [IncidentStatus.Investigating, IncidentStatus.Resolved],
        [IncidentStatus.Investigating, IncidentStatus.Resolved, IncidentStatus.Closed],
    ];

    private static readonly AnomalyStatus[][] s_reviews =
    [
        [],
        [AnomalyStatus.Acknowledged],
        [AnomalyStatus.Investigating],
        [AnomalyStatus.Acknowledged, AnomalyStatus.Resolved],
        [AnomalyStatus.Dismissed],
    ];

    private static readonly Severity[] s_severities = [Severity.Low, Severity.Medium, Severity.High, Severity.Critical];
    private static readonly int[] s_severityWeights = [40, 35, 20, 5];
    private static readonly int[] s_wayWeights = [34, 16, 10, 22, 18];
    private static readonly Actor s_detector = new("detector-01");

    private readonly Prose _prose = new(random);

    public Incident Incident(string tenantId, DateTimeOffset at, bool isRare = false)
    {
        var (title, description) = _prose.Incident(isRare);
        var analyst = new Actor(Analyst());
        var way = s_ways[Weighted(s_wayWeights)];
        var assignee = way.Length > 0 || random.Next(2) == 0 ? analyst.Id : null;
        var incident = Domain.Incidents.Incident.Open(tenantId, new NewIncident(title, ASeverity(), description, assignee, [], []), analyst, at);
        foreach (var step in way)
        {
            at = at.AddMinutes(random.Next(5, 2_000));
            var outcome = step == IncidentStatus.Resolved ? new Outcome((Resolution)random.Next(3), Note: "Checked with the owner of the account.") : Outcome.None;
            incident.MoveTo(step, outcome, analyst, at);
        }

        return incident;
    }

    public Anomaly Anomaly(string tenantId, DateTimeOffset at)
    {
        var (type, tactic, description) = _prose.Anomaly();
        var analyst = new Actor(Analyst());
        var detected = at.AddSeconds(-random.Next(1, 600));
        var what = new NewAnomaly(type, ASeverity(), description, detected, ExternalId: null, _prose.User, tactic, []);
        var anomaly = Domain.Anomalies.Anomaly.Report(tenantId, what, s_detector, at);
        foreach (var step in s_reviews[Weighted(s_wayWeights)])
        {
            at = at.AddMinutes(random.Next(5, 2_000));
            anomaly.MoveTo(step, Domain.Anomalies.Anomaly.Ends(step) ? "Seen before" : null, analyst, at);
        }

        return anomaly;
    }

    private string Analyst() => string.Create(CultureInfo.InvariantCulture, $"analyst-{random.Next(1, 51):000}");

    private Severity ASeverity() => s_severities[Weighted(s_severityWeights)];

    private int Weighted(int[] weights)
    {
        var at = random.Next(weights.Sum());
        var i = 0;
        while (at >= weights[i])
        {
            at -= weights[i++];
        }

        return i;
    }
}
