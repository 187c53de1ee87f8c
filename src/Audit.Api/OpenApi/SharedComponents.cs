using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What the operations point to.</summary>
internal sealed class SharedComponents : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        SharedParameters.Describe(document);
        AnswerHeaders.Describe(document);
        ErrorAnswers.Describe(document);
        return Task.CompletedTask;
    }
}
