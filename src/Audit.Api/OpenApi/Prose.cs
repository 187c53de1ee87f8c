using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>Makes text out of XML comments: the generator leaves their entities and line breaks in.</summary>
internal sealed partial class Prose : IOpenApiOperationTransformer, IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Summary = Of(operation.Summary);
        operation.Description = Of(operation.Description);
        foreach (var parameter in operation.Parameters ?? [])
        {
            parameter.Description = Of(parameter.Description);
        }

        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        schema.Description = Of(schema.Description);
        return Task.CompletedTask;
    }

    /// <summary>The text with its characters as they are and a line for each paragraph.</summary>
    public static string? Of(string? text) => text is null ? null : LineBreak.Replace(WebUtility.HtmlDecode(text), " ");

    [GeneratedRegex(@"(?<!\n)\n(?!\n) *", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LineBreak { get; }
}
