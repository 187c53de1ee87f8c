using System.Net;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Audit.Api.Tests.OpenApi;

[Collection(ContractTests.Name)]
public sealed class ServedDocumentTests(Contract contract)
{
    private const string Address = "/openapi/v1.json";
    private const string Prefix = "/audit/api/v1";

    [Fact]
    public void Document_AsServed_IsTheKeptCopy()
    {
        var kept = File.ReadAllText(Repository.File("openapi", "audit.v1.json")).ReplaceLineEndings("\n");

        contract.Text.Should().Be(kept, "the copy in openapi/ goes with the code; write it with: dotnet build src/Audit.Api -p:OpenApiGenerateDocumentsOnBuild=true");
    }

    [Fact]
    public void Document_ReadByTheReferenceReader_HasNoErrorAndNoWarning()
    {
        var read = OpenApiDocument.Parse(contract.Text, OpenApiConstants.Json);

        read.Diagnostic!.SpecificationVersion.Should().Be(OpenApiSpecVersion.OpenApi3_0);
        read.Diagnostic.Errors.Should().BeEmpty();
        read.Diagnostic.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Document_WhereverItIsRead_TellsWhatItIs()
    {
        ((string?)contract.Document["info"]!["title"]).Should().Be("Audit API");
        ((string?)contract.Document["info"]!["version"]).Should().Be("v1");
        ((string?)contract.Document["info"]!["license"]!["name"]).Should().Be("MIT");
        contract.Text.Should().NotContain("localhost").And.NotContain("\\u").And.NotContain("&lt;").And.NotContain("&amp;");
        contract.Document["servers"].Should().BeNull();
        contract.Document["security"]!.ToJsonString().Should().Be("""[{"bearerAuth":[]}]""");
        ((string?)contract.Document["components"]!["securitySchemes"]!["bearerAuth"]!["scheme"]).Should().Be("bearer");
    }

    [Fact]
    public void References_Everywhere_LeadSomewhereAndAllComponentsAreReferredTo()
    {
        var references = new HashSet<string>(StringComparer.Ordinal);
        Collect(contract.Document, references);

        references.Select(r => contract.Resolve(new JsonObject { ["$ref"] = r })).Should().AllBeOfType<JsonObject>();
        var components = contract.Document["components"]!.AsObject().Where(c => c.Key != "securitySchemes")
            .SelectMany(c => c.Value!.AsObject(), (kind, one) => $"#/components/{kind.Key}/{one.Key}");
        components.Should().BeSubsetOf(references);
    }

    [Fact]
    public async Task Get_WithoutAToken_ServesTheDocumentForCachesThatAsk()
    {
        using var client = contract.Api.CreateClient();
        using var first = await client.GetAsync(new Uri(Address, UriKind.Relative));
        first.StatusCode.Should().Be(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
        first.Headers.CacheControl!.ToString().Should().Be("no-cache");
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await client.GetAsync(new Uri(Address, UriKind.Relative));

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData(Prefix)]
    [InlineData("/AUDIT/api/V1")]
    public async Task Get_UnderThePrefix_NamesThePrefixAsItsServer(string prefix)
    {
        await using var api = new AuditApi(null, ("Api:PathBase", Prefix));
        using var client = api.CreateClient();

        var under = await ServersAsync(client, prefix + Address);
        var atTheRoot = await ServersAsync(client, Address);

        under.Should().Be($$"""[{"url":"{{Prefix}}"}]""");
        atTheRoot.Should().BeNull();
    }

    [Fact]
    public async Task Get_WithAPublicUrl_NamesItAsItsServerAndNeverTheHost()
    {
        await using var api = new AuditApi(null, ("Api:PathBase", Prefix), ("Api:PublicUrl", "https://gateway.example" + Prefix));
        using var client = api.CreateClient();
        client.DefaultRequestHeaders.Host = "evil.example";

        foreach (var address in new[] { Address, Prefix + Address })
        {
            (await ServersAsync(client, address)).Should().Be("""[{"url":"https://gateway.example/audit/api/v1"}]""");
        }
    }

    [Fact]
    public async Task Get_OfAnotherDocument_IsAnUnknownRoute()
    {
        using var client = contract.Api.CreateClient();
        using var response = await client.GetAsync(new Uri("/openapi/v2.json", UriKind.Relative));

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.route_not_found");
    }

    private static async Task<string?> ServersAsync(HttpClient client, string address) =>
        JsonNode.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative)))!["servers"]?.ToJsonString();

    private static void Collect(JsonNode? node, HashSet<string> references)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, member) in members)
            {
                if (name == "$ref")
                {
                    references.Add((string)member!);
                }

                Collect(member, references);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Collect(item, references);
            }
        }
    }
}
