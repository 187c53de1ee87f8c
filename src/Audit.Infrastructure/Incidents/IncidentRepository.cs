using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;

namespace Audit.Infrastructure.Incidents;

internal sealed class IncidentRepository(AuditDbContext db) : IIncidentRepository
{
    public void Add(Incident incident) => db.Incidents.Add(incident);
}
