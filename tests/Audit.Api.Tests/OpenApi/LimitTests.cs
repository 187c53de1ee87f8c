using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Audit.Application.Common;

namespace Audit.Api.Tests.OpenApi;

/// <summary>What the document says of requests, against what the service does with them.</summary>
[Collection(ContractTests.Name)]
public sealed class LimitTests(Contract contract)
{
    /// <summary>A character that UTF-16 counts twice.</summary>
    private const string Character = "🔒";

    private static readonly string[] s_withABody = ["createIncident", "updateAnomalyStatus", "reportAnomaly", "reportAnomalies"];

    public static TheoryData<string> OperationsWithABody { get; } = [.. s_withABody];

    [Fact]
    public void Bodies_OfTheDocument_AreAllTested() =>
        contract.Operations.Where(o => o.Body is not null).Select(o => o.Id).Should().BeEquivalentTo(s_withABody);

    [Theory]
    [InlineData("CreateIncidentRequest", "title", Limits.Title)]
    [InlineData("CreateIncidentRequest", "description", Limits.Description)]
    [InlineData("CreateIncidentRequest", "assignee", Limits.Name)]
    [InlineData("IncidentResponse", "title", Limits.Title)]
    [InlineData("UpdateAnomalyStatusRequest", "assignee", Limits.Name)]
    [InlineData("ReportAnomalyRequest", "type", Limits.AnomalyType)]
    [InlineData("ReportAnomalyRequest", "description", Limits.Description)]
    [InlineData("ReportAnomalyRequest", "user_id", Limits.Name)]
    [InlineData("ReportAnomalyRequest", "mitre_tactic", Limits.Name)]
    [InlineData("ReportAnomalyRequest", "external_id", Limits.Name)]
    public void Texts_ByName_HaveTheLimitsOfTheRules(string schema, string member, int limit) =>
        ((int?)contract.Schemas[schema]!["properties"]![member]!["maxLength"]).Should().Be(limit);

    [Theory]
    [MemberData(nameof(OperationsWithABody))]
    public async Task Body_WithoutAnything_LacksWhatTheDocumentRequires(string id)
    {
        var operation = contract.Operation(id);

        var broken = await BrokenAsync(operation, []);

        broken.Should().BeEquivalentTo(operation.Sent["required"]!.AsArray().Select(name => operation.FieldOf((string)name!) + ":required"));
    }

    [Theory]
    [MemberData(nameof(OperationsWithABody))]
    public async Task Texts_AtTheirLimitAndPastIt_PassAndAreRefused(string id)
    {
        var operation = contract.Operation(id);
        foreach (var (name, schema) in operation.Sent["properties"]!.AsObject().Where(p => p.Value!["maxLength"] is not null))
        {
            var limit = (int)schema!["maxLength"]!;

            var at = await BrokenAsync(operation, new JsonObject { [name] = Text(limit) });
            var past = await BrokenAsync(operation, new JsonObject { [name] = Text(limit + 1) });

            at.Should().NotContain(b => b.StartsWith(operation.FieldOf(name) + ":", StringComparison.Ordinal));
            past.Should().Contain(operation.FieldOf(name) + ":max_length");
        }
    }

    [Theory]
    [MemberData(nameof(OperationsWithABody))]
    public async Task Lists_AtTheirLimitAndPastIt_PassAndAreRefused(string id)
    {
        var operation = contract.Operation(id);
        foreach (var (name, schema) in operation.Sent["properties"]!.AsObject().Where(p => (string?)p.Value!["type"] == "array"))
        {
            var limit = (int)schema!["maxItems"]!;
            var longest = (int)schema["items"]!["maxLength"]!;
            var field = operation.FieldOf(name);

            var at = await BrokenAsync(operation, new JsonObject { [name] = Ids(limit) });
            var past = await BrokenAsync(operation, new JsonObject { [name] = Ids(limit + 1) });
            var members = await BrokenAsync(operation, new JsonObject { [name] = new JsonArray(Text(longest), Text(longest + 1), " ", "twice", "twice") });

            at.Should().NotContain(b => b.StartsWith(field, StringComparison.Ordinal));
            past.Should().Contain(field + ":max_length");
            members.Where(b => b.StartsWith(field, StringComparison.Ordinal)).Should().Equal(field + "[1]:max_length", field + "[2]:required", field + "[4]:duplicate");
        }
    }

    [Theory]
    [MemberData(nameof(OperationsWithABody))]
    public async Task Names_OfTheDocumentAndOthers_PassAndAreRefused(string id)
    {
        var operation = contract.Operation(id);
        foreach (var (name, schema) in operation.Sent["properties"]!.AsObject().Where(p => p.Value!["allOf"] is not null))
        {
            var field = operation.FieldOf(name);
            foreach (var known in contract.Resolve(schema!["allOf"]![0]!)["enum"]!.AsArray())
            {
                (await BrokenAsync(operation, new JsonObject { [name] = known!.DeepClone() })).Should().NotContain(b => b.StartsWith(field, StringComparison.Ordinal));
            }

            (await BrokenAsync(operation, new JsonObject { [name] = "no_such_name" })).Should().Contain(field + ":enum");
        }
    }

    [Fact]
    public async Task Batches_AtTheirLimitAndPastIt_PassAndAreRefused()
    {
        var operation = contract.Operation("reportAnomalies");
        ((int)operation.Body!["minItems"]!).Should().Be(1);
        var limit = (int)operation.Body["maxItems"]!;
        limit.Should().Be(Limits.BatchReports);

        (await BodyAsync(operation, new JsonArray())).Should().Equal("body:range");
        (await BodyAsync(operation, Reports(limit))).Should().Equal("[0].type:required", "[0].severity:required", "[0].description:required");
        (await BodyAsync(operation, Reports(limit + 1))).Should().Equal("body:range");
    }

    [Fact]
    public async Task Query_OfTheList_IsLimitedAsTheDocumentSays()
    {
        var parameters = contract.Operation("listIncidents").Parameters.ToDictionary(p => (string)p["name"]!, p => p["schema"]!, StringComparer.Ordinal);
        ((int)parameters["page_size"]["default"]!).Should().Be(Limits.DefaultPageSize);
        var size = (int)parameters["page_size"]["maximum"]!;
        var search = (int)parameters["search"]["maxLength"]!;
        size.Should().Be(Limits.PageSize);
        search.Should().Be(Limits.Search);

        (await QueryAsync(string.Create(CultureInfo.InvariantCulture, $"page=1&page_size={size}&search={new string('x', search)}"))).Should().BeEmpty();
        (await QueryAsync(string.Create(CultureInfo.InvariantCulture, $"page=0&page_size={size + 1}&search={new string('x', search + 1)}"))).Should().BeEquivalentTo("page:range", "page_size:range", "search:max_length");
        (await QueryAsync("page_size=0")).Should().Equal("page_size:range");
        foreach (var name in new[] { "status", "severity" })
        {
            var known = contract.Resolve(parameters[name]["items"]!)["enum"]!.AsArray().Select(n => (string)n!).ToList();
            (await QueryAsync($"{name}={string.Join(',', known)}")).Should().BeEmpty();
            (await QueryAsync(string.Join('&', known.Select(n => $"{name}={n}")))).Should().BeEmpty();
            (await QueryAsync($"{name}={known[0]},no_such_name")).Should().Equal(name + ":enum");
        }
    }

    [Fact]
    public async Task Headers_AtTheirLimitAndPastIt_PassAndAreRefused()
    {
        var longest = (int)contract.Operation("createIncident").Parameters.Single(p => (string?)p["name"] == "Idempotency-Key")["schema"]!["maxLength"]!;

        (await KeyAsync(new string('k', longest))).Should().Be(HttpStatusCode.Created);
        (await KeyAsync(new string('k', longest + 1))).Should().Be(HttpStatusCode.BadRequest);
        (await EchoAsync(new string('r', 128))).Should().BeTrue();
        (await EchoAsync(new string('r', 129))).Should().BeFalse();
    }

    private static string Text(int length) => string.Concat(Enumerable.Repeat(Character, length));

    private static JsonArray Ids(int count) => [.. Enumerable.Range(0, count).Select(i => (JsonNode)string.Create(CultureInfo.InvariantCulture, $"id-{i}"))];

    private static JsonArray Reports(int count) =>
        [new JsonObject(), .. Enumerable.Range(1, count - 1).Select(_ => (JsonNode)new JsonObject { ["type"] = "t", ["severity"] = "low", ["description"] = "d" })];

    /// <summary>What is broken when nothing but these members is sent; what is required is missing then, so nothing is ever written.</summary>
    private Task<IReadOnlyList<string>> BrokenAsync(ContractOperation operation, JsonObject sent) => BodyAsync(operation, operation.BodyOf(sent));

    private async Task<IReadOnlyList<string>> BodyAsync(ContractOperation operation, JsonNode body)
    {
        using var client = operation.Path.StartsWith("/internal", StringComparison.Ordinal) ? contract.Api.Detector("tnt_limits") : contract.Api.Analyst("tnt_limits");
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.ExamplePath);
        request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        return response.StatusCode == HttpStatusCode.BadRequest ? (await response.JsonAsync()).Broken() : [];
    }

    private async Task<IReadOnlyList<string>> QueryAsync(string query)
    {
        using var client = contract.Api.Analyst("tnt_limits");
        using var response = await client.GetAsync(new Uri("/admin/audit/incidents?" + query, UriKind.Relative));
        return response.IsSuccessStatusCode ? [] : (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken();
    }

    private async Task<HttpStatusCode> KeyAsync(string key)
    {
        using var client = contract.Api.Analyst("tnt_limits");
        client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        using var response = await client.PostAsJsonAsync("/admin/audit/incidents", new { title = "A title", severity = "low" });
        return response.StatusCode;
    }

    private async Task<bool> EchoAsync(string requestId)
    {
        using var client = contract.Api.Analyst("tnt_limits");
        client.DefaultRequestHeaders.Add("X-Request-Id", requestId);
        using var response = await client.GetAsync(new Uri("/admin/audit/incidents", UriKind.Relative));
        return response.Headers.GetValues("X-Request-Id").Single() == requestId;
    }
}
