using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Anomalies;

internal sealed class AnomalyReader(ThingReader things) : IAnomalyReader
{
    public Task<AnomalyDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        things.FindAsync(tenantId, AnomalyTable.Table, id, cancellationToken);

    public Task<Page<AnomalyDto>> ListAsync(string tenantId, AnomalyFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        things.ListAsync(tenantId, AnomalyTable.Table, conditions => Require(conditions, filter), page, cancellationToken);

    public Task EachTimesAsync(string tenantId, Period period, Action<ThingTimes<AnomalyStatus>> take, CancellationToken cancellationToken) =>
        things.EachTimesAsync(tenantId, AnomalyTable.Table, "acknowledged_at", period, take, cancellationToken);

    private static void Require(Conditions conditions, AnomalyFilter filter)
    {
        conditions.Take(filter.Common);
        conditions.Within("detected_at", filter.Detected);
        conditions.OneOf("type", filter.Types);
        if (filter.UserId is not null)
        {
            conditions.OneOf("user_id", [filter.UserId]);
        }

        if (filter.Without is not null)
        {
            conditions.Without(filter.Without);
        }
    }
}
