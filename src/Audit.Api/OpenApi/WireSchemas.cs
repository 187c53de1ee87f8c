using Audit.Api.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>
/// Makes the generated schemas say what the wire does: which members are always there, which are out of a closed set, and that there
/// are no others. They are closed for requests too, although unknown members are ignored unless the caller asks for strict
/// handling: a generated client then refuses a misspelt member where it is written.
/// </summary>
internal sealed class WireSchemas : IOpenApiDocumentTransformer
{
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        // no action declares it, and what is made here comes without references
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellationToken);
        document.AddComponent(SchemaNames.Of(typeof(ProblemField)), (OpenApiSchema)problem.Properties!["errors"].Items!);
        ((OpenApiSchema)problem.Properties["errors"]).Items = new OpenApiSchemaReference(SchemaNames.Of(typeof(ProblemField)), document);
        document.AddComponent(SchemaNames.Of(typeof(Problem)), problem);
        Enumerations.Describe(document);
        foreach (var wire in WireType.All(context.DescriptionGroups.SelectMany(g => g.Items)))
        {
            if (document.Components!.Schemas![SchemaNames.Of(wire.Type)] is OpenApiSchema schema)
            {
                Describe(schema, wire, document);
            }
        }
    }

    private static void Describe(OpenApiSchema schema, WireType wire, OpenApiDocument document)
    {
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = (wire.IsRequest ? RequiredMembers.Of(wire.Type) : wire.AlwaysThere).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, property) in wire.Members)
        {
            var member = Inline(schema.Properties![name], document);
            // a member without a value is left out, never null
            member.Type &= ~JsonSchemaType.Null;
            if (member.Format == "date-time")
            {
                member.Type = JsonSchemaType.String;
            }

            if (wire.IsSubject(property))
            {
                member.Description = document.Components!.Schemas![SchemaNames.Of(property.PropertyType)].Description;
            }

            Fields.Apply(wire, name, member);
            Restrict(member, Enumerations.Of(name, wire.Type.Namespace), document);
            if (member is { Type: { } type, MaxLength: not null } && type.HasFlag(JsonSchemaType.String) && schema.Required.Contains(name))
            {
                member.MinLength = 1;
            }

            schema.Properties[name] = member;
        }
    }

    /// <summary>A reference with a description of its own: beside <c>$ref</c>, OpenAPI 3.0 reads nothing.</summary>
    private static OpenApiSchema Inline(IOpenApiSchema member, OpenApiDocument document) => member switch
    {
        OpenApiSchemaReference reference => new OpenApiSchema
        {
            Description = Prose.Of(reference.Reference.Description),
            AllOf = [new OpenApiSchemaReference(reference.Reference.Id!, document)],
        },
        // null, or a reference
        OpenApiSchema { OneOf: { Count: > 0 } either } => Inline(either.OfType<OpenApiSchemaReference>().Single(), document),
        OpenApiSchema schema => schema,
        _ => throw new InvalidOperationException($"{member.GetType()} is no schema."),
    };

    private static void Restrict(OpenApiSchema member, string? set, OpenApiDocument document)
    {
        if (set is null)
        {
            return;
        }

        var names = new OpenApiSchemaReference(set, document);
        if (member.Type == JsonSchemaType.Array)
        {
            member.Items = names;
            return;
        }

        member.Type = null;
        member.MaxLength = null;
        member.AllOf = [names];
    }
}
