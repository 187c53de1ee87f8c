using Audit.Api.Problems;
using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Health;

/// <summary>For whoever starts, stops and routes to the service.</summary>
public static class HealthEndpoints
{
    private const int RetryAfterSeconds = 5;
    private static readonly Mark s_mark = new();
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", s_methods, (HttpResponse response) => Answer(response, "live")).ExcludeFromDescription().WithMetadata(s_mark).DisableRequestTimeout();
        app.MapMethods("/health/ready", s_methods, ReadyAsync).ExcludeFromDescription().WithMetadata(s_mark).DisableRequestTimeout();
        return app;
    }

    /// <summary>Whether the request asks for one of them: those are answered however much else is going on.</summary>
    public static bool IsOne(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null;

    private static async Task ReadyAsync(HttpContext context, IStoreReadiness store, ProblemWriter problems)
    {
        if (await store.IsReadyAsync(context.RequestAborted))
        {
            await Answer(context.Response, "ready");
        }
        else
        {
            await problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.StoreUnavailable), retryAfterSeconds: RetryAfterSeconds);
        }
    }

    private static Task Answer(HttpResponse response, string status)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        return response.WriteAsync($$"""{"status":"{{status}}"}""");
    }

    private sealed class Mark;
}
