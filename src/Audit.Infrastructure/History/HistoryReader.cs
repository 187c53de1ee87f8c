using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.History;

internal sealed class HistoryReader(AuditDbContext db) : IHistoryReader
{
    private static readonly string s_moved = WireName.Of(HistoryAction.StatusChanged);

    public async Task<IReadOnlyList<HistoryEntryDto>> ListAsync(string tenantId, long fromSequence, int count, CancellationToken cancellationToken) =>
        await From(tenantId, fromSequence).Take(count).Select(HistoryProfile.ToDto).ToListAsync(cancellationToken);

    public async Task<Page<HistoryEntryDto>> ListAboutAsync(string tenantId, SubjectType type, string id, PageRequest page, CancellationToken cancellationToken)
    {
        var subjectType = WireName.Of(type);
        var about = db.History.AsNoTracking().Where(e => e.TenantId == tenantId && e.SubjectId == id && e.SubjectType == subjectType);
        var total = await about.LongCountAsync(cancellationToken);
        var offset = (page.Number - 1L) * page.Size;
        IReadOnlyList<HistoryEntryDto> items = offset >= total
            ? []
            : await about.OrderBy(e => e.Sequence).Skip((int)offset).Take(page.Size).Select(HistoryProfile.ToDto).ToListAsync(cancellationToken);
        return new Page<HistoryEntryDto>(items, total, TotalIsLowerBound: false, offset + items.Count < total);
    }

    public async Task<ChainEnd> EndAsync(string tenantId, CancellationToken cancellationToken) =>
        (await db.ChainEnds.AsNoTracking().SingleOrDefaultAsync(e => e.TenantId == tenantId, cancellationToken))?.End ?? ChainEnd.Start(tenantId);

    public async Task<IReadOnlyList<HistoryEntry>> ReadStoredAsync(string tenantId, long fromSequence, int count, CancellationToken cancellationToken) =>
        await db.StoredHistory(tenantId, fromSequence, count).AsNoTracking().ToListAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> StatusesAsync(string tenantId, SubjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var table = type == SubjectType.Incident ? "incidents" : "anomalies";
        return await db.Set<StoredStatus>()
            .FromSqlRaw($"SELECT id, status FROM {table} WHERE tenant_id = {{0}} AND id IN {db.ListFromJson(1)}", tenantId, StringListConverter.ToJson(ids))
            .ToDictionaryAsync(s => s.Id, s => s.Status, StringComparer.Ordinal, cancellationToken);
    }

    public Task<bool> IsMovedAfterAsync(string tenantId, string subjectId, long sequence, CancellationToken cancellationToken) =>
        db.History.AnyAsync(e => e.TenantId == tenantId && e.SubjectId == subjectId && e.Sequence > sequence && e.Action == s_moved, cancellationToken);

    public async Task<string?> FindWithoutHistoryAsync(string tenantId, CancellationToken cancellationToken) =>
        await db.Incidents.Where(i => i.TenantId == tenantId && !db.History.Any(e => e.TenantId == i.TenantId && e.SubjectId == i.Id)).Select(i => i.Id).FirstOrDefaultAsync(cancellationToken)
        ?? await db.Anomalies.Where(a => a.TenantId == tenantId && !db.History.Any(e => e.TenantId == a.TenantId && e.SubjectId == a.Id)).Select(a => a.Id).FirstOrDefaultAsync(cancellationToken);

    private IQueryable<HistoryEntry> From(string tenantId, long sequence) =>
        db.History.AsNoTracking().Where(e => e.TenantId == tenantId && e.Sequence >= sequence).OrderBy(e => e.Sequence);
}
