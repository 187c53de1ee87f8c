using Audit.Application.Common;
using Audit.Domain.Anomalies;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

public sealed record AddAnomalyCommentCommand(string Id, string? Content, VersionCondition? IfMatch = null) : IIdempotentCommand<AnomalyDto>
{
    public string? Content { get; } = Texts.Keep(Content);
}

public sealed class AddAnomalyCommentValidator : AbstractValidator<AddAnomalyCommentCommand>
{
    public AddAnomalyCommentValidator() => RuleFor(c => c.Content).RequiredText(Limits.Description);
}

public sealed class AddAnomalyCommentHandler(IAnomalyRepository anomalies, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<AddAnomalyCommentCommand, AnomalyDto>
{
    public async Task<AnomalyDto> Handle(AddAnomalyCommentCommand command, CancellationToken cancellationToken)
    {
        var anomaly = await anomalies.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        anomaly.AddComment(command.Content!, caller.Actor, clock.Now());
        await work.SaveAsync(cancellationToken);
        return mapper.Map<AnomalyDto>(anomaly);
    }
}
