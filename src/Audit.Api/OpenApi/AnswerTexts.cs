using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>Says what a successful answer is about, where nothing but the status' own name was said of it.</summary>
internal sealed class AnswerTexts : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var answers =
            from path in document.Paths.Values
            from operation in path.Operations!.Values
            from answer in operation.Responses!.Values.OfType<OpenApiResponse>()
            where answer.Description is "OK" or "Created"
            select answer;
        foreach (var answer in answers)
        {
            var schema = answer.Content!.Values.Single().Schema!;
            answer.Description = (schema.Properties!.TryGetValue("data", out var subject) ? subject : schema).Description;
        }

        return Task.CompletedTask;
    }
}
