using Audit.Application.Common;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Audit.Application.Incidents;

/// <summary>One change for many incidents: a status with its outcome, an assignee, or a comment.</summary>
public sealed record ChangeIncidentsCommand(
    IReadOnlyList<string?>? Ids,
    string? Status,
    string? Resolution,
    string? ResolutionNote,
    string? DuplicateOf,
    bool Cascade,
    NewAssignee Assignee,
    string? Comment,
    bool Strict) : BulkCommand(Ids, Status, Assignee, Comment)
{
    public string? Resolution { get; } = Texts.Trim(Resolution);

    public string? ResolutionNote { get; } = Texts.Keep(ResolutionNote);

    public string? DuplicateOf { get; } = Texts.Trim(DuplicateOf);

    internal override bool NamesStatus => this is not { Status: null, Resolution: null, ResolutionNote: null, DuplicateOf: null, Cascade: false };

    internal IRequest<IncidentDto> For(string id) =>
        Comment is not null ? new AddIncidentCommentCommand(id, Comment)
        : Assignee.IsGiven ? new AssignIncidentCommand(id, Assignee)
        : new UpdateIncidentStatusCommand(id, Status, Resolution, ResolutionNote, DuplicateOf, Cascade, Strict);
}

public sealed class ChangeIncidentsValidator(
    IValidator<UpdateIncidentStatusCommand> status, IValidator<AssignIncidentCommand> assignee, IValidator<AddIncidentCommentCommand> comment)
    : BulkValidator<ChangeIncidentsCommand>
{
    protected override IEnumerable<ValidationFailure> Judge(ChangeIncidentsCommand command) => command.For("") switch
    {
        UpdateIncidentStatusCommand one => status.Validate(one).Errors,
        AssignIncidentCommand one => assignee.Validate(one).Errors,
        AddIncidentCommentCommand one => comment.Validate(one).Errors,
        var other => throw new InvalidOperationException($"{other.GetType()} is no change of this command."),
    };
}

public sealed class ChangeIncidentsHandler(BulkRun bulk) : IRequestHandler<ChangeIncidentsCommand, IReadOnlyList<BulkResult>>
{
    public Task<IReadOnlyList<BulkResult>> Handle(ChangeIncidentsCommand command, CancellationToken cancellationToken) =>
        bulk.RunAsync(command.Ids, command.For, incident => incident.Version, cancellationToken);
}
