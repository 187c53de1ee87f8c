using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>An operation as the served document describes it.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameter in braces.</param>
/// <param name="Query">The names of its query parameters.</param>
/// <param name="Headers">The names of its request headers.</param>
/// <param name="Members">The names of its body's members, or of its body's items', and whether they are lists.</param>
internal sealed record Operation(
    string Method, string Path, IReadOnlyList<string> Query, IReadOnlyList<string> Headers, IReadOnlyList<(string Name, bool IsList)> Members)
{
    public string Name => $"{Method} {Path}";

    public bool HasId => Path.Contains('{', StringComparison.Ordinal);

    /// <summary>Its path with another value for its parameter.</summary>
    public string PathOf(string value) => Path[..Path.IndexOf('{', StringComparison.Ordinal)] + value + Path[(Path.IndexOf('}', StringComparison.Ordinal) + 1)..];
}

/// <summary>Reads the served OpenAPI document.</summary>
internal static class Surface
{
    public static IReadOnlyList<Operation> Of(JsonNode document) =>
    [
        .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Where(o => o.Key is "get" or "put" or "post" or "patch" or "delete")
            .Select(o => OperationOf(document, path.Key, o.Key.ToUpperInvariant(), path.Value!["parameters"], o.Value!))),
    ];

    private static Operation OperationOf(JsonNode document, string path, string method, JsonNode? shared, JsonNode operation)
    {
        var parameters = (shared?.AsArray() ?? []).Concat(operation["parameters"]?.AsArray() ?? []).Select(p => Resolve(document, p!)).ToList();
        var body = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        return new Operation(method, path, Names("query"), Names("header"), body is null ? [] : [.. MembersOf(document, body).DistinctBy(m => m.Name, StringComparer.Ordinal)]);

        List<string> Names(string place) => [.. parameters.Where(p => (string?)p["in"] == place).Select(p => (string)p["name"]!)];
    }

    private static IEnumerable<(string Name, bool IsList)> MembersOf(JsonNode document, JsonNode unresolved)
    {
        var schema = Resolve(document, unresolved);
        var own = (schema["properties"]?.AsObject() ?? []).Select(p => (p.Key, (string?)Resolve(document, p.Value!)["type"] == "array"));
        var inner = new[] { "allOf", "oneOf", "anyOf" }.SelectMany(k => schema[k]?.AsArray() ?? []).Append(schema["items"]).OfType<JsonNode>();
        return own.Concat(inner.SelectMany(s => MembersOf(document, s)));
    }

    private static JsonNode Resolve(JsonNode document, JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference.Split('/').Skip(1).Aggregate(document, (at, name) => at[name]!) : node;
}
