using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Incidents;

internal sealed class IncidentReader(ThingReader things) : IIncidentReader
{
    public Task<IncidentDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        things.FindAsync(IncidentTable.Table, tenantId, id, cancellationToken);

    public Task<Page<IncidentDto>> ListAsync(string tenantId, ListFilter<IncidentStatus> filter, PageRequest page, CancellationToken cancellationToken)
    {
        var conditions = new Conditions(tenantId, things.Dialect).Take(filter);
        return things.ListAsync(IncidentTable.Table, conditions, filter.Search is not null, page, cancellationToken);
    }

    public Task EachTimesAsync(string tenantId, Period period, Action<ThingTimes<IncidentStatus>> take, CancellationToken cancellationToken) =>
        things.EachTimesAsync(IncidentTable.Table, "contained_at", tenantId, period, take, cancellationToken);
}
