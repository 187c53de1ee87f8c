using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Anomalies;

internal sealed class AnomalyReader(ThingReader things) : IAnomalyReader
{
    public Task<AnomalyDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        things.FindAsync(AnomalyTable.Table, tenantId, id, cancellationToken);

    public Task<Page<AnomalyDto>> ListAsync(string tenantId, AnomalyFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var conditions = new Conditions(tenantId, things.Dialect).Take(filter.Common);
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

        return things.ListAsync(AnomalyTable.Table, conditions, filter.Common.Search is not null, page, cancellationToken);
    }

    public Task EachTimesAsync(string tenantId, Period period, Action<ThingTimes<AnomalyStatus>> take, CancellationToken cancellationToken) =>
        things.EachTimesAsync(AnomalyTable.Table, "acknowledged_at", tenantId, period, take, cancellationToken);
}
