using System.Text.Json.Nodes;
using Audit.Trials.Contract;

namespace Audit.Api.Tests.OpenApi;

/// <summary>The service, and the document that it serves.</summary>
public sealed class Contract : IAsyncLifetime
{
    private ContractDocument? _served;
    private SchemaCheck? _check;

    public AuditApi Api { get; } = new();

    public string Text => Served.Text;

    public JsonNode Document => Served.Root;

    public IReadOnlyList<ContractOperation> Operations => Served.Operations;

    public JsonObject Schemas => Served.Schemas;

    public SchemaCheck Check => _check ??= new SchemaCheck(Served);

    private ContractDocument Served => _served ?? throw new InvalidOperationException("Not yet served.");

    public async Task InitializeAsync()
    {
        using var client = Api.CreateClient();
        _served = new ContractDocument(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();

    public ContractOperation Operation(string id) => Served.Operation(id);

    public JsonNode Resolve(JsonNode node) => Served.Resolve(node);
}

[CollectionDefinition(Name)]
public sealed class ContractTests : ICollectionFixture<Contract>
{
    public const string Name = "contract";
}
