using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Audit.Api.Requests;

/// <summary>What a request asked for.</summary>
public static class Operation
{
    /// <summary>The query parameter that every operation takes.</summary>
    public const string TenantId = "tenant_id";

    /// <summary>The operation of the contract, or null: a page, a health check, nothing at all.</summary>
    public static ControllerActionDescriptor? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ControllerActionDescriptor>();

    /// <summary>The route and its values: the same for every spelling that routing takes for the same.</summary>
    public static string CanonicalPath(HttpContext context)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern ?? throw new InvalidOperationException("There is no route.");
        return string.Join('/', [route.RawText, .. route.Parameters.Select(p => context.GetRouteValue(p.Name))]);
    }

    public static IReadOnlySet<string> DeclaredQuery(ControllerActionDescriptor operation)
    {
        var declared = operation.Parameters
            .Where(p => p.BindingInfo?.BindingSource == BindingSource.Query)
            .SelectMany(p => p.ParameterType.IsAssignableTo(typeof(ListRequest)) ? NamesOf(p.ParameterType) : [p.BindingInfo!.BinderModelName ?? p.Name]);
        return new HashSet<string>(declared, StringComparer.OrdinalIgnoreCase) { TenantId };
    }

    private static IEnumerable<string> NamesOf(Type request) =>
        request.GetProperties().Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name).OfType<string>();

    /// <summary>The path as it was asked for, with the query parameters that the operation declares and no others.</summary>
    public static string Instance(HttpContext context)
    {
        var request = context.Request;
        var path = request.PathBase.Add(request.Path).ToUriComponent() is { Length: > 0 } asked ? asked : "/";
        if (request.Query.Count == 0 || Of(context) is not { } operation)
        {
            return path;
        }

        var names = DeclaredQuery(operation);
        var declared = request.Query.Where(q => names.Contains(q.Key)).SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value));
        return path + QueryString.Create(declared).ToUriComponent();
    }
}
