using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Incidents;

internal sealed class IncidentRepository(AuditDbContext db) : IIncidentRepository
{
    public void Add(Incident incident) => db.Incidents.Add(incident);

    public async Task<Incident?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        Ids.CanBe(Ids.Incident, id)
            ? await db.Incidents.SingleOrDefaultAsync(i => i.TenantId == tenantId && i.Id == id, cancellationToken)
            : null;
}
