using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;

namespace Audit.Application.Anomalies;

/// <summary>Takes in what detectors report, each external id once.</summary>
public sealed class AnomalyIntake(IAnomalyRepository anomalies, ICaller caller, TimeProvider clock)
{
    /// <summary>For each report, in its order, the new anomaly or the one that has its external id already.</summary>
    public async Task<IReadOnlyList<(Anomaly Anomaly, bool Created)>> TakeInAsync(IReadOnlyList<AnomalyReport> reports, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var externalIds = reports.Select(r => r.ExternalId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var known = (await anomalies.FindByExternalIdsAsync(caller.TenantId, externalIds, cancellationToken))
            .ToDictionary(a => a.ExternalId!, StringComparer.Ordinal);
        var taken = new List<(Anomaly, bool)>(reports.Count);
        foreach (var report in reports)
        {
            if (report.ExternalId is not null && known.TryGetValue(report.ExternalId, out var existing))
            {
                taken.Add((existing, false));
                continue;
            }

            var anomaly = Anomaly.Report(caller.TenantId, report.ToNew(now), caller.Actor, now);
            anomalies.Add(anomaly);
            taken.Add((anomaly, true));
            if (report.ExternalId is not null)
            {
                known.Add(report.ExternalId, anomaly);
            }
        }

        return taken;
    }
}

/// <summary>What a detector is told of an anomaly it reported.</summary>
public sealed class ReportedAnomalyDto
{
    /// <summary>The anomaly's id.</summary>
    /// <example>ano_01k5m8z0c2e9v7q4t6x8y1w3ra</example>
    public string Id { get; init; } = "";

    /// <summary>The detector's own id for the anomaly, where it gave one.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Where it stands in its review: <c>open</c> when it is new.</summary>
    public AnomalyStatus Status { get; init; }

    public static ReportedAnomalyDto Of(Anomaly anomaly) => new() { Id = anomaly.Id, ExternalId = anomaly.ExternalId, Status = anomaly.Status };
}
