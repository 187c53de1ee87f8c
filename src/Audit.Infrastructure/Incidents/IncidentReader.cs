using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Incidents;

internal sealed class IncidentReader(ThingReader things) : IIncidentReader
{
    public Task<IncidentDto?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        things.FindAsync(tenantId, IncidentTable.Table, id, cancellationToken);

    public Task<Page<IncidentDto>> ListAsync(string tenantId, ListFilter<IncidentStatus> filter, PageRequest page, CancellationToken cancellationToken) =>
        things.ListAsync(tenantId, IncidentTable.Table, conditions => conditions.Take(filter), page, cancellationToken);

    public Task EachTimesAsync(string tenantId, Period period, Action<ThingTimes<IncidentStatus>> take, CancellationToken cancellationToken) =>
        things.EachTimesAsync(tenantId, IncidentTable.Table, "contained_at", period, take, cancellationToken);
}
