using Audit.Application.Common;
using Audit.Domain.Common;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>Many reports at once, all or none.</summary>
/// <param name="Reports">A null is a member that was no report.</param>
public sealed record ReportAnomaliesCommand(IReadOnlyList<AnomalyReport?> Reports) : ICommand<AnomalyReceipts>;

/// <summary>What became of the reports.</summary>
/// <param name="Items">In the order of the reports.</param>
/// <param name="Created">How many anomalies are new.</param>
/// <param name="Existing">How many reports named one that was there, or that an earlier report of the batch made.</param>
public sealed record AnomalyReceipts(IReadOnlyList<ReportedAnomalyDto> Items, int Created, int Existing);

public sealed class ReportAnomaliesValidator : AbstractValidator<ReportAnomaliesCommand>
{
    public ReportAnomaliesValidator(IValidator<AnomalyReport> report) =>
        RuleFor(c => c.Reports).Custom((reports, context) =>
        {
            if (reports.Count is 0 or > Limits.BatchReports)
            {
                context.Fail("body", ViolationCodes.Range, value: null, ("min", 1), ("max", Limits.BatchReports));
                return;
            }

            var failed = 0;
            for (var i = 0; i < reports.Count && failed < FieldViolation.MaxReported; i++)
            {
                if (reports[i] is not { } one)
                {
                    context.Fail($"[{i}]", ViolationCodes.Required, value: null);
                    failed++;
                    continue;
                }

                foreach (var failure in report.Validate(one).Errors)
                {
                    failure.PropertyName = $"[{i}].{WirePath.Of(failure.PropertyName)}";
                    context.AddFailure(failure);
                    failed++;
                }
            }
        });
}

public sealed class ReportAnomaliesHandler(AnomalyIntake intake, IUnitOfWork work) : IRequestHandler<ReportAnomaliesCommand, AnomalyReceipts>
{
    public async Task<AnomalyReceipts> Handle(ReportAnomaliesCommand command, CancellationToken cancellationToken)
    {
        var taken = await intake.TakeInAsync([.. command.Reports.OfType<AnomalyReport>()], cancellationToken);
        await work.SaveAsync(cancellationToken);
        var created = taken.Count(t => t.Created);
        return new AnomalyReceipts([.. taken.Select(t => ReportedAnomalyDto.Of(t.Anomaly))], created, taken.Count - created);
    }
}
