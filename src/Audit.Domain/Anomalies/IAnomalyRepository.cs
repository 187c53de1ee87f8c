namespace Audit.Domain.Anomalies;

/// <summary>The anomalies of all tenants, as aggregates to act on.</summary>
public interface IAnomalyRepository
{
    /// <summary>Takes a new anomaly in; it is stored when the unit of work saves.</summary>
    void Add(Anomaly anomaly);

    /// <summary>The tenant's anomaly of that id, or null: unknown and another tenant's are the same.</summary>
    Task<Anomaly?> FindAsync(string tenantId, string id, CancellationToken cancellationToken);

    /// <summary>Those of the ids that name the tenant's own anomalies, in the order of the ids; the others are passed over.</summary>
    Task<IReadOnlyList<Anomaly>> FindManyAsync(string tenantId, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The tenant's anomalies whose related case is that incident, in the order they were reported, up to <paramref name="max"/>.</summary>
    Task<IReadOnlyList<Anomaly>> FindRelatedToAsync(string tenantId, string incidentId, int max, CancellationToken cancellationToken);

    /// <summary>The tenant's anomalies with those external ids, in no order.</summary>
    Task<IReadOnlyList<Anomaly>> FindByExternalIdsAsync(string tenantId, IReadOnlyList<string> externalIds, CancellationToken cancellationToken);
}
