using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Anomalies;

internal sealed class AnomalyReader(AuditDbContext db) : IAnomalyReader
{
    private static readonly CompiledQuery<Func<AuditDbContext, string, string, CancellationToken, Task<AnomalyDto?>>> s_find = new(() => EF.CompileAsyncQuery(
        (AuditDbContext context, string tenantId, string id, CancellationToken _) => context.Anomalies
            .AsNoTracking()
            .Where(a => a.TenantId == tenantId && a.Id == id)
            .Select(AnomalyProfile.ToDto)
            .FirstOrDefault()));

    public Task<AnomalyDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        s_find.For(db)(db, tenantId, id, cancellationToken);

    public Task<Page<AnomalyDto>> ListAsync(string tenantId, AnomalyFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var anomalies = db.Anomalies.Matching(tenantId, filter.Common).Within(nameof(Anomaly.DetectedAt), filter.Detected);
        if (filter.Types.Count > 0)
        {
            anomalies = anomalies.Where(a => filter.Types.Contains(a.Type));
        }

        if (filter.UserId is not null)
        {
            anomalies = anomalies.Where(a => a.UserId == filter.UserId);
        }

        if (filter.Without is not null)
        {
            anomalies = anomalies.Where(a => a.Id != filter.Without);
        }

        return anomalies.PageAsync(filter.Common.Search is not null, page, AnomalyProfile.ToDto, cancellationToken);
    }

    public IAsyncEnumerable<ThingTimes<AnomalyStatus>> TimesAsync(string tenantId, Period period)
    {
        var (from, before) = (period.From ?? DateTimeOffset.MinValue, period.Before ?? DateTimeOffset.MaxValue);
        return db.Anomalies
            .Where(a => a.TenantId == tenantId && ((a.CreatedAt >= from && a.CreatedAt < before) || (a.ResolvedAt >= from && a.ResolvedAt < before)))
            .Select(a => new ThingTimes<AnomalyStatus>(a.Status, a.Severity, a.CreatedAt, a.AcknowledgedAt, a.ResolvedAt))
            .AsAsyncEnumerable();
    }
}
