using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Application.Incidents;

/// <summary>Answers about incidents, read as they go out. Tenant first, always.</summary>
public interface IIncidentReader
{
    /// <summary>The tenant's incident of that id, or null: unknown and another tenant's are the same.</summary>
    Task<IncidentDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken);

    /// <summary>The tenant's incidents that meet the filter: <c>created_at</c>, then <c>id</c>, descending.</summary>
    Task<Page<IncidentDto>> ListAsync(string tenantId, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken);
}

/// <summary>What is looked for; an empty list or null lets everything pass.</summary>
/// <param name="Statuses">Any of these.</param>
/// <param name="Severities">Any of these.</param>
/// <param name="Search">Every term of it, as part of title, description, assignee or id, whatever the letters' case and width.</param>
public sealed record IncidentFilter(IReadOnlyList<IncidentStatus> Statuses, IReadOnlyList<Severity> Severities, string? Search);
