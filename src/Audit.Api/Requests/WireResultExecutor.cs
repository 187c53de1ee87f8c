using System.Text.Json;
using Audit.Api.Load;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace Audit.Api.Requests;

/// <summary>Writes what an action answers. There is one representation, JSON, whatever a caller says to accept, so that none has to be chosen.</summary>
public sealed partial class WireResultExecutor(ILogger<WireResultExecutor> log) : IActionResultExecutor<ObjectResult>
{
    private const string ContentType = "application/json; charset=utf-8";

    public async Task ExecuteAsync(ActionContext context, ObjectResult result)
    {
        var value = result.Value ?? throw new InvalidOperationException("An answer always has a body.");
        var type = WireJson.Of(value.GetType());
        result.OnFormatting(context);
        context.HttpContext.Response.ContentType = ContentType;
        // what was done when the time was up is told all the same
        var end = context.HttpContext.HasTimedOut() ? CancellationToken.None : context.HttpContext.RequestAborted;
        try
        {
            await JsonSerializer.SerializeAsync(context.HttpContext.Response.BodyWriter, value, type, end);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // nobody is there to be answered, or takes the answer too slowly: half of one must not look like a whole one. The request still gets its line in the log
            if (context.HttpContext.HasTimedOut())
            {
                NotTaken(log);
            }

            context.HttpContext.Abort();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "An answer was not taken in time and was cut")]
    private static partial void NotTaken(ILogger logger);
}
