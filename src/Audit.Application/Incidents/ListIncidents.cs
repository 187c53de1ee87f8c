using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using MediatR;

namespace Audit.Application.Incidents;

/// <summary>A part of the tenant's incidents.</summary>
public sealed record ListIncidentsQuery : ListQuery, IRequest<ListPart<IncidentDto>>
{
    private protected override IEnumerable<string?> FiltersOfItsOwn => [];
}

public sealed class ListIncidentsValidator() : ListQueryValidator<ListIncidentsQuery>(WireName.All<IncidentStatus>(), WireName.Has<IncidentStatus>);

public sealed class ListIncidentsHandler(IIncidentReader incidents, ICaller caller) : IRequestHandler<ListIncidentsQuery, ListPart<IncidentDto>>
{
    public async Task<ListPart<IncidentDto>> Handle(ListIncidentsQuery query, CancellationToken cancellationToken)
    {
        var request = query.Part;
        var part = await incidents.ListAsync(caller.TenantId, query.FilterFor(caller, WireName.Parse<IncidentStatus>), request, cancellationToken);
        return new ListPart<IncidentDto>(part, request, query.NextCursor(part, i => new CursorPosition(i.CreatedAt, i.Id)));
    }
}
