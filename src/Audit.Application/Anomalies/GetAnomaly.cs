using Audit.Application.Common;
using MediatR;

namespace Audit.Application.Anomalies;

public sealed record GetAnomalyQuery(string Id) : IRequest<AnomalyDto>;

public sealed class GetAnomalyHandler(IAnomalyReader anomalies, ICaller caller) : IRequestHandler<GetAnomalyQuery, AnomalyDto>
{
    public Task<AnomalyDto> Handle(GetAnomalyQuery query, CancellationToken cancellationToken) =>
        anomalies.RequireAsync(caller.TenantId, query.Id, cancellationToken);
}
