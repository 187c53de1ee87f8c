using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>Makes an incident of an anomaly; what is null comes from the anomaly.</summary>
public sealed record EscalateAnomalyCommand(string Id, string? Title, string? Severity, string? Assignee, VersionCondition? IfMatch = null) : IIdempotentCommand<IncidentDto>
{
    public string? Title { get; } = Texts.Trim(Title);

    public string? Severity { get; } = Texts.Trim(Severity);

    public string? Assignee { get; } = Texts.Trim(Assignee);
}

public sealed class EscalateAnomalyValidator : AbstractValidator<EscalateAnomalyCommand>
{
    public EscalateAnomalyValidator()
    {
        RuleFor(c => c.Title).OptionalText(Limits.Title);
        RuleFor(c => c.Severity).OptionalName(WireName.All<Severity>(), WireName.Has<Severity>);
        RuleFor(c => c.Assignee).OptionalText(Limits.Name);
    }
}

public sealed class EscalateAnomalyHandler(
    IAnomalyRepository anomalies, IIncidentRepository incidents, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<EscalateAnomalyCommand, IncidentDto>
{
    public async Task<IncidentDto> Handle(EscalateAnomalyCommand command, CancellationToken cancellationToken)
    {
        var anomaly = await anomalies.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        Severity? severity = command.Severity is null ? null : WireName.Parse<Severity>(command.Severity);
        var incident = anomaly.Escalate(new Escalation(command.Title, severity, command.Assignee), caller.Actor, clock.Now());
        incidents.Add(incident);
        await work.SaveAsync(cancellationToken);
        return mapper.Map<IncidentDto>(incident);
    }
}
