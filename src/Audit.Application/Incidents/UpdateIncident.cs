using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Incidents;

/// <summary>Changes what an incident says of itself; what is null stays.</summary>
/// <param name="Id">The incident's id.</param>
/// <param name="Title">Another title.</param>
/// <param name="Description">Another description, or none.</param>
/// <param name="Severity">A name of <see cref="Domain.Common.Severity"/>.</param>
/// <param name="RelatedEvidenceIds">The whole new list.</param>
/// <param name="IfMatch">The versions to change, or null for any.</param>
public sealed record UpdateIncidentCommand(
    string Id,
    string? Title,
    NewText? Description,
    string? Severity,
    IReadOnlyList<string?>? RelatedEvidenceIds,
    VersionCondition? IfMatch = null) : ICommand<IncidentDto>
{
    public string? Title { get; } = Texts.Trim(Title);

    public string? Severity { get; } = Texts.Trim(Severity);

    public IReadOnlyList<string?>? RelatedEvidenceIds { get; } = RelatedEvidenceIds is null ? null : Texts.TrimAll(RelatedEvidenceIds);
}

public sealed class UpdateIncidentValidator : AbstractValidator<UpdateIncidentCommand>
{
    public UpdateIncidentValidator()
    {
        RuleFor(c => c.Title).OptionalText(Limits.Title);
        RuleFor(c => c.Description).Custom((description, context) =>
        {
            if (description?.Text is { } text)
            {
                context.CheckText(context.PropertyPath, text, Limits.Description);
            }
        });
        RuleFor(c => c.Severity).OptionalName(WireName.All<Severity>(), WireName.Has<Severity>);
        RuleFor(c => c.RelatedEvidenceIds).References();
    }
}

public sealed class UpdateIncidentHandler(
    IIncidentRepository incidents, IAnomalyRepository anomalies, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<UpdateIncidentCommand, IncidentDto>
{
    public async Task<IncidentDto> Handle(UpdateIncidentCommand command, CancellationToken cancellationToken)
    {
        var incident = await incidents.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        var now = clock.Now();
        var before = incident.ReferencedAnomalyIds;
        incident.Edit(ToEdit(command), caller.Actor, now);
        var added = incident.ReferencedAnomalyIds.Except(before, StringComparer.Ordinal).ToList();
        foreach (var anomaly in await anomalies.FindManyAsync(caller.TenantId, added, cancellationToken))
        {
            anomaly.LinkTo(incident.Id, caller.Actor, now);
        }

        await work.SaveAsync(cancellationToken);
        return mapper.Map<IncidentDto>(incident);
    }

    private static IncidentEdit ToEdit(UpdateIncidentCommand command) => new(
        command.Title,
        command.Description,
        command.Severity is null ? null : WireName.Parse<Severity>(command.Severity),
        command.RelatedEvidenceIds is null ? null : [.. command.RelatedEvidenceIds.OfType<string>()]);
}
