using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class LinkAnomalyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Link_ToAnIncidentOfTheTenant_LinksBothSides()
    {
        var id = await api.GivenAnomaly(_tenant);
        var incident = await GivenIncident();

        using var response = await Analyst.LinkAsync(id, new { case_id = $" {incident} " });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).Members().Should().Equal("code", "message", "timestamp");
        response.Header("ETag").Should().Be("\"2\"");
        var anomaly = await Analyst.AnomalyAsync(id);
        ((string)anomaly["related_case_id"]!).Should().Be(incident);
        ((long)anomaly["version"]!).Should().Be(2);
        await ShouldList(incident, version: 2, id);
        (await Happened()).Should().Equal("created", "created", $"linked anomaly {id} >{incident}", $"linked incident {incident} >{id}");
    }

    [Fact]
    public async Task Link_ToTheSameIncidentAgain_ChangesNothing()
    {
        var id = await api.GivenAnomaly(_tenant);
        var incident = await GivenIncident();
        (await Analyst.LinkAsync(id, new { case_id = incident })).Dispose();

        using var again = await Analyst.LinkAsync(id, new { case_id = incident });

        again.Header("ETag").Should().Be("\"2\"");
        await ShouldList(incident, version: 2, id);
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(4);
    }

    [Fact]
    public async Task Link_ToAnotherIncident_MovesTheAnomalyAndLeavesTheFirstIncidentItsList()
    {
        var id = await api.GivenAnomaly(_tenant);
        var first = await GivenIncident();
        var second = await GivenIncident();
        (await Analyst.LinkAsync(id, new { case_id = first })).Dispose();

        using var moved = await Analyst.LinkAsync(id, new { case_id = second });
        using var back = await Analyst.LinkAsync(id, new { case_id = first });

        moved.Header("ETag").Should().Be("\"3\"");
        back.Header("ETag").Should().Be("\"4\"");
        ((string)(await Analyst.AnomalyAsync(id))["related_case_id"]!).Should().Be(first);
        await ShouldList(first, version: 2, id);
        await ShouldList(second, version: 2, id);
        (await Analyst.HappenedAsync(id)).Should().Equal("created >open", $"linked >{first}", $"linked {first}>{second}", $"linked {second}>{first}");
    }

    [Fact]
    public async Task Link_ToAnIncidentThatNamesItAsEvidence_LeavesTheIncidentAsItIs()
    {
        var id = await api.GivenAnomaly(_tenant);
        var first = (string)(await api.GivenIncident(_tenant, new { title = "t", severity = "low", related_evidence_ids = new[] { id } }))["id"]!;
        (await Analyst.LinkAsync(id, new { case_id = await GivenIncident() })).Dispose();

        (await Analyst.LinkAsync(id, new { case_id = first })).Dispose();

        ((string)(await Analyst.AnomalyAsync(id))["related_case_id"]!).Should().Be(first);
        await ShouldList(first, version: 1);
    }

    [Fact]
    public async Task Link_ToAClosedIncident_IsDone()
    {
        var id = await api.GivenAnomaly(_tenant);
        var incident = await GivenIncident();
        await Analyst.GivenIncidentStatus(incident, "resolved", "closed");

        using var response = await Analyst.LinkAsync(id, new { case_id = incident });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        ((string)(await Analyst.IncidentAsync(incident))["status"]!).Should().Be("closed");
        await ShouldList(incident, version: 4, id);
    }

    [Theory]
    [InlineData(Paths.UnknownIncident)]
    [InlineData(Paths.UnknownAnomaly)]
    [InlineData("JIRA-4711 北京")]
    public async Task Link_ToWhatIsNoIncidentHere_KeepsTheId(string caseId)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.LinkAsync(id, new { case_id = caseId });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        ((string)(await Analyst.AnomalyAsync(id))["related_case_id"]!).Should().Be(caseId);
    }

    [Fact]
    public async Task Link_ToAnotherTenantsIncident_KeepsTheIdAndLeavesTheIncidentAlone()
    {
        var other = Tenants.Fresh();
        var theirs = (string)(await api.GivenIncident(other))["id"]!;
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.LinkAsync(id, new { case_id = theirs });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        ((string)(await Analyst.AnomalyAsync(id))["related_case_id"]!).Should().Be(theirs);
        StoreFile.History(api.DatabaseFile, other).Should().ContainSingle();
        using var them = api.Analyst(other);
        (await them.IncidentAsync(theirs))["source_anomaly_ids"]!.ToJsonString().Should().Be("[]");
    }

    [Fact]
    public async Task Link_ToAFullIncident_ChangesNeitherSide()
    {
        var id = await api.GivenAnomaly(_tenant);
        var full = await api.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = Enumerable.Range(0, 500).Select(i => $"a{i}") });

        using var response = await Analyst.LinkAsync(id, new { case_id = (string)full["id"]! });

        (await response.ProblemAsync(HttpStatusCode.Conflict, "error.capacity_reached"))["i18n_args"]!.ToJsonString().Should().Be("""{"field":"source_anomaly_ids","max":500}""");
        (await Analyst.AnomalyAsync(id)).Members().Should().NotContain("related_case_id");
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Fact]
    public async Task Link_OfManyAtOnce_LosesNone()
    {
        var incident = await GivenIncident();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.GivenAnomaly(_tenant)));

        var responses = await Task.WhenAll(ids.Select(id => Analyst.LinkAsync(id, new { case_id = incident })));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        (await Analyst.IncidentAsync(incident))["source_anomaly_ids"]!.AsArray().Select(a => (string)a!).Should().BeEquivalentTo(ids);
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Theory]
    [InlineData("{}", "case_id:required")]
    [InlineData("""{"case_id":null}""", "case_id:required")]
    [InlineData("""{"case_id":"  "}""", "case_id:required")]
    [InlineData("""{"case_id":1}""", "case_id:format")]
    [InlineData("""{"case_id":"a\u0001"}""", "case_id:format")]
    [InlineData("""{"case_id":"<129>"}""", "case_id:max_length")]
    public async Task Link_ToNothingThatCanBeTold_NamesTheMember(string body, string broken)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.LinkAsync(id, body.Replace("<129>", TextLimits.Of(Script.Astral, 129), StringComparison.Ordinal));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    private async Task<string> GivenIncident() => (string)(await api.GivenIncident(_tenant))["id"]!;

    private async Task ShouldList(string incidentId, long version, params string[] anomalies)
    {
        var incident = await Analyst.IncidentAsync(incidentId);
        incident["source_anomaly_ids"]!.AsArray().Select(a => (string)a!).Should().Equal(anomalies);
        ((long)incident["version"]!).Should().Be(version);
    }

    private async Task<IEnumerable<string>> Happened()
    {
        var list = await Analyst.ListOfAsync("/admin/audit/history");
        return list["items"]!.AsArray().Select(Describe);
    }

    private static string Describe(JsonNode? entry) =>
        (string)entry!["action"]! == "created" ? "created" : $"{entry["action"]} {entry["subject_type"]} {entry["subject_id"]} {entry["from"]}>{entry["to"]}";
}
