using System.Net;
using System.Text.Json;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

/// <summary>Every answer about an incident shows all that belongs to it: there has to be an end.</summary>
public sealed class CapacityTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Comment_WhenThereAreAThousand_IsRefused()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        // what 999 requests would leave, as far as counting goes
        StoreFile.Execute(
            api.DatabaseFile,
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
            UPDATE incidents SET comments = (
                SELECT json_group_array(json_object('id', printf('cmt_01k5m8z0c2e9v7q4t6x8y1%04d', i), 'author_id', 'usr_many', 'content', 'c', 'created_at', 0)) FROM n)
            WHERE id = $id
            """,
            ("$id", id));

        using var last = await Analyst.WorkAsync(id, "comment", new { content = "the thousandth" });
        using var beyond = await Analyst.WorkAsync(id, "comment", new { content = "one too many" });

        (await last.DataAsync())["comments"]!.AsArray().Should().HaveCount(1000);
        await ShouldBeFull(beyond, "comments", 1000);
        (await Analyst.FetchAsync(id))["version"]!.ToJsonString().Should().Be("2");
    }

    [Fact]
    public async Task Comment_WhenTheirTextIsVeryLong_IsRefused()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        for (var i = 0; i < 10; i++)
        {
            using var response = await Analyst.WorkAsync(id, "comment", new { content = TextLimits.Of(Script.Ascii, 10_000) });
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var beyond = await Analyst.WorkAsync(id, "comment", new { content = "c" });

        await ShouldBeFull(beyond, "comments.content", 100_000);
    }

    [Fact]
    public async Task Link_WhenTheIncidentHasFiveHundredAnomalies_IsRefusedOnBothSides()
    {
        var full = await GivenIncidentWith(500);
        var anomaly = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.CallAsync("POST", $"/admin/audit/anomalies/{anomaly}/link", new { case_id = full });

        await ShouldBeFull(response, "source_anomaly_ids", 500);
        (await Analyst.FetchAnomalyAsync(anomaly)).Members().Should().NotContain("related_case_id");
        (await Analyst.FetchAsync(full))["source_anomaly_ids"]!.AsArray().Should().HaveCount(500);
    }

    [Fact]
    public async Task Link_WhenTheIncidentHasOneLess_IsTaken()
    {
        var id = await GivenIncidentWith(499);
        var anomaly = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.CallAsync("POST", $"/admin/audit/anomalies/{anomaly}/link", new { case_id = id });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await Analyst.FetchAsync(id))["source_anomaly_ids"]!.AsArray().Should().HaveCount(500);
    }

    private async Task<string> GivenIncidentWith(int anomalies) => (string)(await api.GivenIncident(
        _tenant, JsonSerializer.SerializeToElement(new { title = "t", severity = "low", source_anomaly_ids = Enumerable.Range(0, anomalies).Select(i => $"a{i}") })))["id"]!;

    private static async Task ShouldBeFull(HttpResponseMessage response, string field, int max)
    {
        var problem = await response.ProblemAsync(HttpStatusCode.Conflict, "error.capacity_reached");
        problem["i18n_args"]!.ToJsonString().Should().Be($$"""{"field":"{{field}}","max":{{max}}}""");
        ((int)problem["code"]!).Should().Be(30105007);
        ((string)problem["detail"]!).Should().Contain(field).And.NotContain("{");
    }
}
