using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

/// <summary>What becomes of anomalies when their incident ends.</summary>
public sealed class CascadeTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Cascade_OfAResolvedIncident_ResolvesWhatCanBeResolved()
    {
        var open = await api.GivenAnomaly(_tenant);
        var acknowledged = await GivenIn("acknowledged");
        var investigating = await GivenIn("investigating");
        var resolved = await GivenIn("resolved");
        var dismissed = await GivenIn("dismissed");
        var incident = await GivenIncident(open, acknowledged, investigating, resolved, dismissed);
        var before = await Analyst.AnomalyAsync(dismissed);

        await EndAsync(incident, new { status = "resolved", resolution_note = "blocked", cascade = true });

        foreach (var id in new[] { open, acknowledged, investigating })
        {
            var anomaly = await Analyst.AnomalyAsync(id);
            ((string)anomaly["status"]!).Should().Be("resolved");
            ((string)anomaly["reason"]!).Should().Be("blocked");
            ((string)anomaly["resolved_by"]!).Should().Be("usr_analyst001");
            (await Analyst.HappenedAsync(id))[^1].Should().EndWith(">resolved");
        }

        (await Analyst.AnomalyAsync(resolved)).Members().Should().NotContain("reason");
        (await Analyst.AnomalyAsync(dismissed)).ToJsonString().Should().Be(before.ToJsonString());
        var history = StoreFile.History(api.DatabaseFile, _tenant);
        history.ShouldBeOneChain();
        history.Where(e => e.TryGetValue("note", out var note) && (string)note == "blocked").Select(e => e["request_id"]).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Cascade_OfAnIncidentThatIsResolvedAlready_ResolvesTheAnomaliesAlone()
    {
        var id = await api.GivenAnomaly(_tenant);
        var incident = await GivenIncident(id);
        await EndAsync(incident, new { status = "resolved" });
        ((string)(await Analyst.AnomalyAsync(id))["status"]!).Should().Be("open");

        await EndAsync(incident, new { status = "resolved", cascade = true });

        ((string)(await Analyst.AnomalyAsync(id))["status"]!).Should().Be("resolved");
        ((long)(await Analyst.IncidentAsync(incident))["version"]!).Should().Be(2);
    }

    [Fact]
    public async Task Cascade_OfAClosedIncident_ResolvesTheAnomalies()
    {
        var id = await api.GivenAnomaly(_tenant);
        var incident = await GivenIncident(id);
        await EndAsync(incident, new { status = "resolved" });

        await EndAsync(incident, new { status = "closed", cascade = true });

        ((string)(await Analyst.AnomalyAsync(id))["status"]!).Should().Be("resolved");
    }

    [Fact]
    public async Task Cascade_WhenAnAnomalyBelongsToAnotherIncidentNow_LeavesItAlone()
    {
        var id = await api.GivenAnomaly(_tenant);
        var first = await GivenIncident(id);
        await GivenIncident(id);

        await EndAsync(first, new { status = "resolved", cascade = true });

        ((string)(await Analyst.AnomalyAsync(id))["status"]!).Should().Be("open");
    }

    [Fact]
    public async Task Cascade_WhenAnotherTenantsAnomalyNamesTheIncident_LeavesItAlone()
    {
        var other = Tenants.Fresh();
        var theirs = await api.GivenAnomaly(other);
        var incident = await GivenIncident();
        using var them = api.Analyst(other);
        (await them.LinkAsync(theirs, new { case_id = incident })).Dispose();

        await EndAsync(incident, new { status = "resolved", cascade = true });

        ((string)(await them.AnomalyAsync(theirs))["status"]!).Should().Be("open");
        StoreFile.History(api.DatabaseFile, other).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("investigating", true)]
    [InlineData("contained", true)]
    [InlineData("resolved", false)]
    [InlineData("resolved", null)]
    public async Task Cascade_WhenNothingEndsOrNobodyAsks_LeavesTheAnomaliesAlone(string status, bool? cascade)
    {
        var id = await api.GivenAnomaly(_tenant);
        var incident = await GivenIncident(id);

        await EndAsync(incident, new { status, cascade });

        ((string)(await Analyst.AnomalyAsync(id))["status"]!).Should().Be("open");
    }

    [Fact]
    public async Task Cascade_OfAMoveThatIsRefused_ChangesNoAnomaly()
    {
        var id = await api.GivenAnomaly(_tenant);
        var incident = await GivenIncident(id);

        using var response = await Analyst.CallAsync("PUT", Paths.Incident(incident) + "/status", new { status = "closed", cascade = true });

        await response.ProblemAsync(HttpStatusCode.Conflict, "error.transition_refused");
        ((long)(await Analyst.AnomalyAsync(id))["version"]!).Should().Be(2);
    }

    private async Task<string> GivenIn(string status)
    {
        var id = await api.GivenAnomaly(_tenant);
        await Analyst.GivenStatus(id, status);
        return id;
    }

    private async Task<string> GivenIncident(params string[] anomalies) =>
        (string)(await api.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = anomalies }))["id"]!;

    private async Task EndAsync(string incident, object body)
    {
        using var response = await Analyst.CallAsync("PUT", Paths.Incident(incident) + "/status", body);
        await response.DataAsync();
    }
}
