using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class IncidentLinksTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("source_anomaly_ids")]
    [InlineData("related_evidence_ids")]
    public async Task Create_ForAnAnomalyOfTheTenant_LinksBothSides(string member)
    {
        var anomaly = await api.GivenAnomaly(_tenant);

        var incident = await OpenFor(member, anomaly);

        incident[member]!.ToJsonString().Should().Be($"[\"{anomaly}\"]");
        var linked = await Anomaly(_tenant, anomaly);
        ((string)linked["related_case_id"]!).Should().Be((string)incident["id"]!);
        ((long)linked["version"]!).Should().Be(2);
        var history = StoreFile.History(api.DatabaseFile, _tenant);
        history.ShouldBeOneChain();
        history.Select(e => e["action"]).Should().Equal("created", "created", "linked");
        history[2].Should().Contain("subject_type", "anomaly").And.Contain("subject_id", anomaly).And.Contain("to", (string)incident["id"]!).And.NotContainKey("from");
    }

    [Fact]
    public async Task Create_WhenBothListsNameTheAnomaly_LinksItOnce()
    {
        var anomaly = await api.GivenAnomaly(_tenant);

        await api.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = new[] { anomaly }, related_evidence_ids = new[] { anomaly } });

        ((long)(await Anomaly(_tenant, anomaly))["version"]!).Should().Be(2);
        StoreFile.History(api.DatabaseFile, _tenant).Select(e => e["action"]).Should().Equal("created", "created", "linked");
    }

    [Fact]
    public async Task Create_ForAnAnomalyThatIsLinkedAlready_TakesItOver()
    {
        var anomaly = await api.GivenAnomaly(_tenant);
        var first = await OpenFor("source_anomaly_ids", anomaly);

        var second = await OpenFor("source_anomaly_ids", anomaly);

        var linked = await Anomaly(_tenant, anomaly);
        ((string)linked["related_case_id"]!).Should().Be((string)second["id"]!);
        ((long)linked["version"]!).Should().Be(3);
        StoreFile.History(api.DatabaseFile, _tenant)[^1].Should().Contain("from", (string)first["id"]!).And.Contain("to", (string)second["id"]!);
        first["source_anomaly_ids"]!.ToJsonString().Should().Be($"[\"{anomaly}\"]");
    }

    [Fact]
    public async Task Create_ForManyAnomalies_LinksEach()
    {
        var anomalies = new[] { await api.GivenAnomaly(_tenant), await api.GivenAnomaly(_tenant), await api.GivenAnomaly(_tenant) };

        var incident = await OpenFor("source_anomaly_ids", anomalies);

        foreach (var anomaly in anomalies)
        {
            ((string)(await Anomaly(_tenant, anomaly))["related_case_id"]!).Should().Be((string)incident["id"]!);
        }

        StoreFile.History(api.DatabaseFile, _tenant).Where(e => (string)e["action"] == "linked").Select(e => e["subject_id"]).Should().Equal(anomalies);
    }

    [Theory]
    [InlineData("source_anomaly_ids")]
    [InlineData("related_evidence_ids")]
    public async Task Create_ForAnotherTenantsAnomaly_KeepsTheIdAndLeavesTheAnomalyAlone(string member)
    {
        var other = Tenants.Fresh();
        var theirs = await api.GivenAnomaly(other);

        var naming = await OpenFor(member, theirs);
        var unknown = await OpenFor(member, Paths.UnknownAnomaly);

        naming[member]!.ToJsonString().Should().Be($"[\"{theirs}\"]");
        naming.Members().Should().Equal(unknown.Members());
        var untouched = await Anomaly(other, theirs);
        untouched.Members().Should().NotContain("related_case_id");
        ((long)untouched["version"]!).Should().Be(1);
        StoreFile.History(api.DatabaseFile, other).Should().ContainSingle();
        StoreFile.History(api.DatabaseFile, _tenant).Select(e => e["action"]).Should().Equal("created", "created");
    }

    [Theory]
    [InlineData("ano_abc123")]
    [InlineData("other-system/4711")]
    [InlineData(Paths.UnknownAnomaly)]
    [InlineData(Paths.UnknownIncident)]
    public async Task Create_ForAnIdThatNamesNothing_KeepsIt(string id)
    {
        var incident = await api.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = new[] { id }, related_evidence_ids = new[] { id } });

        incident["source_anomaly_ids"]!.ToJsonString().Should().Be($"[\"{id}\"]");
        incident["related_evidence_ids"]!.ToJsonString().Should().Be($"[\"{id}\"]");
    }

    private async Task<JsonNode> OpenFor(string member, params string[] anomalyIds) =>
        await api.GivenIncident(_tenant, new JsonObject { ["title"] = "t", ["severity"] = "low", [member] = new JsonArray([.. anomalyIds.Select(id => JsonValue.Create(id))]) });

    /// <summary>The status it has already changes nothing and answers the thing.</summary>
    private async Task<JsonNode> Anomaly(string tenant, string id)
    {
        using var analyst = api.Analyst(tenant);
        using var response = await analyst.MoveAsync(id, new { status = "open" });
        return await response.DataAsync();
    }
}
