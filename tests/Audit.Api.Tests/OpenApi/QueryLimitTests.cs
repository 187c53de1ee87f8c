using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Audit.Application.Common;
using Audit.Trials.Contract;

namespace Audit.Api.Tests.OpenApi;

/// <summary>What the document says of the query and of headers, against what the service does with them.</summary>
[Collection(ContractTests.Name)]
public sealed class QueryLimitTests(Contract contract)
{
    private const string Tenant = "tnt_query_limits";

    private static readonly string[] s_reads =
        ["listIncidents", "listAnomalies", "listRelatedAnomalies", "getIncidentTimeline", "getAnomalyHistory", "getIncidentStats", "getAnomalyStats", "listHistory", "verifyHistory"];

    public static TheoryData<string> Reads { get; } = [.. s_reads];

    [Fact]
    public void Queries_OfTheDocument_AreAllTested() =>
        contract.Operations.Where(o => Query(o).Any()).Select(o => o.Id).Should().BeEquivalentTo(s_reads);

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Numbers_AtTheirLimitsAndPastThem_PassAndAreRefused(string id)
    {
        var operation = contract.Operation(id);
        foreach (var (name, schema) in Query(operation).Where(p => (string?)p.Schema["type"] == "integer"))
        {
            var (min, max) = ((long)schema["minimum"]!, (long?)schema["maximum"]);

            (await BrokenAsync(operation, name, Invariant(min))).Should().NotContain(name + ":range");
            (await BrokenAsync(operation, name, Invariant(min - 1))).Should().Contain(name + ":range");
            (await BrokenAsync(operation, name, Invariant(max ?? long.MaxValue))).Should().NotContain(name + ":range");
            (await BrokenAsync(operation, name, max is { } most ? Invariant(most + 1) : "9223372036854775808")).Should().Contain(name + ":range");
        }
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Texts_AtTheirLimitAndPastIt_PassAndAreRefused(string id)
    {
        var operation = contract.Operation(id);
        foreach (var (name, schema) in Query(operation))
        {
            if ((int?)(schema["items"] ?? schema)["maxLength"] is { } limit)
            {
                (await BrokenAsync(operation, name, new string('x', limit))).Should().BeEmpty(name);
                (await BrokenAsync(operation, name, new string('x', limit + 1))).Should().Equal(name + ":max_length");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Names_OfTheDocumentAndOthers_PassAndAreRefused(string id)
    {
        var operation = contract.Operation(id);
        foreach (var (name, schema) in Query(operation))
        {
            if (contract.Resolve(schema["items"] ?? schema)["enum"] is not JsonArray names)
            {
                continue;
            }

            foreach (var known in names)
            {
                (await BrokenAsync(operation, name, (string)known!)).Should().BeEmpty($"{name}={known}");
            }

            (await BrokenAsync(operation, name, "no_such_name")).Should().Equal(name + ":enum");
            if (schema["items"] is not null)
            {
                (await BrokenAsync(operation, name, string.Join(',', names))).Should().BeEmpty(name);
                (await BrokenAsync(operation, name, string.Join($"&{name}=", names))).Should().BeEmpty(name);
            }
        }
    }

    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2026-01-01T08:00:00Z")]
    [InlineData("2026-01-01t08:00:00.1234567+08:00")]
    [InlineData("2026-1-1")]
    [InlineData("2026-01-01 08:00:00")]
    [InlineData("2026-01-01T08:00:00")]
    [InlineData("2026-01-01T08:00Z")]
    [InlineData("2026-01-01T08:00:00.12345678Z")]
    public async Task Moments_AsTheDocumentFormsThem_AreReadAndOthersRefused(string moment)
    {
        foreach (var (operation, name, schema) in contract.Operations.SelectMany(o => Query(o), (o, p) => (o, p.Name, p.Schema)).Where(p => p.Name.EndsWith("from", StringComparison.Ordinal)))
        {
            var isFormed = contract.Check.Faults(moment, schema).Count == 0;

            (await BrokenAsync(operation, name, Uri.EscapeDataString(moment))).Should().Equal(isFormed ? [] : [name + ":format"]);
        }
    }

    [Theory]
    [InlineData("listIncidents", "page_size", Limits.DefaultPageSize, Limits.PageSize)]
    [InlineData("listRelatedAnomalies", "page_size", Limits.DefaultPageSize, Limits.PageSize)]
    [InlineData("getIncidentTimeline", "page_size", 100, Limits.PageSize)]
    [InlineData("getAnomalyHistory", "page_size", 100, Limits.PageSize)]
    [InlineData("listHistory", "limit", 100, Limits.HistoryEntries)]
    [InlineData("verifyHistory", "limit", Limits.VerifiedEntries, Limits.VerifiedEntries)]
    public void Sizes_ByOperation_HaveTheirDefaultsAndLimits(string id, string name, int @default, int max)
    {
        var schema = Query(contract.Operation(id)).Single(p => p.Name == name).Schema;

        ((int?)schema["default"], (int?)schema["maximum"]).Should().Be((@default, max));
    }

    [Fact]
    public async Task Headers_AtTheirLimitAndPastIt_PassAndAreRefused()
    {
        var longest = (int)contract.Operation("createIncident").Parameters.Single(p => (string?)p["name"] == "Idempotency-Key")["schema"]!["maxLength"]!;
        using var client = contract.Api.Analyst(Tenant);

        (await KeyAsync(client, new string('k', longest))).Should().Be(HttpStatusCode.Created);
        (await KeyAsync(client, new string('k', longest + 1))).Should().Be(HttpStatusCode.BadRequest);
        (await EchoAsync(client, new string('r', 128))).Should().BeTrue();
        (await EchoAsync(client, new string('r', 129))).Should().BeFalse();
    }

    /// <summary>The parameters that the operation declares itself.</summary>
    private static IEnumerable<(string Name, JsonNode Schema)> Query(ContractOperation operation) =>
        operation.Parameters.Where(p => (string?)p["in"] == "query" && (string?)p["name"] != "tenant_id").Select(p => ((string)p["name"]!, p["schema"]!));

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<string>> BrokenAsync(ContractOperation operation, string name, string value)
    {
        using var client = contract.Api.Analyst(Tenant);
        using var response = await client.CallAsync("GET", $"{operation.ExamplePath}?{name}={value}");
        return response.StatusCode == HttpStatusCode.BadRequest ? (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken() : [];
    }

    private static async Task<HttpStatusCode> KeyAsync(HttpClient client, string key)
    {
        using var response = await client.OpenAsync(new { title = "A title", severity = "low" }, ("Idempotency-Key", key));
        return response.StatusCode;
    }

    private static async Task<bool> EchoAsync(HttpClient client, string requestId)
    {
        using var response = await client.CallAsync("GET", Paths.Incidents, null, ("X-Request-Id", requestId));
        return response.Header("X-Request-Id") == requestId;
    }
}
