using System.Collections;
using System.Diagnostics;
using System.Globalization;
using Audit.Api.Security;

namespace Audit.Api.Requests;

/// <summary>
/// One line for each request, and the request's ids on every line written during it. Never a body, a token, a header or a
/// query: the route's pattern says what was asked for.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[RequestIdentity.Header] = RequestIdentity.Of(context).RequestId;
        headers.XContentTypeOptions = "nosniff";
        using var scope = log.BeginScope(new Ids(context));
        var start = Stopwatch.GetTimestamp();
        await next(context);
        Answered(
            log,
            context.Request.Method,
            (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)",
            context.Response.StatusCode,
            Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    [LoggerMessage(1, LogLevel.Information, "{Method} {Route} answered {Status} in {ElapsedMs:0.0} ms")]
    private static partial void Answered(ILogger logger, string method, string route, int status, double elapsedMs);

    /// <summary>Read when a line is written: tenant and actor are known only after sign-in.</summary>
    private sealed class Ids(HttpContext context) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 4;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("request_id", RequestIdentity.Of(context).RequestId),
            1 => new("trace_id", RequestIdentity.Of(context).TraceId),
            2 => new("tenant_id", context.Features.Get<CallerFeature>()?.TenantId),
            3 => new("actor_id", context.Features.Get<CallerFeature>()?.Actor.Id),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => string.Join(' ', this.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}:{p.Value}")));
    }
}
