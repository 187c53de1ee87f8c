using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class GetAnomalyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Get_OfAnAnomaly_AnswersWhatItsChangeAnswered()
    {
        var id = await api.GivenAnomaly(_tenant, new { type = "t", severity = "low", description = "d", user_id = "u", mitre_tactic = "T1110", event_ids = new[] { "e" }, external_id = "x" });
        (await Analyst.CommentAsync(id, new { content = "seen" })).Dispose();
        using var changed = await Analyst.MoveAsync(id, new { status = "resolved", assignee = "usr_2", reason = "done" });

        using var response = await Analyst.CallAsync("GET", Triage.Anomaly(id));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var answer = await response.JsonAsync();
        answer.Members().Should().Equal("code", "message", "data", "timestamp");
        answer["data"]!.ToJsonString().Should().Be((await changed.DataAsync()).ToJsonString());
        response.Header("ETag").Should().Be("\"3\"");
        response.Header("Cache-Control").Should().Be("no-cache, private");
        response.Header("Vary").Should().Be("Authorization, Accept-Language, X-Tenant-ID");
    }

    [Theory]
    [InlineData("open", "acknowledged,investigating,resolved,dismissed")]
    [InlineData("acknowledged", "investigating,resolved,dismissed")]
    [InlineData("investigating", "resolved,dismissed")]
    [InlineData("resolved", "open")]
    [InlineData("dismissed", "open")]
    public async Task Get_OfAnAnomaly_TellsWhereItMayGo(string status, string allowed)
    {
        var id = await api.GivenAnomaly(_tenant);
        await Analyst.GivenStatus(id, status);

        var anomaly = await Analyst.AnomalyAsync(id);

        anomaly["allowed_transitions"]!.AsArray().Select(s => (string)s!).Should().Equal(allowed.Split(','));
    }

    [Fact]
    public async Task Get_WhenTheCallerHasThatVersion_AnswersNothingNew()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var first = await Analyst.CallAsync("GET", Triage.Anomaly(id));

        using var same = await Analyst.CallAsync("GET", Triage.Anomaly(id), null, ("If-None-Match", first.Header("ETag")!));
        (await Analyst.CommentAsync(id, new { content = "seen" })).Dispose();
        using var other = await Analyst.CallAsync("GET", Triage.Anomaly(id), null, ("If-None-Match", first.Header("ETag")!));

        same.StatusCode.Should().Be(HttpStatusCode.NotModified);
        same.Header("ETag").Should().Be("\"1\"");
        (await same.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        other.StatusCode.Should().Be(HttpStatusCode.OK);
        other.Header("ETag").Should().Be("\"2\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/history")]
    [InlineData("/related")]
    public async Task Get_OfWhatTheTenantHasNot_AnswersNotFound(string part)
    {
        var theirs = await api.GivenAnomaly(Tenants.Fresh());
        var incident = (string)(await api.GivenIncident(_tenant))["id"]!;

        foreach (var id in new[] { theirs, incident, Paths.UnknownAnomaly, "ano_abc123", "1" })
        {
            using var response = await Analyst.CallAsync("GET", Triage.Anomaly(id, part));

            var problem = await response.ProblemAsync(HttpStatusCode.NotFound, "error.anomaly_not_found");
            ((string)problem["i18n_args"]!["id"]!).Should().Be(id);
            response.Header("ETag").Should().BeNull();
        }
    }
}
