using Audit.Api.Requests;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What an operation takes besides its body: what its action declares, and what every operation takes or its kind brings with it.</summary>
internal sealed class OperationParameters : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var feature = (context.Description.ActionDescriptor as ControllerActionDescriptor)?.ControllerTypeInfo.Namespace;
        operation.Parameters =
        [
            .. (operation.Parameters ?? []).Select(p => SharedParameters.Has(p.Name!) ? Shared(p.Name!) : Described((OpenApiParameter)p)),
            .. OfItsKind().Select(Shared),
            .. SharedParameters.OfEveryOperation.Select(Shared),
        ];
        return Task.CompletedTask;

        IOpenApiParameter Shared(string name) => new OpenApiParameterReference(name, document);

        OpenApiParameter Described(OpenApiParameter parameter)
        {
            var schema = (OpenApiSchema)parameter.Schema!;
            Fields.Apply(parameter.Name!, schema);
            if (Enumerations.Of(parameter.Name!, feature) is { } set)
            {
                // repeated, which every generator can do; the service reads commas as well
                schema.Items = new OpenApiSchemaReference(set, document);
            }

            return parameter;
        }

        IEnumerable<string> OfItsKind()
        {
            if (context.Description.IsIdempotent)
            {
                yield return WireHeaders.IdempotencyKey;
            }

            if (context.Description is { IsRead: true, AnswersOneThing: true })
            {
                yield return HeaderNames.IfNoneMatch;
            }
        }
    }
}
