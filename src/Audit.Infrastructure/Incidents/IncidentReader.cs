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
            .Where(i => i.TenantId == tenantId && i.Id == id)
            .Select(IncidentProfile.ToDto)
            .FirstOrDefault()));

    public Task<IncidentDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        s_find.For(db)(db, tenantId, id, cancellationToken);

    public async Task<Page<IncidentDto>> ListAsync(string tenantId, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var wanted = Matching(tenantId, filter);
        // a search may hit most of a large tenant: counting stops where the number no longer tells anybody anything
        var counted = filter.Search is null
            ? await wanted.LongCountAsync(cancellationToken)
            : await wanted.Take(Limits.CountedHits + 1).LongCountAsync(cancellationToken);
        var isBound = filter.Search is not null && counted > Limits.CountedHits;
        var items = await ItemsAsync(wanted, page, cancellationToken);
        var hasNext = items.Count > page.Size;
        return new Page<IncidentDto>(hasNext ? items.GetRange(0, page.Size) : items, isBound ? Limits.CountedHits : counted, isBound, hasNext);
    }

    /// <summary>The part that is asked for, and one more where more follow.</summary>
    private static async Task<List<IncidentDto>> ItemsAsync(IQueryable<Incident> wanted, PageRequest page, CancellationToken cancellationToken)
    {
        var offset = page.Walk ? 0 : (page.Number - 1L) * page.Size;
        if (offset > int.MaxValue)
        {
            return [];
        }

        if (page.After is { } after)
        {
            wanted = wanted.Where(i => i.CreatedAt < after.CreatedAt || (i.CreatedAt == after.CreatedAt && string.Compare(i.Id, after.Id) < 0));
        }

        return await wanted
            .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id)
            .Skip((int)offset).Take(page.Size + 1)
            .Select(IncidentProfile.ToDto)
            .ToListAsync(cancellationToken);
    }

    private IQueryable<Incident> Matching(string tenantId, IncidentFilter filter)
    {
        var incidents = db.Incidents.Where(i => i.TenantId == tenantId);
        if (filter.Statuses.Count > 0)
        {
            incidents = incidents.Where(i => filter.Statuses.Contains(i.Status));
        }

        if (filter.Severities.Count > 0)
        {
            incidents = incidents.Where(i => filter.Severities.Contains(i.Severity));
        }

        foreach (var term in SearchText.Terms(filter.Search))
        {
            var pattern = SearchText.Contains(term);
            incidents = incidents.Where(i => EF.Functions.Like(EF.Property<string>(i, SearchText.Property), pattern, @"\"));
        }

        return incidents;
    }
}
