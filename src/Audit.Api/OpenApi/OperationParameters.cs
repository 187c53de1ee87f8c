using System.Globalization;
using Audit.Api.Requests;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What an operation takes besides its body: what its action declares, and what every operation takes or its kind brings with it.</summary>
internal sealed class OperationParameters : IOpenApiOperationTransformer
{
    /// <summary>What a list is asked for most stands first, whatever class declares it: generated clients take parameters by their place.</summary>
    private static readonly string[] s_first = ["status", "severity", "type", "assignee", "search"];

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var declared = new List<IOpenApiParameter>();
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().OrderBy(p => Rank(p.Name!)))
        {
            var source = context.Description.ParameterDescriptions.Single(p => string.Equals(p.Name, parameter.Name, StringComparison.Ordinal));
            declared.Add(SharedParameters.Has(parameter.Name!, DefaultOf(parameter)) ? Shared(parameter.Name!) : await DescribedAsync(parameter, source, context, cancellationToken));
        }

        operation.Parameters = [.. declared, .. OfItsKind(context.Description).Select(Shared), .. SharedParameters.OfEveryOperation.Select(Shared)];

        IOpenApiParameter Shared(string name) => new OpenApiParameterReference(name, document);
    }

    private static int Rank(string name) => Array.IndexOf(s_first, name) is var place and >= 0 ? place : s_first.Length;

    private static int? DefaultOf(OpenApiParameter parameter) =>
        parameter.Schema?.Default is { } value ? int.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private static async Task<OpenApiParameter> DescribedAsync(
        OpenApiParameter parameter, ApiParameterDescription source, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var name = parameter.Name!;
        var schema = (OpenApiSchema)parameter.Schema!;
        parameter.Description ??= SharedParameters.DescriptionOf(name);
        if (source.ModelMetadata is { ContainerType: { } query })
        {
            // the generator finds a comment by the property's name in C# only where that is a member of a schema
            var members = await context.GetOrCreateSchemaAsync(query, cancellationToken: cancellationToken);
            parameter.Description ??= Prose.Of(members.Properties![name].Description);
        }

        Fields.Apply(name, schema);
        if (Enumerations.Of(name, (context.Description.ActionDescriptor as ControllerActionDescriptor)?.ControllerTypeInfo.Namespace) is { } set)
        {
            var names = new OpenApiSchemaReference(set, context.Document);
            if (schema.Type == JsonSchemaType.Array)
            {
                // repeated, which every generator can do; the service reads commas as well
                schema.Items = names;
            }
            else
            {
                parameter.Schema = names;
            }
        }

        return parameter;
    }

    private static IEnumerable<string> OfItsKind(ApiDescription operation)
    {
        if (operation.IsIdempotent)
        {
            yield return WireHeaders.IdempotencyKey;
        }

        if (operation is { IsRead: true, AnswersOneThing: true })
        {
            yield return HeaderNames.IfNoneMatch;
        }
    }
}
