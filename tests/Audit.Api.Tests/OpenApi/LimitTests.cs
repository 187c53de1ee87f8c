using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Audit.Application.Common;
using Audit.Trials.Contract;

namespace Audit.Api.Tests.OpenApi;

/// <summary>What the document says of bodies, against what the service does with them.</summary>
[Collection(ContractTests.Name)]
public sealed class LimitTests(Contract contract)
{
    /// <summary>A character that UTF-16 counts twice.</summary>
    private const string Character = "🔒";

    private static readonly string[] s_bulk = ["changeIncidents", "changeAnomalies"];

    private static readonly string[] s_withABody =
    [
        "createIncident", "updateIncident", "updateIncidentStatus", "assignIncident", "addIncidentComment",
        "updateAnomalyStatus", "assignAnomaly", "addAnomalyComment", "linkAnomaly", "escalateAnomaly",
        "reportAnomaly", "reportAnomalies", .. s_bulk,
    ];

    public static TheoryData<string> OperationsWithABody { get; } = [.. s_withABody];

    [Fact]
    public void Bodies_OfTheDocument_AreAllTested() =>
        contract.Operations.Where(o => o.Body is not null).Select(o => o.Id).Should().BeEquivalentTo(s_withABody);

    [Theory]
    [InlineData("CreateIncidentRequest", "title", Limits.Title)]
    [InlineData("CreateIncidentRequest", "description", Limits.Description)]
    [InlineData("CreateIncidentRequest", "assignee", Limits.Name)]
    [InlineData("IncidentResponse", "title", Limits.Title)]
    [InlineData("UpdateIncidentRequest", "title", Limits.Title)]
    [InlineData("UpdateIncidentRequest", "description", Limits.Description)]
    [InlineData("UpdateIncidentStatusRequest", "resolution_note", Limits.Description)]
    [InlineData("UpdateIncidentStatusRequest", "duplicate_of", Limits.Name)]
    [InlineData("ChangeIncidentsRequest", "comment", Limits.Description)]
    [InlineData("AssignRequest", "assignee", Limits.Name)]
    [InlineData("CommentRequest", "content", Limits.Description)]
    [InlineData("UpdateAnomalyStatusRequest", "assignee", Limits.Name)]
    [InlineData("UpdateAnomalyStatusRequest", "reason", Limits.Description)]
    [InlineData("LinkAnomalyRequest", "case_id", Limits.Name)]
    [InlineData("EscalateAnomalyRequest", "title", Limits.Title)]
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

        // a bulk change lacks the change as well, which may be any one of three
        broken.Should().BeEquivalentTo([.. Required(operation).Select(name => Missing(operation, name)), .. IsBulk(operation) ? ["body:range"] : Array.Empty<string>()]);
    }

    [Theory]
    [MemberData(nameof(OperationsWithABody))]
    public async Task Nulls_WhereTheDocumentAllowsThem_AreSomethingAndElsewhereNothing(string id)
    {
        var operation = contract.Operation(id);
        foreach (var (name, schema) in operation.Sent["properties"]!.AsObject())
        {
            var withNull = await BrokenAsync(operation, new JsonObject { [name] = null });
            var without = await BrokenAsync(operation, []);

            var isTakenForAbsent = withNull.Order(StringComparer.Ordinal).SequenceEqual(without.Order(StringComparer.Ordinal), StringComparer.Ordinal);
            var canTell = Required(operation).Contains(name, StringComparer.Ordinal) || IsBulk(operation);
            isTakenForAbsent.Should().Be(!canTell || (bool?)schema!["nullable"] != true, $"{id} {name}");
        }
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
            past.Should().Contain(field + (schema["minItems"] is null ? ":max_length" : ":range"));
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

    private static IReadOnlyList<string> Required(ContractOperation operation) => [.. (operation.Sent["required"]?.AsArray() ?? []).Select(name => (string)name!)];

    /// <summary>How the service says that it isn't there; of what there must be at least one, too few.</summary>
    private static string Missing(ContractOperation operation, string name) =>
        operation.FieldOf(name) + (operation.Sent["properties"]![name]!["minItems"] is null ? ":required" : ":range");

    private static bool IsBulk(ContractOperation operation) => Array.IndexOf(s_bulk, operation.Id) >= 0;

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
}
