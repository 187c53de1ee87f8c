using Audit.Application.Common;
using MediatR;

namespace Audit.Application.Incidents;

public sealed record GetIncidentQuery(string Id) : IRequest<IncidentDto>;

public sealed class GetIncidentHandler(IIncidentReader incidents, ICaller caller) : IRequestHandler<GetIncidentQuery, IncidentDto>
{
    public Task<IncidentDto> Handle(GetIncidentQuery query, CancellationToken cancellationToken) =>
        incidents.RequireAsync(caller.TenantId, query.Id, cancellationToken);
}
