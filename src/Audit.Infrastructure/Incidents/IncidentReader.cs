using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Incidents;

internal sealed class IncidentReader(AuditDbContext db) : IIncidentReader
{
    private static readonly CompiledQuery<Func<AuditDbContext, string, string, CancellationToken, Task<IncidentDto?>>> s_find = new(() => EF.CompileAsyncQuery(
        (AuditDbContext context, string tenantId, string id, CancellationToken _) => context.Incidents
            .AsNoTracking()
            .Where(i => i.TenantId == tenantId && i.Id == id)
            .Select(IncidentProfile.ToDto)
            .FirstOrDefault()));

    public Task<IncidentDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        s_find.For(db)(db, tenantId, id, cancellationToken);

    public Task<Page<IncidentDto>> ListAsync(string tenantId, ListFilter<IncidentStatus> filter, PageRequest page, CancellationToken cancellationToken) =>
        db.Incidents.Matching(tenantId, filter).PageAsync(filter.Search is not null, page, IncidentProfile.ToDto, cancellationToken);

    public IAsyncEnumerable<ThingTimes<IncidentStatus>> TimesAsync(string tenantId, Period period)
    {
        var (from, before) = (period.From ?? DateTimeOffset.MinValue, period.Before ?? DateTimeOffset.MaxValue);
        return db.Incidents
            .Where(i => i.TenantId == tenantId && ((i.CreatedAt >= from && i.CreatedAt < before) || (i.ResolvedAt >= from && i.ResolvedAt < before)))
            .Select(i => new ThingTimes<IncidentStatus>(i.Status, i.Severity, i.CreatedAt, i.ContainedAt, i.ResolvedAt))
            .AsAsyncEnumerable();
    }
}
