using System.Globalization;
using System.Text.Json;
using Audit.Api.Requests;
using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Problems;

/// <summary>The one place where an exception becomes an answer.</summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, ProblemWriter problems, IStoreFaults store, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // once an answer has begun, half of it is none: the server cuts the connection
            context.Response.Clear();
            await AnswerSafelyAsync(context, e);
        }
    }

    /// <summary>Nothing may get past this point: in Development the framework would show it, token and all.</summary>
    private async Task AnswerSafelyAsync(HttpContext context, Exception exception)
    {
        try
        {
            await AnswerAsync(context, exception);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Unanswerable(log, e);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = ProblemWriter.ContentType;
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers[RequestIdentity.Header] = RequestIdentity.Of(context).RequestId;
            await context.Response.WriteAsync(LastResort(context));
        }
    }

    /// <summary>The Problem that takes no settings, no texts and no serializer to be written.</summary>
    private static string LastResort(HttpContext context)
    {
        var identity = RequestIdentity.Of(context);
        var instance = JsonEncodedText.Encode(context.Request.PathBase.Add(context.Request.Path).ToUriComponent());
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return $$"""
            {"type":"/errors/internal","title":"Internal server error","status":500,"detail":"The service could not process the request because of a fault of its own.","instance":"{{instance}}","code":30109001,"service":"audit-service","timestamp":"{{now}}","request_id":"{{identity.RequestId}}","trace_id":"{{identity.TraceId}}","span_id":"{{identity.SpanId}}","i18n_key":"error.internal","i18n_args":{},"errors":[]}
            """;
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // nobody is there to be answered
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }

        var cause = Cause.Of(exception, store);
        switch (cause.Error.Key)
        {
            case ErrorKeys.StoreUnavailable:
                StoreUnavailable(log, exception);
                break;
            case ErrorKeys.InternalError when exception is not BadHttpRequestException:
                Unhandled(log, exception);
                break;
            default:
                break;
        }

        if (exception is PreconditionFailedException failed)
        {
            context.Response.Headers.ETag = EntityTags.Of(failed.CurrentVersion);
        }

        await problems.WriteAsync(context, cause);
    }

    [LoggerMessage(1, LogLevel.Error, "The store cannot be used")]
    private static partial void StoreUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "Unhandled error")]
    private static partial void Unhandled(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Critical, "A failure could not be answered with its Problem")]
    private static partial void Unanswerable(ILogger logger, Exception exception);
}
