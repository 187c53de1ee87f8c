using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>Every error that an operation may answer.</summary>
internal sealed class OperationErrors : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var error in ErrorAnswer.Of(context.Description))
        {
            operation.Responses![error.Status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponseReference(error.Name, context.Document);
        }

        return Task.CompletedTask;
    }
}
