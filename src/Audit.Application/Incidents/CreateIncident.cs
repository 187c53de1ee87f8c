using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Incidents;

public sealed record CreateIncidentCommand(
    string? Title,
    string? Severity,
    string? Description,
    string? Assignee,
    IReadOnlyList<string?>? SourceAnomalyIds,
    IReadOnlyList<string?>? RelatedEvidenceIds) : IIdempotentCommand<IncidentDto>
{
    public string? Title { get; } = Texts.Trim(Title);

    public string? Severity { get; } = Texts.Trim(Severity);

    public string? Description { get; } = Texts.Keep(Description);

    public string? Assignee { get; } = Texts.Trim(Assignee);

    public IReadOnlyList<string?> SourceAnomalyIds { get; } = Texts.TrimAll(SourceAnomalyIds);

    public IReadOnlyList<string?> RelatedEvidenceIds { get; } = Texts.TrimAll(RelatedEvidenceIds);
}

public sealed class CreateIncidentValidator : AbstractValidator<CreateIncidentCommand>
{
    public CreateIncidentValidator()
    {
        RuleFor(c => c.Title).RequiredText(Limits.Title);
        RuleFor(c => c.Severity).RequiredName(WireName.All<Severity>(), WireName.Has<Severity>);
        RuleFor(c => c.Description).OptionalText(Limits.Description);
        RuleFor(c => c.Assignee).OptionalText(Limits.Name);
        RuleFor(c => c.SourceAnomalyIds).References();
        RuleFor(c => c.RelatedEvidenceIds).References();
    }
}

public sealed class CreateIncidentHandler(
    IIncidentRepository incidents, IAnomalyRepository anomalies, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<CreateIncidentCommand, IncidentDto>
{
    public async Task<IncidentDto> Handle(CreateIncidentCommand command, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var incident = Incident.Open(caller.TenantId, ToNewIncident(command), caller.Actor, now);
        incidents.Add(incident);
        foreach (var anomaly in await anomalies.FindManyAsync(caller.TenantId, incident.ReferencedAnomalyIds, cancellationToken))
        {
            anomaly.LinkTo(incident.Id, caller.Actor, now);
        }

        await work.SaveAsync(cancellationToken);
        return mapper.Map<IncidentDto>(incident);
    }

    private static NewIncident ToNewIncident(CreateIncidentCommand command) => new(
        command.Title!,
        WireName.Parse<Severity>(command.Severity!),
        command.Description,
        command.Assignee,
        [.. command.SourceAnomalyIds.OfType<string>()],
        [.. command.RelatedEvidenceIds.OfType<string>()]);
}
