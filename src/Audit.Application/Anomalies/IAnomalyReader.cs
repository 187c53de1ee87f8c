using Audit.Application.Common;
using Audit.Domain.Anomalies;

namespace Audit.Application.Anomalies;

/// <summary>Answers about anomalies, read as they go out. Tenant first, always.</summary>
public interface IAnomalyReader
{
    /// <summary>The tenant's anomaly of that id, or null: unknown and another tenant's are the same.</summary>
    Task<AnomalyDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken);

    /// <summary>The tenant's anomalies that meet the filter, in the order that is asked for; searchable are type, description, user and id.</summary>
    Task<Page<AnomalyDto>> ListAsync(string tenantId, AnomalyFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Hands over the times of the tenant's anomalies that were reported or resolved in the period, in no order; it holds none of them itself.</summary>
    Task EachTimesAsync(string tenantId, Period period, Action<ThingTimes<AnomalyStatus>> take, CancellationToken cancellationToken);
}

/// <summary>What is looked for.</summary>
/// <param name="Common">What every list can be asked for.</param>
/// <param name="Types">Any of these; an empty list lets everything pass.</param>
/// <param name="Detected">When it was detected.</param>
/// <param name="UserId">The user it is about, or null for any.</param>
/// <param name="Without">An anomaly to leave out, or null.</param>
public sealed record AnomalyFilter(
    ListFilter<AnomalyStatus> Common, IReadOnlyList<string> Types, Period Detected, string? UserId = null, string? Without = null);
