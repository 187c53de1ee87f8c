using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>Puts everything in an order of its own, so that the document differs only where the service does.</summary>
internal sealed class DocumentOrder : IOpenApiDocumentTransformer
{
    private static readonly string[] s_methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            paths.Add(path, item);
            ((OpenApiPathItem)item).Operations = item.Operations!.OrderBy(o => Array.IndexOf(s_methods, o.Key.Method)).ToDictionary();
            foreach (var operation in item.Operations!.Values)
            {
                var responses = new OpenApiResponses();
                foreach (var (status, answer) in operation.Responses!.OrderBy(r => r.Key, StringComparer.Ordinal))
                {
                    responses.Add(status, answer);
                }

                operation.Responses = responses;
            }
        }

        document.Paths = paths;
        var components = document.Components!;
        components.Schemas = Sorted(components.Schemas);
        components.Responses = Sorted(components.Responses);
        components.Parameters = Sorted(components.Parameters);
        components.Headers = Sorted(components.Headers);
        return Task.CompletedTask;
    }

    private static Dictionary<string, T> Sorted<T>(IDictionary<string, T>? components) =>
        (components ?? new Dictionary<string, T>(StringComparer.Ordinal)).OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
}
