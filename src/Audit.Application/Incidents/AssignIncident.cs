using Audit.Application.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Incidents;

/// <summary>Gives an incident to an analyst, or to nobody.</summary>
public sealed record AssignIncidentCommand(string Id, NewAssignee Assignee, VersionCondition? IfMatch = null) : IIdempotentCommand<IncidentDto>;

public sealed class AssignIncidentValidator : AbstractValidator<AssignIncidentCommand>
{
    public AssignIncidentValidator() => RuleFor(c => c.Assignee).RequiredAssignee();
}

public sealed class AssignIncidentHandler(IIncidentRepository incidents, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<AssignIncidentCommand, IncidentDto>
{
    public async Task<IncidentDto> Handle(AssignIncidentCommand command, CancellationToken cancellationToken)
    {
        var incident = await incidents.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        incident.AssignTo(command.Assignee.Name, caller.Actor, clock.Now());
        await work.SaveAsync(cancellationToken);
        return mapper.Map<IncidentDto>(incident);
    }
}
