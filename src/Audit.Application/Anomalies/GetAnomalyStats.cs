using Audit.Application.Common;
using Audit.Domain.Anomalies;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>How many anomalies there are, and how long they take.</summary>
public sealed record GetAnomalyStatsQuery(string? From, string? To) : StatsQuery(From, To), IRequest<StatsDto>;

public sealed class GetAnomalyStatsValidator : StatsValidator<GetAnomalyStatsQuery>;

public sealed class GetAnomalyStatsHandler(IAnomalyReader anomalies, ICaller caller) : IRequestHandler<GetAnomalyStatsQuery, StatsDto>
{
    public async Task<StatsDto> Handle(GetAnomalyStatsQuery query, CancellationToken cancellationToken)
    {
        var stats = new Statistics<AnomalyStatus>(query.Period, Anomaly.Ends);
        await anomalies.EachTimesAsync(caller.TenantId, query.Period, stats.Take, cancellationToken);

        return stats.ToDto((milestone, resolve) => new TimeToDto { Acknowledge = milestone, Resolve = resolve });
    }
}
