using Audit.Api.Load;
using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Problems;

/// <summary>What an exception means to the caller.</summary>
/// <param name="Error">Which error it is.</param>
/// <param name="Args">What its text is made from.</param>
/// <param name="Violations">The broken fields, if it is about fields.</param>
/// <param name="RetryAfterSeconds">When to try again; null where that is of no use.</param>
public sealed record Cause(Error Error, IReadOnlyDictionary<string, object> Args, IReadOnlyList<FieldViolation> Violations, int? RetryAfterSeconds)
{
    /// <summary>What is under way ends soon.</summary>
    public const int LoadPause = 1;

    private const int StorePause = 2;
    private static readonly Dictionary<string, object> s_noArgs = new(StringComparer.Ordinal);

    public static Cause Of(Exception exception, IStoreFaults store) => exception switch
    {
        OverloadedException => Of(ErrorCatalogue.Of(ErrorKeys.Overloaded), LoadPause),
        AuditException refusal => new(ErrorCatalogue.Of(refusal.Key), refusal.Args, (refusal as InvalidRequestException)?.Violations ?? [], RetryAfterSeconds: null),
        BadHttpRequestException bad => Of(ErrorCatalogue.OfStatus(bad.StatusCode)),
        _ when store.IsOverloaded(exception) => Of(ErrorCatalogue.Of(ErrorKeys.Overloaded), LoadPause),
        _ when store.IsUnavailable(exception) => Of(ErrorCatalogue.Of(ErrorKeys.StoreUnavailable), StorePause),
        _ => Of(ErrorCatalogue.Of(ErrorKeys.InternalError)),
    };

    /// <summary>An error that there is nothing more to say about.</summary>
    public static Cause Of(Error error, int? retryAfterSeconds = null) => new(error, s_noArgs, [], retryAfterSeconds);
}
