using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Application.Incidents;

internal static class IncidentLookup
{
    /// <summary>The tenant's incident of that id, as it goes out.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<IncidentDto> RequireAsync(this IIncidentReader incidents, string tenantId, string id, CancellationToken cancellationToken) =>
        (Ids.CanBe(Ids.Incident, id) ? await incidents.FindAsync(tenantId, id, cancellationToken) : null)
        ?? throw new NotFoundException(ErrorKeys.IncidentNotFound, id);

    /// <summary>The tenant's incident of that id, in a version that the caller is willing to change.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="PreconditionFailedException">It has another version.</exception>
    public static async Task<Incident> RequireAsync(
        this IIncidentRepository incidents, string tenantId, string id, VersionCondition? condition, CancellationToken cancellationToken)
    {
        var incident = await incidents.FindAsync(tenantId, id, cancellationToken) ?? throw new NotFoundException(ErrorKeys.IncidentNotFound, id);
        condition.Require(incident.Version);
        return incident;
    }
}
