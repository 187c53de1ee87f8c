using Audit.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Audit.Api.Requests;

/// <summary>What every operation has in common: strict handling and idempotency keys on the way in, validators and caching on the way out.</summary>
public sealed class WireFilter(ReadingFaults faults, RequestIdempotencyKey idempotencyKey) : IResourceFilter, IResultFilter
{
    private const string CacheControl = "private, no-cache";

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        Preference.MarkApplied(http);
        if (http.Request.Query.Count > 0 && Preference.IsStrict(http.Request) && Operation.Of(http) is { } operation)
        {
            var declared = Operation.DeclaredQuery(operation);
            foreach (var unknown in http.Request.Query.Keys.Where(name => !declared.Contains(name)))
            {
                faults.Add(new FieldViolation(unknown, ViolationCodes.UnknownField));
            }
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<IdempotentAttribute>() is not null)
        {
            idempotencyKey.Read();
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // nothing to undo
    }

    public void OnResultExecuting(ResultExecutingContext context)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = CacheControl;
        http.Response.Headers.Vary = WireHeaders.Vary;
        if ((context.Result as ObjectResult)?.Value is not IRepresentation representation)
        {
            return;
        }

        http.Response.Headers.ETag = EntityTags.Of(representation.Version);
        if ((HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && EntityTags.IsKnown(http.Request.Headers.IfNoneMatch, representation.Version))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status304NotModified);
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
        // nothing to undo
    }
}
