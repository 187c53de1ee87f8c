using System.Net;
using System.Net.Http.Headers;

namespace Audit.Client;

/// <summary>What calls throw, but for a cancellation, what the token callback throws, and an <see cref="ArgumentException"/> for what can't be sent.</summary>
public class AuditException : Exception
{
    public AuditException()
    {
    }

    public AuditException(string message)
        : base(message)
    {
    }

    public AuditException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>The key that the call had, given or made: the same call with this key is a repetition of it. Null where it takes none.</summary>
    public string? IdempotencyKey { get; internal set; }
}

/// <summary>There was no answer, or only a part of one. What was asked for may have been done all the same.</summary>
public sealed class AuditConnectionException(string message, Exception cause) : AuditException(message, cause);

/// <summary>The service, or something on the way to it, has answered with a failure.</summary>
/// <param name="response">The answer.</param>
/// <param name="problem">What the service says in it; null where it isn't the service's, or is a 304.</param>
public sealed class AuditProblemException(HttpResponseMessage response, Problem? problem) : AuditException(MessageOf(response, problem))
{
    public HttpStatusCode Status { get; } = response.StatusCode;

    public Problem? Problem { get; } = problem;

    public HttpResponseHeaders Headers { get; } = response.Headers;

    /// <summary>Eight digits that say what is wrong, the same in every language.</summary>
    public int? Code => Problem?.Code;

    /// <summary>The same as a name: <c>error.incident_not_found</c>.</summary>
    public string? Key => Problem?.I18nKey;

    /// <summary>What is wrong with which field; empty where the failure is of no field.</summary>
    public IReadOnlyList<FieldViolation> Errors => Problem?.Errors ?? [];

    /// <summary>After which time another attempt may pass.</summary>
    public TimeSpan? RetryAfter { get; } = response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - TimeProvider.System.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero,
        _ => problem?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    /// <summary>The present version of the thing, of a 412 or a 304.</summary>
    public string? ETag => Headers.ETag?.ToString();

    /// <summary>By which the service's logs know the request.</summary>
    public string? RequestId => Problem?.RequestId ?? Headers.ValueOf("X-Request-Id");

    private static string MessageOf(HttpResponseMessage response, Problem? problem) =>
        problem is null ? $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd() : $"{problem.Title}: {problem.Detail}";
}
