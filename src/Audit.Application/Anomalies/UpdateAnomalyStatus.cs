using Audit.Application.Common;
using Audit.Domain.Anomalies;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>A move along the review workflow.</summary>
/// <param name="Id">The anomaly's id.</param>
/// <param name="Status">Required, one of <see cref="AnomalyStatuses.Accepted"/>.</param>
/// <param name="Reason">Why it is resolved or dismissed; stands in the history of any move.</param>
/// <param name="Assignee">Who is to review it; null leaves it as it is.</param>
/// <param name="IfMatch">The versions to change, or null for any.</param>
public sealed record UpdateAnomalyStatusCommand(string Id, string? Status, string? Reason, string? Assignee, VersionCondition? IfMatch = null) : ICommand<AnomalyDto>
{
    public string? Status { get; } = Texts.Trim(Status);

    public string? Reason { get; } = Texts.Keep(Reason);

    public string? Assignee { get; } = Texts.Trim(Assignee);
}

public sealed class UpdateAnomalyStatusValidator : AbstractValidator<UpdateAnomalyStatusCommand>
{
    public UpdateAnomalyStatusValidator()
    {
        RuleFor(c => c.Status).RequiredName(AnomalyStatuses.Accepted, AnomalyStatuses.IsAccepted);
        RuleFor(c => c.Reason).OptionalText(Limits.Description);
        RuleFor(c => c.Assignee).OptionalText(Limits.Name);
    }
}

public sealed class UpdateAnomalyStatusHandler(
    IAnomalyRepository anomalies, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<UpdateAnomalyStatusCommand, AnomalyDto>
{
    public async Task<AnomalyDto> Handle(UpdateAnomalyStatusCommand command, CancellationToken cancellationToken)
    {
        var anomaly = await anomalies.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        var now = clock.Now();
        var (status, reason) = AnomalyStatuses.Parse(command.Status!);
        anomaly.MoveTo(status, command.Reason ?? reason, caller.Actor, now);
        if (command.Assignee is not null)
        {
            anomaly.AssignTo(command.Assignee, caller.Actor, now);
        }

        await work.SaveAsync(cancellationToken);
        return mapper.Map<AnomalyDto>(anomaly);
    }
}
