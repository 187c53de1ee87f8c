using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Incidents;

/// <summary>A move along the life cycle.</summary>
/// <param name="Id">The incident's id.</param>
/// <param name="Status">Required, a name of <see cref="IncidentStatus"/>.</param>
/// <param name="Resolution">A name of <see cref="Domain.Incidents.Resolution"/>; where it is resolved or closed.</param>
/// <param name="ResolutionNote">Why; stands in the history of any move.</param>
/// <param name="DuplicateOf">The incident it repeats; with the resolution <c>duplicate</c>.</param>
/// <param name="Cascade">Whether the anomalies linked to it are resolved with it.</param>
/// <param name="Strict">Whether a closing without a resolution is refused, instead of taken for an undetermined one.</param>
/// <param name="IfMatch">The versions to change, or null for any.</param>
public sealed record UpdateIncidentStatusCommand(
    string Id,
    string? Status,
    string? Resolution,
    string? ResolutionNote,
    string? DuplicateOf,
    bool Cascade,
    bool Strict,
    VersionCondition? IfMatch = null) : ICommand<IncidentDto>
{
    public string? Status { get; } = Texts.Trim(Status);

    public string? Resolution { get; } = Texts.Trim(Resolution);

    public string? ResolutionNote { get; } = Texts.Keep(ResolutionNote);

    public string? DuplicateOf { get; } = Texts.Trim(DuplicateOf);
}

public sealed class UpdateIncidentStatusValidator : AbstractValidator<UpdateIncidentStatusCommand>
{
    private static readonly List<string> s_over = [WireName.Of(IncidentStatus.Resolved), WireName.Of(IncidentStatus.Closed)];
    private static readonly List<string> s_duplicate = [WireName.Of(Resolution.Duplicate)];

    public UpdateIncidentStatusValidator()
    {
        RuleFor(c => c.Status).RequiredName(WireName.All<IncidentStatus>(), WireName.Has<IncidentStatus>);
        RuleFor(c => c.Status).Custom((status, context) =>
        {
            if (context.InstanceToValidate is { Resolution: not null } or { DuplicateOf: not null }
                && WireName.Has<IncidentStatus>(status ?? "") && !s_over.Contains(status, StringComparer.OrdinalIgnoreCase))
            {
                context.Fail(ViolationCodes.Enum, ("allowed", s_over));
            }
        });
        RuleFor(c => c.Resolution).OptionalName(WireName.All<Resolution>(), WireName.Has<Resolution>);
        RuleFor(c => c.Resolution).Custom((resolution, context) =>
        {
            if (context.InstanceToValidate.DuplicateOf is not null && !s_duplicate.Contains(resolution, StringComparer.OrdinalIgnoreCase)
                && (resolution is null || WireName.Has<Resolution>(resolution)))
            {
                context.Fail(resolution is null ? ViolationCodes.Required : ViolationCodes.Enum, ("allowed", s_duplicate));
            }
        });
        RuleFor(c => c.ResolutionNote).OptionalText(Limits.Description);
        RuleFor(c => c.DuplicateOf).OptionalText(Limits.Name);
    }
}

public sealed class UpdateIncidentStatusHandler(
    IIncidentRepository incidents, IAnomalyRepository anomalies, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<UpdateIncidentStatusCommand, IncidentDto>
{
    public async Task<IncidentDto> Handle(UpdateIncidentStatusCommand command, CancellationToken cancellationToken)
    {
        var incident = await incidents.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        var next = WireName.Parse<IncidentStatus>(command.Status!);
        var outcome = ToOutcome(command);
        if (command.Strict && incident.LacksResolutionFor(next, outcome))
        {
            throw new InvalidRequestException([new FieldViolation("resolution", ViolationCodes.Required)]);
        }

        var now = clock.Now();
        incident.MoveTo(next, outcome, caller.Actor, now);
        if (command.Cascade && incident.IsOver)
        {
            await ResolveRelatedAsync(incident, command.ResolutionNote, now, cancellationToken);
        }

        await work.SaveAsync(cancellationToken);
        return mapper.Map<IncidentDto>(incident);
    }

    private async Task ResolveRelatedAsync(Incident incident, string? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var related = await anomalies.FindRelatedToAsync(caller.TenantId, incident.Id, Incident.MaxCascade + 1, cancellationToken);
        if (related.Count > Incident.MaxCascade)
        {
            throw new CapacityReachedException("cascade", Incident.MaxCascade);
        }

        foreach (var anomaly in related.Where(a => a.CanBeResolved))
        {
            anomaly.MoveTo(AnomalyStatus.Resolved, note, caller.Actor, now);
        }
    }

    private static Outcome ToOutcome(UpdateIncidentStatusCommand command) => new(
        command.Resolution is null ? null : WireName.Parse<Resolution>(command.Resolution), command.ResolutionNote, command.DuplicateOf);
}
