using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Anomalies;

public sealed class ReportAnomalyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Detector => field ??= api.Detector(_tenant);

    public void Dispose() => Detector.Dispose();

    [Fact]
    public async Task Report_WithEveryMember_TakesItIn()
    {
        using var response = await Detector.ReportAsync(new
        {
            type = " brute_force ",
            severity = "High",
            description = " 检测到连续5次登录失败 ",
            user_id = " usr_abc123 ",
            event_ids = new[] { "evt-1", " evt-2 " },
            mitre_tactic = "T1110",
            detected_at = 1713175800,
            external_id = " det-1 ",
        });

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Header("ETag").Should().Be("\"1\"");
        var answer = await response.JsonAsync();
        answer.Members().Should().BeEquivalentTo("code", "message", "data", "timestamp");
        var data = answer["data"]!;
        data.Members().Should().BeEquivalentTo("id", "external_id", "status");
        var id = (string)data["id"]!;
        id.Should().MatchRegex("^ano_[0-7][0-9a-hjkmnp-tv-z]{25}$");
        ((string)data["external_id"]!).Should().Be("det-1");
        ((string)data["status"]!).Should().Be("open");
        var anomaly = await Anomaly(id);
        anomaly.Members().Should().BeEquivalentTo(
            "id", "tenant_id", "external_id", "type", "severity", "status", "allowed_transitions", "description", "user_id", "event_ids", "mitre_tactic", "comments", "detected_at", "created_at", "updated_at", "version");
        ((string)anomaly["tenant_id"]!).Should().Be(_tenant);
        ((string)anomaly["type"]!).Should().Be("brute_force");
        ((string)anomaly["severity"]!).Should().Be("high");
        ((string)anomaly["description"]!).Should().Be(" 检测到连续5次登录失败 ");
        ((string)anomaly["user_id"]!).Should().Be("usr_abc123");
        anomaly["event_ids"]!.ToJsonString().Should().Be("""["evt-1","evt-2"]""");
        ((string)anomaly["mitre_tactic"]!).Should().Be("T1110");
        anomaly["comments"]!.ToJsonString().Should().Be("[]");
        anomaly["detected_at"]!.ToJsonString().Should().Be("1713175800");
        anomaly["created_at"]!.ToJsonString().Should().MatchRegex(@"^\d{10}$");
        anomaly["updated_at"]!.ToJsonString().Should().Be(anomaly["created_at"]!.ToJsonString());
        anomaly["version"]!.ToJsonString().Should().Be("1");
    }

    [Fact]
    public async Task Report_WithRequiredMembersOnly_WasDetectedNow()
    {
        var clock = new StoppedClock();
        clock.Advance(TimeSpan.FromMilliseconds(1999));
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        var id = await stopped.GivenAnomaly(_tenant, new { type = "t", severity = "low", description = "d" });
        using var analyst = stopped.Analyst(_tenant);

        using var response = await analyst.MoveAsync(id, new { status = "open" });

        var anomaly = await response.DataAsync();
        anomaly.Members().Should().BeEquivalentTo(
            "id", "tenant_id", "type", "severity", "status", "allowed_transitions", "description", "event_ids", "comments", "detected_at", "created_at", "updated_at", "version");
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        ((long)anomaly["detected_at"]!).Should().Be(now);
        ((long)anomaly["created_at"]!).Should().Be(now);
        anomaly["event_ids"]!.ToJsonString().Should().Be("[]");
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1767225600, true)]
    [InlineData(1767225900, true)]
    [InlineData(1767225901, false)]
    [InlineData(1767225600000, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MinValue, false)]
    public async Task Report_WithATimeOfDetection_TakesItUpToFiveMinutesAhead(long detectedAt, bool accepted)
    {
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(new StoppedClock()));
        using var detector = stopped.Detector(_tenant);

        using var response = await detector.ReportAsync(new { type = "t", severity = "low", description = "d", detected_at = detectedAt });

        if (accepted)
        {
            response.StatusCode.Should().Be(HttpStatusCode.Created);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("detected_at:range");
        }
    }

    [Fact]
    public async Task Report_WithAnExternalIdThatIsThere_AnswersThatAnomalyAsItIs()
    {
        var id = await GivenReport("det-1");
        using var analyst = api.Analyst(_tenant);
        (await analyst.MoveAsync(id, new { status = "investigating" })).Dispose();

        using var response = await Detector.ReportAsync(new { type = "other", severity = "critical", description = "other", external_id = " det-1" });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().Be("\"2\"");
        (await response.DataAsync()).ToJsonString().Should().Be($$"""{"id":"{{id}}","external_id":"det-1","status":"investigating"}""");
        ((string)(await Anomaly(id, "investigating"))["type"]!).Should().Be("brute_force");
        StoreFile.Count(api.DatabaseFile, "anomalies", _tenant).Should().Be(1);
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("DET-1")]
    [InlineData("det-1 x")]
    [InlineData("ｄｅｔ-1")]
    [InlineData("det-1\u0301")]
    public async Task Report_WithAnExternalIdThatOnlyLooksAlike_IsNew(string externalId)
    {
        await GivenReport("det-1");

        using var response = await Detector.ReportAsync(new { type = "t", severity = "low", description = "d", external_id = externalId });

        response.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Report_WithAnotherTenantsExternalId_IsNew()
    {
        var other = Tenants.Fresh();
        var theirs = await api.GivenAnomaly(other, new { type = "t", severity = "low", description = "d", external_id = "det-1" });

        using var response = await Detector.ReportAsync(new { type = "t", severity = "low", description = "d", external_id = "det-1" });

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        ((string)(await response.DataAsync())["id"]!).Should().NotBe(theirs);
    }

    [Fact]
    public async Task Report_WithoutExternalId_IsNewEachTime()
    {
        var first = await api.GivenAnomaly(_tenant);
        var second = await api.GivenAnomaly(_tenant);

        second.Should().NotBe(first);
    }

    [Fact]
    public async Task Report_OfTheSameByManyAtOnce_IsOneAnomaly()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Detector.ReportAsync(new { type = "t", severity = "low", description = "d", external_id = "det-1" })));

        responses.Count(r => r.StatusCode == HttpStatusCode.Created).Should().Be(1);
        responses.Count(r => r.StatusCode == HttpStatusCode.OK).Should().Be(19);
        (await Task.WhenAll(responses.Select(r => r.DataAsync()))).Select(d => (string)d["id"]!).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        StoreFile.Count(api.DatabaseFile, "anomalies", _tenant).Should().Be(1);
    }

    private async Task<string> GivenReport(string externalId) =>
        await api.GivenAnomaly(_tenant, new { type = "brute_force", severity = "high", description = "d", external_id = externalId });

    private async Task<JsonNode> Anomaly(string id, string status = "open")
    {
        using var analyst = api.Analyst(_tenant);
        using var response = await analyst.MoveAsync(id, new { status });
        return await response.DataAsync();
    }
}
