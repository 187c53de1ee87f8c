using Audit.Application.Common;
using Audit.Domain.Incidents;

namespace Audit.Application.Incidents;

/// <summary>Answers about incidents, read as they go out. Tenant first, always.</summary>
public interface IIncidentReader
{
    /// <summary>The tenant's incident of that id, or null: unknown and another tenant's are the same.</summary>
    Task<IncidentDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken);

    /// <summary>The tenant's incidents that meet the filter, in the order that is asked for; searchable are title, description, assignee and id.</summary>
    Task<Page<IncidentDto>> ListAsync(string tenantId, ListFilter<IncidentStatus> filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Hands over the times of the tenant's incidents that were opened or resolved in the period, in no order; it holds none of them itself.</summary>
    Task EachTimesAsync(string tenantId, Period period, Action<ThingTimes<IncidentStatus>> take, CancellationToken cancellationToken);
}
