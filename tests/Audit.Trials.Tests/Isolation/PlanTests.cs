using System.Text.Json.Nodes;
using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

public sealed class PlanTests
{
    private const string Document = """
        {"paths":{
          "/admin/audit/incidents/bulk":{"post":{"parameters":[{"$ref":"#/components/parameters/tenant"}],
            "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Change"}}}}}},
          "/admin/audit/incidents/{incident_id}":{"get":{"parameters":[{"name":"incident_id","in":"path"},{"name":"of","in":"query"}]}},
          "/admin/audit/new":{"get":{}}},
         "components":{"parameters":{"tenant":{"name":"X-Tenant-ID","in":"header"}},
           "schemas":{"Change":{"properties":{"ids":{"type":"array"},"assignee":{"type":"string"}}}}}}
        """;

    [Fact]
    public void Of_ADocument_HasEveryPlace() =>
        Operations().Select(o => (o.Name, string.Join(", ", Place.Of(o).Select(p => p.Name)))).Should().Equal(
            ("POST /admin/audit/incidents/bulk", "query id, header X-Tenant-ID, body ids alone, body ids with own, body assignee, body id, body tenant_id"),
            ("GET /admin/audit/incidents/{incident_id}", "path, query of, query id"),
            ("GET /admin/audit/new", "query id"));

    [Fact]
    public void Unattacked_WithAnOperationThatNobodyKnows_IsThatOne() =>
        new Plan(Operations(), 1).Unattacked.Should().Equal("GET /admin/audit/new");

    [Fact]
    public void Systematic_OfThePlainestRequest_PutsEveryKindIntoEveryPlace()
    {
        var attacks = new Plan(Operations(), 1).Systematic(100).ToList();

        foreach (var (kind, blank) in Kinds.All)
        {
            attacks.Should().Contain(a => a.Name == $"GET /admin/audit/incidents/{{incident_id}}, {kind} in path" && a.Request.Path.Contains(blank) && a.Due == 404);
            attacks.Should().Contain(a => a.Name == $"POST /admin/audit/incidents/bulk, {kind} in body ids with own" && a.Request.Body!.Contains($"\"ids\":[\"{blank}") && a.Request.Body.Contains("@fresh.incident@"));
        }

        attacks.Where(a => a.Due == 403).Select(a => a.Name).Should().OnlyContain(n => n == "POST /admin/audit/incidents/bulk, tenant in header X-Tenant-ID");
    }

    [Fact]
    public void Combinations_WithTheSameSeed_AreTheSame()
    {
        var combinations = Combined(1);

        combinations.Should().Equal(Combined(1)).And.NotEqual(Combined(2));

        static List<string> Combined(int seed) => [.. new Plan(Operations(), seed).Combinations(50).Select(a => a.Request.ToString())];
    }

    private static IReadOnlyList<Operation> Operations() => Surface.Of(JsonNode.Parse(Document)!);
}
