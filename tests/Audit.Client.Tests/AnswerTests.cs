using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Client.Tests;

public sealed class AnswerTests
{
    private static readonly JsonObject s_schemas = JsonNode.Parse(File.ReadAllText(Repository.File("openapi", "audit.v1.json")))!["components"]!["schemas"]!.AsObject();

    public static TheoryData<string> Enumerations => [.. s_schemas.Where(s => s.Value!["enum"] is not null).Select(s => s.Key)];

    [Theory]
    [MemberData(nameof(Enumerations))]
    public void Enumeration_OfTheDocument_HasItsNamesOnTheWire(string name)
    {
        var type = typeof(AuditClient).Assembly.GetType($"Audit.Client.{name}", throwOnError: true)!;
        var names = s_schemas[name]!["enum"]!.AsArray().Select(v => v!.ToJsonString()).ToList();

        Enum.GetValues(type).Cast<object>().Skip(1).Select(v => JsonSerializer.Serialize(v, type)).Should().Equal(names);
        names.Select(n => JsonSerializer.Deserialize(n, type)).Should().Equal(Enum.GetValues(type).Cast<object>().Skip(1));
    }

    [Fact]
    public async Task Answer_OfANewerService_IsReadAllTheSame()
    {
        var me = await ReadAsync("""{"data":{"sub":"a","tenant_id":"t","permissions":["read","erase"],"new":[1]},"new":{},"code":0,"message":"success","timestamp":"2026-01-02T03:04:05.678Z"}""");

        me.Data.Permissions.Should().Equal(Permission.Read, Permission.Unknown);
        me.Timestamp.Should().Be(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
    }

    [Fact]
    public async Task Answer_WhenWrittenAsJson_IsWhatTheServiceSaid()
    {
        var me = await ReadAsync("""{"data":{"sub":"a","tenant_id":"t","permissions":[]},"code":0,"message":"success","timestamp":"2026-01-02T03:04:05.678Z"}""");

        JsonSerializer.SerializeToNode(me)!.AsObject().Select(m => m.Key).Should().BeEquivalentTo(["data", "code", "message", "timestamp"]);
        JsonSerializer.Serialize(me.Data).Should().Be("""{"sub":"a","tenant_id":"t","permissions":[]}""");
    }

    private static Task<MeDataResponse> ReadAsync(string content)
    {
        var http = new HttpClient(new Wire(Wire.Answer(HttpStatusCode.OK, content, "application/json"))) { BaseAddress = new Uri("http://localhost") };
        return new AuditClient(http, new() { Token = _ => ValueTask.FromResult("t") }).Me.GetAsync();
    }
}
