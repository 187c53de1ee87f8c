using Audit.Application.Common;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What an operation reads.</summary>
internal sealed class OperationBody : IOpenApiOperationTransformer
{
    private const int Kibi = 1024;

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.RequestBody is not OpenApiRequestBody body)
        {
            return Task.CompletedTask;
        }

        foreach (var content in body.Content!.Values)
        {
            // whether it may be left out is said of the body, not of its schema
            content.Schema = content.Schema!.OneOf?.SingleOrDefault(s => s is OpenApiSchemaReference) ?? content.Schema;
        }

        // the generator gives it the comment of whatever parameter it knew no place for
        body.Description = $"JSON in UTF-8, at most {Size(context.Description.BodyLimit)}.";
        if (body.Content.Values.Select(c => c.Schema).OfType<OpenApiSchema>().SingleOrDefault(s => s.Type == JsonSchemaType.Array) is { } list)
        {
            list.MinItems = 1;
            list.MaxItems = Limits.BatchReports;
        }

        return Task.CompletedTask;
    }

    private static string Size(int bytes) => bytes >= Kibi * Kibi ? $"{bytes / Kibi / Kibi} MiB" : $"{bytes / Kibi} KiB";
}
