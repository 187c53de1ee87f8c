using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>Makes an incident the anomaly's related case; one of the tenant's own takes the anomaly into its list.</summary>
public sealed record LinkAnomalyCommand(string Id, string? CaseId, VersionCondition? IfMatch = null) : IIdempotentCommand<LinkReceipt>
{
    public string? CaseId { get; } = Texts.Trim(CaseId);
}

/// <summary>The anomaly's version after the link.</summary>
public sealed record LinkReceipt(long Version);

public sealed class LinkAnomalyValidator : AbstractValidator<LinkAnomalyCommand>
{
    public LinkAnomalyValidator() => RuleFor(c => c.CaseId).RequiredText(Limits.Name);
}

public sealed class LinkAnomalyHandler(
    IAnomalyRepository anomalies, IIncidentRepository incidents, IUnitOfWork work, ICaller caller, TimeProvider clock)
    : IRequestHandler<LinkAnomalyCommand, LinkReceipt>
{
    public async Task<LinkReceipt> Handle(LinkAnomalyCommand command, CancellationToken cancellationToken)
    {
        var anomaly = await anomalies.RequireAsync(caller.TenantId, command.Id, command.IfMatch, cancellationToken);
        var now = clock.Now();
        anomaly.LinkTo(command.CaseId!, caller.Actor, now);
        var incident = await incidents.FindAsync(caller.TenantId, command.CaseId!, cancellationToken);
        incident?.Link(anomaly.Id, caller.Actor, now);
        await work.SaveAsync(cancellationToken);
        return new LinkReceipt(anomaly.Version);
    }
}
