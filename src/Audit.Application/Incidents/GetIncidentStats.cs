using Audit.Application.Common;
using Audit.Domain.Incidents;
using MediatR;

namespace Audit.Application.Incidents;

/// <summary>How many incidents there are, and how long they take.</summary>
public sealed record GetIncidentStatsQuery(string? From, string? To) : StatsQuery(From, To), IRequest<StatsDto>;

public sealed class GetIncidentStatsValidator : StatsValidator<GetIncidentStatsQuery>;

public sealed class GetIncidentStatsHandler(IIncidentReader incidents, ICaller caller) : IRequestHandler<GetIncidentStatsQuery, StatsDto>
{
    public async Task<StatsDto> Handle(GetIncidentStatsQuery query, CancellationToken cancellationToken)
    {
        var stats = new Statistics<IncidentStatus>(query.Period, Incident.Ends);
        await incidents.EachTimesAsync(caller.TenantId, query.Period, stats.Take, cancellationToken);

        return stats.ToDto((milestone, resolve) => new TimeToDto { Contain = milestone, Resolve = resolve });
    }
}
