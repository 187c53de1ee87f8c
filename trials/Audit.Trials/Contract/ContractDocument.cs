using System.Text.Json.Nodes;

namespace Audit.Trials.Contract;

/// <summary>The OpenAPI document that the service serves. Its nodes are read lazily: one thread at a time.</summary>
public sealed class ContractDocument
{
    private readonly Dictionary<string, ContractOperation> _byId;

    public ContractDocument(string text)
    {
        Text = text;
        Root = JsonNode.Parse(text)!;
        Operations =
        [
            .. from path in Root["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               select new ContractOperation(this, operation.Key.ToUpperInvariant(), path.Key, operation.Value!),
        ];
        _byId = Operations.ToDictionary(o => o.Id, StringComparer.Ordinal);
    }

    public string Text { get; }

    public JsonNode Root { get; }

    public IReadOnlyList<ContractOperation> Operations { get; }

    public JsonObject Schemas => Root["components"]!["schemas"]!.AsObject();

    public ContractOperation Operation(string id) => _byId[id];

    /// <summary>What a node says itself, or what it points to.</summary>
    public JsonNode Resolve(JsonNode node)
    {
        while (node is JsonObject && (string?)node["$ref"] is { } reference)
        {
            node = reference.TrimStart('#', '/').Split('/').Aggregate(Root, (at, step) => at[step] ?? throw new InvalidOperationException($"{reference} leads nowhere."));
        }

        return node;
    }
}
