using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Anomalies;

internal sealed class AnomalyRepository(AuditDbContext db) : IAnomalyRepository
{
    public void Add(Anomaly anomaly) => db.Anomalies.Add(anomaly);

    public async Task<Anomaly?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        Ids.CanBe(Ids.Anomaly, id)
            ? await db.Anomalies.SingleOrDefaultAsync(a => a.TenantId == tenantId && a.Id == id, cancellationToken)
            : null;

    public async Task<IReadOnlyList<Anomaly>> FindManyAsync(string tenantId, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = (await WhereInAsync("id", tenantId, ids, cancellationToken)).ToDictionary(a => a.Id, StringComparer.Ordinal);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    public async Task<IReadOnlyList<Anomaly>> FindRelatedToAsync(string tenantId, string incidentId, int max, CancellationToken cancellationToken) =>
        await db.Anomalies.Where(a => a.TenantId == tenantId && a.RelatedCaseId == incidentId).OrderBy(a => a.Id).Take(max).ToListAsync(cancellationToken);

    public Task<IReadOnlyList<Anomaly>> FindByExternalIdsAsync(string tenantId, IReadOnlyList<string> externalIds, CancellationToken cancellationToken) =>
        WhereInAsync("external_id", tenantId, externalIds, cancellationToken);

    private async Task<IReadOnlyList<Anomaly>> WhereInAsync(string column, string tenantId, IReadOnlyList<string> values, CancellationToken cancellationToken) =>
        values.Count == 0
            ? []
            : await db.Anomalies
                .FromSqlRaw($"SELECT * FROM anomalies WHERE tenant_id = {{0}} AND {column} IN {db.ListFromJson(1)}", tenantId, StringListConverter.ToJson(values))
                .ToListAsync(cancellationToken);
}
