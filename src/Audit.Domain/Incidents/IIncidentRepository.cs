namespace Audit.Domain.Incidents;

/// <summary>The incidents of all tenants, as aggregates to act on. Reads that only answer go through a reader.</summary>
public interface IIncidentRepository
{
    /// <summary>Takes a new incident in; it is stored when the unit of work saves.</summary>
    void Add(Incident incident);

    /// <summary>The tenant's incident of that id, or null: unknown and another tenant's are the same.</summary>
    Task<Incident?> FindAsync(string tenantId, string id, CancellationToken cancellationToken);
}
