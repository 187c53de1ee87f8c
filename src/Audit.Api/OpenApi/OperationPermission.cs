using System.Text.Json.Nodes;
using Audit.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>Who may do it, for people in the description and for programs as <c>x-permission</c>.</summary>
internal sealed class OperationPermission : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.Permission is { } permission)
        {
            operation.Description = Paragraphs(operation.Description, $"Needs the permission `{permission}`: {GivenBy(permission)}.");
            operation.Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal) { ["x-permission"] = new JsonNodeExtension(JsonValue.Create(permission)) };
        }
        else
        {
            operation.Description = Paragraphs(operation.Description, "Needs a token and no permission.");
        }

        return Task.CompletedTask;
    }

    private static string GivenBy(string permission)
    {
        var (scope, roles) = Permissions.GivenBy(permission);
        var names = string.Join(", ", roles.Select(r => $"`{r}`"));
        return names.Length == 0 ? $"scope `{scope}`" : $"scope `{scope}`, or role {names}";
    }

    private static string Paragraphs(string? before, string last) => string.IsNullOrEmpty(before) ? last : before + "\n\n" + last;
}
