using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

public sealed record UpdateAnomalyStatusCommand(string Id, string? Status, string? Assignee, VersionCondition? IfMatch = null) : ICommand<AnomalyDto>
{
    public string? Status { get; } = Texts.Trim(Status);

    public string? Assignee { get; } = Texts.Trim(Assignee);
}

public sealed class UpdateAnomalyStatusValidator : AbstractValidator<UpdateAnomalyStatusCommand>
{
    public UpdateAnomalyStatusValidator()
    {
        RuleFor(c => c.Status).RequiredName(AnomalyStatuses.Accepted, AnomalyStatuses.IsAccepted);
        RuleFor(c => c.Assignee).OptionalText(Limits.Name);
    }
}

public sealed class UpdateAnomalyStatusHandler(
    IAnomalyRepository anomalies, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<UpdateAnomalyStatusCommand, AnomalyDto>
{
    public async Task<AnomalyDto> Handle(UpdateAnomalyStatusCommand command, CancellationToken cancellationToken)
    {
        var anomaly = await anomalies.FindAsync(caller.TenantId, command.Id, cancellationToken)
            ?? throw new NotFoundException(ErrorKeys.AnomalyNotFound, command.Id);
        command.IfMatch.Require(anomaly.Version);
        var now = clock.Now();
        var (status, reason) = AnomalyStatuses.Parse(command.Status!);
        anomaly.MoveTo(status, reason, caller.Actor, now);
        if (command.Assignee is not null)
        {
            anomaly.AssignTo(command.Assignee, caller.Actor, now);
        }

        await work.SaveAsync(cancellationToken);
        return mapper.Map<AnomalyDto>(anomaly);
    }
}
