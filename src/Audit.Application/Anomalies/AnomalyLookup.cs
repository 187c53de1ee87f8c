using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;

namespace Audit.Application.Anomalies;

internal static class AnomalyLookup
{
    /// <summary>The tenant's anomaly of that id, as it goes out.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<AnomalyDto> RequireAsync(this IAnomalyReader anomalies, string tenantId, string id, CancellationToken cancellationToken) =>
        (Ids.CanBe(Ids.Anomaly, id) ? await anomalies.FindAsync(tenantId, id, cancellationToken) : null)
        ?? throw new NotFoundException(ErrorKeys.AnomalyNotFound, id);

    /// <summary>The tenant's anomaly of that id, in a version that the caller is willing to change.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="PreconditionFailedException">It has another version.</exception>
    public static async Task<Anomaly> RequireAsync(
        this IAnomalyRepository anomalies, string tenantId, string id, VersionCondition? condition, CancellationToken cancellationToken)
    {
        var anomaly = await anomalies.FindAsync(tenantId, id, cancellationToken) ?? throw new NotFoundException(ErrorKeys.AnomalyNotFound, id);
        condition.Require(anomaly.Version);
        return anomaly;
    }
}
