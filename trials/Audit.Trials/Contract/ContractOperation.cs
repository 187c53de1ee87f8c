using System.Text.Json.Nodes;

namespace Audit.Trials.Contract;

/// <summary>An operation of the document, with everything it points to.</summary>
public sealed class ContractOperation(ContractDocument contract, string method, string path, JsonNode node)
{
    private IReadOnlyList<JsonNode>? _parameters;
    private IReadOnlyDictionary<string, JsonNode>? _answers;
    private IReadOnlyList<ContractMember>? _members;

    public string Method { get; } = method;

    public string Path { get; } = path;

    public JsonNode Node { get; } = node;

    public string Id => (string)Node["operationId"]!;

    /// <summary>The path with ids that could be some.</summary>
    public string ExamplePath => Parameters.Where(p => (string)p["in"]! == "path")
        .Aggregate(Path, (path, p) => path.Replace($"{{{p["name"]}}}", (string)p["schema"]!["example"]!, StringComparison.Ordinal));

    public IReadOnlyList<JsonNode> Parameters => _parameters ??= [.. Node["parameters"]!.AsArray().Select(p => contract.Resolve(p!))];

    public IReadOnlyDictionary<string, JsonNode> Answers =>
        _answers ??= Node["responses"]!.AsObject().ToDictionary(r => r.Key, r => contract.Resolve(r.Value!), StringComparer.Ordinal);

    /// <summary>The schema of the body, or null.</summary>
    public JsonNode? Body => Node["requestBody"]?["content"]?["application/json"]?["schema"];

    /// <summary>The schema of the thing that is sent: the body, or each member of a batch.</summary>
    public JsonNode Sent => contract.Resolve(contract.Resolve(Body!)["items"] ?? Body!);

    /// <summary>Whether the body is a list of such things.</summary>
    public bool IsBatch => Body is not null && contract.Resolve(Body)["items"] is not null;

    /// <summary>The members of the thing that is sent; none where nothing is.</summary>
    public IReadOnlyList<ContractMember> Members => _members ??= Body is null ? [] : [.. Sent["properties"]!.AsObject().Select(p => MemberOf(p.Key, p.Value!))];

    /// <summary>A body of such a thing.</summary>
    public JsonNode BodyOf(JsonNode sent) => IsBatch ? new JsonArray(sent) : sent;

    /// <summary>What the broken field of such a thing is called.</summary>
    public string FieldOf(string member) => IsBatch ? "[0]." + member : member;

    private ContractMember MemberOf(string name, JsonNode rules) => new(
        name,
        contract.Resolve(rules["allOf"]?[0] ?? rules),
        (Sent["required"]?.AsArray() ?? []).Any(r => (string)r! == name),
        (bool?)rules["nullable"] == true);
}

/// <summary>A member of what is sent.</summary>
/// <param name="Name">What it is called on the wire.</param>
/// <param name="Rules">Its schema, or the one that it points to.</param>
/// <param name="IsRequired">Whether it can't be left out.</param>
/// <param name="IsNullable">Whether null means something.</param>
public sealed record ContractMember(string Name, JsonNode Rules, bool IsRequired, bool IsNullable)
{
    public string? Type => (string?)Rules["type"];

    public bool IsEnumeration => Rules["enum"] is not null;

    /// <summary>Whether it takes text of one's own.</summary>
    public bool IsText => Type == "string" && !IsEnumeration;
}
