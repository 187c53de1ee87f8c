using Audit.Api.Load;
using Audit.Api.Problems;
using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Requests;

/// <summary>Answers bulk changes: for each refusal, the Problem that it would have been answered with alone.</summary>
public sealed partial class BulkAnswers(ProblemWriter problems, IStoreFaults store, IHttpContextAccessor accessor, TimeProvider clock, ILogger<BulkAnswers> log)
{
    public BulkResponse Of(IReadOnlyList<BulkResult> results)
    {
        foreach (var fault in results.Select(r => r.Failure).Where(f => f is not (null or AuditException or OperationCanceledException) && !store.IsOverloaded(f)).Distinct())
        {
            Faulted(log, fault!);
        }

        // of the Problems in it, if there are any
        var context = accessor.HttpContext!;
        context.Response.Headers.ContentLanguage = Language.Of(context.Request).Name;
        return new BulkResponse([.. results.Select(Item)], clock.Now());
    }

    private BulkItem Item(BulkResult result) => new()
    {
        Id = result.Id,
        Ok = result.Failure is null,
        Version = result.Version,
        Problem = result.Failure is null ? null : problems.Describe(accessor.HttpContext!, Cause.Of(CauseOf(result.Failure), store)),
    };

    /// <summary>What was stopped as the request's time was up was too much for it.</summary>
    private Exception CauseOf(Exception failure) => failure is OperationCanceledException && accessor.HttpContext!.HasTimedOut() ? new OverloadedException() : failure;

    [LoggerMessage(1, LogLevel.Error, "A bulk change could not be made to everything it was meant for")]
    private static partial void Faulted(ILogger logger, Exception exception);
}
