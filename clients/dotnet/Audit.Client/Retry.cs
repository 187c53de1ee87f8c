using System.Net;

namespace Audit.Client;

/// <summary>When a request is sent again.</summary>
internal static class Retry
{
    /// <summary>The most retries that may be asked for.</summary>
    public const int Most = 10;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    /// <summary>Twice as long each time, and not the same for everybody who was refused at once.</summary>
    public static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(s_longestWait.TotalSeconds, 0.25 * Math.Pow(2, attempt) * (1 + Random.Shared.NextDouble())));

    /// <summary>How long to wait before another attempt; null where there is to be none.</summary>
    public static TimeSpan? WaitAfter(AuditException failure, bool isRepeatable, int attempt)
    {
        var backoff = Backoff(attempt);
        return failure switch
        {
            AuditConnectionException => isRepeatable ? backoff : null,
            AuditProblemException problem when MayPass(problem.Status, isRepeatable) => problem.RetryAfter switch
            {
                null => backoff,
                { } asked when asked > s_longestWait => null,
                { } asked => asked > backoff ? asked : backoff,
            },
            _ => null,
        };
    }

    /// <summary>Who is refused for being too many has done nothing yet; after other failures that is not known.</summary>
    private static bool MayPass(HttpStatusCode status, bool isRepeatable) => status switch
    {
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => isRepeatable,
        _ => false,
    };
}
