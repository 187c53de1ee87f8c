using Audit.Application.Common;
using Audit.Domain.Common;
using MediatR;

namespace Audit.Application.Incidents;

public sealed record GetIncidentQuery(string Id) : IRequest<IncidentDto>;

public sealed class GetIncidentHandler(IIncidentReader incidents, ICaller caller) : IRequestHandler<GetIncidentQuery, IncidentDto>
{
    public async Task<IncidentDto> Handle(GetIncidentQuery query, CancellationToken cancellationToken) =>
        (Ids.CanBe(Ids.Incident, query.Id) ? await incidents.FindAsync(caller.TenantId, query.Id, cancellationToken) : null)
        ?? throw new NotFoundException(ErrorKeys.IncidentNotFound, query.Id);
}
