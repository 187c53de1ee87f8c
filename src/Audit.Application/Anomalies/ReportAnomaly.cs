using Audit.Application.Common;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

public sealed record ReportAnomalyCommand(AnomalyReport Report) : IIdempotentCommand<AnomalyReceipt>;

/// <summary>What became of a report.</summary>
/// <param name="Anomaly">The new anomaly, or the one that had the external id already.</param>
/// <param name="Created">Whether it is new.</param>
/// <param name="Version">Its version.</param>
public sealed record AnomalyReceipt(ReportedAnomalyDto Anomaly, bool Created, long Version);

public sealed class ReportAnomalyValidator : AbstractValidator<ReportAnomalyCommand>
{
    public ReportAnomalyValidator(IValidator<AnomalyReport> report) =>
        RuleFor(c => c.Report).Custom((value, context) =>
        {
            foreach (var failure in report.Validate(value).Errors)
            {
                context.AddFailure(failure);
            }
        });
}

public sealed class ReportAnomalyHandler(AnomalyIntake intake, IUnitOfWork work) : IRequestHandler<ReportAnomalyCommand, AnomalyReceipt>
{
    public async Task<AnomalyReceipt> Handle(ReportAnomalyCommand command, CancellationToken cancellationToken)
    {
        var (anomaly, created) = (await intake.TakeInAsync([command.Report], cancellationToken))[0];
        await work.SaveAsync(cancellationToken);
        return new AnomalyReceipt(ReportedAnomalyDto.Of(anomaly), created, anomaly.Version);
    }
}
