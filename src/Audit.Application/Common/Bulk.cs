using Audit.Domain.Common;
using FluentValidation;
using MediatR;

namespace Audit.Application.Common;

/// <summary>One change for many things. Exactly one of status, assignee and comment is given.</summary>
public abstract record BulkCommand(IReadOnlyList<string?>? Ids, string? Status, NewAssignee Assignee, string? Comment) : IRequest<IReadOnlyList<BulkResult>>
{
    public IReadOnlyList<string?> Ids { get; } = Texts.TrimAll(Ids);

    public string? Status { get; } = Texts.Trim(Status);

    public string? Comment { get; } = Texts.Keep(Comment);

    /// <summary>Whether anything is said of a status.</summary>
    internal abstract bool NamesStatus { get; }
}

/// <summary>What became of one of them.</summary>
/// <param name="Id">As it was sent, without the white space at its ends.</param>
/// <param name="Version">Its version now; null where it was refused.</param>
/// <param name="Failure">Why it was refused, or what went wrong; null where it was done.</param>
public sealed record BulkResult(string Id, long? Version, Exception? Failure);

/// <summary>The shape of a bulk change. That of the one change is judged by the validator of the same change to one thing.</summary>
public abstract class BulkValidator<TCommand> : AbstractValidator<TCommand>
    where TCommand : BulkCommand
{
    protected BulkValidator()
    {
        RuleFor(c => c.Ids).Custom((ids, context) =>
        {
            if (ids.Count is 0 or > Limits.BulkIds)
            {
                context.Fail(ViolationCodes.Range, ("min", 1), ("max", Limits.BulkIds));
            }
        });
        When(c => c.Ids.Count <= Limits.BulkIds, () => RuleFor(c => c.Ids).References());
        RuleFor(c => c).Custom((command, context) =>
        {
            bool[] given = [command.NamesStatus, command.Assignee.IsGiven, command.Comment is not null];
            if (given.Count(isGiven => isGiven) != 1)
            {
                context.Fail("body", ViolationCodes.Range, value: null, ("min", 1), ("max", 1));
                return;
            }

            foreach (var failure in Judge(command))
            {
                failure.PropertyName = failure.PropertyName == "Content" ? "comment" : failure.PropertyName;
                context.AddFailure(failure);
            }
        });
    }

    /// <summary>What is wrong with the change itself.</summary>
    protected abstract IEnumerable<FluentValidation.Results.ValidationFailure> Judge(TCommand command);
}

/// <summary>Runs one command after the other, each in a transaction of its own: what one is refused for doesn't undo the others.</summary>
public sealed class BulkRun(IMediator mediator, IStoreFaults store)
{
    /// <summary>What became of each, in the order of the ids.</summary>
    /// <remarks>A fault at the first one is thrown, as for one thing; a store that can't be used any more isn't tried again.</remarks>
    public async Task<IReadOnlyList<BulkResult>> RunAsync<TDto>(
        IReadOnlyList<string?> ids, Func<string, IRequest<TDto>> change, Func<TDto, long> version, CancellationToken cancellationToken)
    {
        var results = new List<BulkResult>(ids.Count);
        Exception? unavailable = null;
        foreach (var id in ids.OfType<string>())
        {
            if (unavailable is not null)
            {
                results.Add(new BulkResult(id, Version: null, unavailable));
                continue;
            }

            try
            {
                var changed = await mediator.Send(change(id), cancellationToken);
                results.Add(new BulkResult(id, version(changed), Failure: null));
            }
            catch (AuditException refusal)
            {
                results.Add(new BulkResult(id, Version: null, refusal));
            }
            catch (Exception e) when (results.Count > 0)
            {
                // what was done before is done: the caller must learn of it, also when the time is up
                unavailable = e is OperationCanceledException || store.IsUnavailable(e) ? e : null;
                results.Add(new BulkResult(id, Version: null, e));
            }
        }

        return results;
    }
}
