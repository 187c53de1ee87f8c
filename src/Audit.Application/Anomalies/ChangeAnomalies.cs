using Audit.Application.Common;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>One change for many anomalies: a status with its reason, an assignee, or a comment.</summary>
public sealed record ChangeAnomaliesCommand(IReadOnlyList<string?>? Ids, string? Status, string? Reason, NewAssignee Assignee, string? Comment)
    : BulkCommand(Ids, Status, Assignee, Comment)
{
    public string? Reason { get; } = Texts.Keep(Reason);

    internal override bool NamesStatus => this is not { Status: null, Reason: null };

    internal IRequest<AnomalyDto> For(string id) =>
        Comment is not null ? new AddAnomalyCommentCommand(id, Comment)
        : Assignee.IsGiven ? new AssignAnomalyCommand(id, Assignee)
        : new UpdateAnomalyStatusCommand(id, Status, Reason, Assignee: null);
}

public sealed class ChangeAnomaliesValidator(
    IValidator<UpdateAnomalyStatusCommand> status, IValidator<AssignAnomalyCommand> assignee, IValidator<AddAnomalyCommentCommand> comment)
    : BulkValidator<ChangeAnomaliesCommand>
{
    protected override IEnumerable<ValidationFailure> Judge(ChangeAnomaliesCommand command) => command.For("") switch
    {
        UpdateAnomalyStatusCommand one => status.Validate(one).Errors,
        AssignAnomalyCommand one => assignee.Validate(one).Errors,
        AddAnomalyCommentCommand one => comment.Validate(one).Errors,
        var other => throw new InvalidOperationException($"{other.GetType()} is no change of this command."),
    };
}

public sealed class ChangeAnomaliesHandler(BulkRun bulk) : IRequestHandler<ChangeAnomaliesCommand, IReadOnlyList<BulkResult>>
{
    public Task<IReadOnlyList<BulkResult>> Handle(ChangeAnomaliesCommand command, CancellationToken cancellationToken) =>
        bulk.RunAsync(command.Ids, command.For, anomaly => anomaly.Version, cancellationToken);
}
