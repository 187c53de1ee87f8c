using System.Diagnostics;

namespace Audit.Api.Requests;

/// <summary>The names of a request: the caller's or our own id of it, and its place in a distributed trace.</summary>
public sealed class RequestIdentity
{
    public const string Header = "X-Request-Id";
    private const int MaxLength = 128;

    private RequestIdentity(string requestId, ActivityTraceId traceId, ActivitySpanId spanId)
    {
        RequestId = requestId;
        SpanId = spanId.ToHexString();
        TraceId = $"00-{traceId.ToHexString()}-{SpanId}-01";
    }

    public string RequestId { get; }

    /// <summary>W3C Trace Context, <c>00-trace-span-01</c>.</summary>
    public string TraceId { get; }

    public string SpanId { get; }

    public static RequestIdentity Of(HttpContext context)
    {
        var identity = context.Features.Get<RequestIdentity>();
        if (identity is null)
        {
            var span = Activity.Current;
            identity = new RequestIdentity(
                RequestIdOf(context.Request),
                span?.TraceId ?? ActivityTraceId.CreateRandom(),
                span?.SpanId ?? ActivitySpanId.CreateRandom());
            context.Features.Set(identity);
        }

        return identity;
    }

    private static string RequestIdOf(HttpRequest request)
    {
        var sent = request.Headers[Header].ToString();
        return sent.Length is > 0 and <= MaxLength && sent.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? sent
            : "req_" + Guid.CreateVersion7().ToString("D");
    }
}
