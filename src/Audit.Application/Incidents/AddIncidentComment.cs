using Audit.Application.Common;
using Audit.Domain.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace Audit.Application.Incidents;

public sealed record AddIncidentCommentCommand(string Id, string? Content, VersionCondition? IfMatch = null) : IIdempotentCommand<IncidentDto>
{
    public string? Content { get; } = Texts.Keep(Content);
}

public sealed class AddIncidentCommentValidator : AbstractValidator<AddIncidentCommentCommand>
{
    public AddIncidentCommentValidator() => RuleFor(c => c.Content).RequiredText(Limits.Description);
}

public sealed class AddIncidentCommentHandler(IIncidentRepository incidents, IUnitOfWork work, ICaller caller, TimeProvider clock, IMapper mapper)
    : IRequestHandler<AddIncidentCommentCommand, IncidentDto>
{
    public async Task<IncidentDto> Handle(AddIncidentCommentCommand command, CancellationToken cancellationToken)
    {
        var incident = await incidents.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        incident.AddComment(command.Content!, caller.Actor, clock.Now());
        await work.SaveAsync(cancellationToken);
        return mapper.Map<IncidentDto>(incident);
    }
}
