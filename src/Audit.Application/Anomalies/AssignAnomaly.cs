using Audit.Application.Common;
using Audit.Domain.Anomalies;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>Gives an anomaly to an analyst, or to nobody.</summary>
public sealed record AssignAnomalyCommand(string Id, NewAssignee Assignee, VersionCondition? IfMatch = null) : IIdempotentCommand<AnomalyDto>;

public sealed class AssignAnomalyValidator : AbstractValidator<AssignAnomalyCommand>
{
    public AssignAnomalyValidator() => RuleFor(c => c.Assignee).RequiredAssignee();
}

public sealed class AssignAnomalyHandler(IAnomalyRepository anomalies, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<AssignAnomalyCommand, AnomalyDto>
{
    public async Task<AnomalyDto> Handle(AssignAnomalyCommand command, CancellationToken cancellationToken)
    {
        var anomaly = await anomalies.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        anomaly.AssignTo(command.Assignee.Name, caller.Actor, clock.Now());
        await work.SaveAsync(cancellationToken);
        return mapper.Map<AnomalyDto>(anomaly);
    }
}
