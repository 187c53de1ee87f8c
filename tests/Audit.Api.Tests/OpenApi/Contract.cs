using System.Text.Json.Nodes;

namespace Audit.Api.Tests.OpenApi;

/// <summary>The service, and the document that it serves.</summary>
public sealed class Contract : IAsyncLifetime
{
    public AuditApi Api { get; } = new();

    public string Text { get; private set; } = "";

    public JsonNode Document { get; private set; } = new JsonObject();

    public IReadOnlyList<ContractOperation> Operations { get; private set; } = [];

    public JsonObject Schemas => Document["components"]!["schemas"]!.AsObject();

    public async Task InitializeAsync()
    {
        using var client = Api.CreateClient();
        Text = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        Document = JsonNode.Parse(Text)!;
        Operations =
        [
            .. from path in Document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               select new ContractOperation(this, operation.Key.ToUpperInvariant(), path.Key, operation.Value!),
        ];
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();

    public ContractOperation Operation(string id) => Operations.Single(o => o.Id == id);

    /// <summary>What a node says itself, or what it points to.</summary>
    public JsonNode Resolve(JsonNode node)
    {
        while (node is JsonObject && (string?)node["$ref"] is { } reference)
        {
            node = reference.TrimStart('#', '/').Split('/').Aggregate(Document, (at, step) => at[step] ?? throw new InvalidOperationException($"{reference} leads nowhere."));
        }

        return node;
    }
}

/// <summary>An operation of the document, with everything it points to.</summary>
public sealed class ContractOperation(Contract contract, string method, string path, JsonNode node)
{
    public string Method { get; } = method;

    public string Path { get; } = path;

    public JsonNode Node { get; } = node;

    public string Id => (string)Node["operationId"]!;

    /// <summary>The path with ids that could be some.</summary>
    public string ExamplePath => Parameters.Where(p => (string)p["in"]! == "path")
        .Aggregate(Path, (path, p) => path.Replace($"{{{p["name"]}}}", (string)p["schema"]!["example"]!, StringComparison.Ordinal));

    public IReadOnlyList<JsonNode> Parameters => [.. Node["parameters"]!.AsArray().Select(p => contract.Resolve(p!))];

    public IReadOnlyDictionary<string, JsonNode> Answers => Node["responses"]!.AsObject().ToDictionary(r => r.Key, r => contract.Resolve(r.Value!), StringComparer.Ordinal);

    /// <summary>The schema of the body, or null.</summary>
    public JsonNode? Body => Node["requestBody"]?["content"]?["application/json"]?["schema"];

    /// <summary>The schema of the thing that is sent: the body, or each member of a batch.</summary>
    public JsonNode Sent => contract.Resolve(contract.Resolve(Body!)["items"] ?? Body!);

    /// <summary>A body of such a thing.</summary>
    public JsonNode BodyOf(JsonNode sent) => contract.Resolve(Body!)["items"] is null ? sent : new JsonArray(sent);

    /// <summary>What the broken field of such a thing is called.</summary>
    public string FieldOf(string member) => contract.Resolve(Body!)["items"] is null ? member : "[0]." + member;
}

[CollectionDefinition(Name)]
public sealed class ContractTests : ICollectionFixture<Contract>
{
    public const string Name = "contract";
}
