using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

/// <summary>An incident that ends takes the anomalies with it that can be resolved.</summary>
public sealed class CascadeTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Resolve_WithCascade_ResolvesWhatIsLinkedAndCanBe()
    {
        var (open, acknowledged, investigating, dismissed, stranger) = (
            await GivenAnomaly("open"), await GivenAnomaly("acknowledged"), await GivenAnomaly("investigating"), await GivenAnomaly("dismissed"), await GivenAnomaly("open"));
        var id = await GivenIncidentOf(open, acknowledged, investigating, dismissed);

        var incident = await Analyst.HandledAsync(id, new { status = "resolved", resolution_note = "blocked", cascade = true });

        foreach (var anomaly in new[] { open, acknowledged, investigating })
        {
            var data = await Analyst.FetchAnomalyAsync(anomaly);
            ((string)data["status"]!).Should().Be("resolved");
            ((string)data["reason"]!).Should().Be("blocked");
            ((string)data["resolved_by"]!).Should().Be("usr_analyst001");
        }

        ((string)(await Analyst.FetchAnomalyAsync(dismissed))["status"]!).Should().Be("dismissed");
        ((string)(await Analyst.FetchAnomalyAsync(stranger))["status"]!).Should().Be("open");
        ((long)incident["version"]!).Should().Be(2, "what becomes of its anomalies is no change of the incident");
        var moves = StoreFile.History(api.DatabaseFile, _tenant).TakeLast(4).ToList();
        moves.Should().OnlyContain(e => e["action"].Equals("status_changed") && e["to"].Equals("resolved") && e["note"].Equals("blocked"));
        moves.Select(e => e["request_id"]).Distinct().Should().ContainSingle();
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Theory]
    [InlineData("false")]
    [InlineData("null")]
    public async Task Resolve_WithoutCascade_LeavesTheAnomalies(string cascade)
    {
        var anomaly = await GivenAnomaly("open");
        var id = await GivenIncidentOf(anomaly);

        await Analyst.HandledAsync(id, $$"""{"status":"resolved","cascade":{{cascade}}}""");

        ((string)(await Analyst.FetchAnomalyAsync(anomaly))["status"]!).Should().Be("open");
    }

    [Theory]
    [InlineData("investigating")]
    [InlineData("contained")]
    public async Task Move_WithCascadeElsewhere_LeavesTheAnomalies(string status)
    {
        var anomaly = await GivenAnomaly("open");
        var id = await GivenIncidentOf(anomaly);

        await Analyst.HandledAsync(id, new { status, cascade = true });

        ((string)(await Analyst.FetchAnomalyAsync(anomaly))["status"]!).Should().Be("open");
    }

    [Fact]
    public async Task Close_WithCascade_ResolvesWhatWasLeft()
    {
        var anomaly = await GivenAnomaly("open");
        var id = await GivenIncidentOf(anomaly);
        await Analyst.HandledAsync(id, new { status = "resolved" });

        await Analyst.HandledAsync(id, new { status = "closed", cascade = true });

        var data = await Analyst.FetchAnomalyAsync(anomaly);
        ((string)data["status"]!).Should().Be("resolved");
        data.Members().Should().NotContain("reason", "nobody gave one");
    }

    [Fact]
    public async Task Resolve_AgainWithCascade_ResolvesThemAndLeavesTheIncidentAsItIs()
    {
        var anomaly = await GivenAnomaly("open");
        var id = await GivenIncidentOf(anomaly);
        var before = await Analyst.HandledAsync(id, new { status = "resolved" });

        var after = await Analyst.HandledAsync(id, new { status = "resolved", cascade = true });

        after.ToJsonString().Should().Be(before.ToJsonString());
        ((string)(await Analyst.FetchAnomalyAsync(anomaly))["status"]!).Should().Be("resolved");
    }

    [Fact]
    public async Task Resolve_WithCascade_LeavesAnomaliesThatWereLinkedElsewhereSince()
    {
        var anomaly = await GivenAnomaly("open");
        var id = await GivenIncidentOf(anomaly);
        await GivenIncidentOf(anomaly);

        await Analyst.HandledAsync(id, new { status = "resolved", cascade = true });

        ((string)(await Analyst.FetchAnomalyAsync(anomaly))["status"]!).Should().Be("open");
    }

    [Fact]
    public async Task Resolve_WithCascadeThatIsRefused_ChangesNeitherSide()
    {
        var anomaly = await GivenAnomaly("open");
        var id = await GivenIncidentOf(anomaly);

        using var stale = await Analyst.HandleAsync(id, new { status = "resolved", cascade = true }, ("If-Match", "\"7\""));
        using var illegal = await Analyst.HandleAsync(id, new { status = "closed", cascade = true });

        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
        await illegal.ProblemAsync(HttpStatusCode.Conflict, "error.transition_refused");
        ((string)(await Analyst.FetchAnomalyAsync(anomaly))["status"]!).Should().Be("open");
    }

    [Fact]
    public async Task Resolve_WhenAnAnomalyCannotBeWritten_ChangesNeitherSide()
    {
        using var own = new AuditApi();
        using var analyst = own.Analyst(_tenant);
        var anomaly = await own.GivenAnomaly(_tenant);
        var id = (string)(await own.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = new[] { anomaly } }))["id"]!;
        StoreFile.Execute(own.DatabaseFile, "CREATE TRIGGER stuck BEFORE UPDATE ON anomalies BEGIN SELECT RAISE(ABORT, 'stuck'); END");

        using var response = await analyst.HandleAsync(id, new { status = "resolved", cascade = true });

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        ((string)(await analyst.FetchAsync(id))["status"]!).Should().Be("open");
        StoreFile.History(own.DatabaseFile, _tenant).Select(e => e["action"]).Should().Equal("created", "created", "linked");
    }

    private async Task<string> GivenAnomaly(string status)
    {
        var id = await api.GivenAnomaly(_tenant);
        (await Analyst.MoveAsync(id, new { status })).StatusCode.Should().Be(HttpStatusCode.OK);
        return id;
    }

    private async Task<string> GivenIncidentOf(params string[] anomalies)
    {
        var ids = new JsonArray([.. anomalies.Select(a => JsonValue.Create(a))]);
        return (string)(await api.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = ids }))["id"]!;
    }
}
