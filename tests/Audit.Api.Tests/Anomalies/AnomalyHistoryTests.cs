using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class AnomalyHistoryTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task History_OfAnAnomaly_TellsWhoDidWhatOldestFirst()
    {
        var id = await api.GivenAnomaly(_tenant);
        await api.GivenAnomaly(_tenant);
        using var named = api.Caller(_tenant, "usr_2", roles: ["admin"], name: "张三");
        using var moved = await named.MoveAsync(id, new { status = "dismissed", reason = "罚单 7\n\"ok\"", assignee = "usr_3" }, ("X-Request-Id", "req-of-the-move"));

        var list = await Analyst.ListOfAsync(Triage.Anomaly(id, "/history"));

        list["pagination"]!.ToJsonString().Should().Be("""{"page":1,"page_size":100,"total":3,"total_pages":1,"has_next":false,"has_prev":false}""");
        (await Analyst.HappenedAsync(id)).Should().Equal("created >open", "status_changed open>dismissed", "assigned >usr_3");
        var entry = list["items"]![1]!;
        entry.Members().Should().Equal(
            "sequence", "subject_type", "subject_id", "action", "from", "to", "actor_id", "actor_name", "note", "occurred_at", "request_id", "trace_id", "previous_hash", "hash");
        ((long)entry["sequence"]!).Should().Be(3, "the other anomaly's entry lies between");
        ((string)entry["subject_type"]!).Should().Be("anomaly");
        ((string)entry["subject_id"]!).Should().Be(id);
        ((string)entry["actor_id"]!).Should().Be("usr_2");
        ((string)entry["actor_name"]!).Should().Be("张三");
        ((string)entry["note"]!).Should().Be("罚单 7\n\"ok\"");
        ((string)entry["request_id"]!).Should().Be("req-of-the-move");
        ((string)entry["trace_id"]!).Should().MatchRegex("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$");
        ((string)entry["occurred_at"]!).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$");
        ((string)entry["hash"]!).Should().Be((string)StoreFile.History(api.DatabaseFile, _tenant)[2]["hash"]);
    }

    [Fact]
    public async Task History_OfAPart_StandsInItsPlace()
    {
        var id = await api.GivenAnomaly(_tenant);
        foreach (var assignee in new[] { "a", "b", "c", "d" })
        {
            (await Analyst.AssignAsync(id, new { assignee })).Dispose();
        }

        var second = await Analyst.ListOfAsync(Triage.Anomaly(id, "/history?page=2&page_size=2"));
        var past = await Analyst.ListOfAsync(Triage.Anomaly(id, "/history?page=4&page_size=2"));

        second["items"]!.AsArray().Select(e => (string)e!["to"]!).Should().Equal("b", "c");
        second["pagination"]!.ToJsonString().Should().Be("""{"page":2,"page_size":2,"total":5,"total_pages":3,"has_next":true,"has_prev":true}""");
        past["items"]!.ToJsonString().Should().Be("[]");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task History_InAnyLanguage_IsTheSame(string language)
    {
        var id = await api.GivenAnomaly(_tenant);
        await Analyst.GivenStatus(id, "false_positive");

        using var response = await Analyst.CallAsync("GET", Triage.Anomaly(id, "/history"), null, ("Accept-Language", language));

        (await response.JsonAsync())["items"]!.ToJsonString().Should().Be((await Analyst.ListOfAsync(Triage.Anomaly(id, "/history")))["items"]!.ToJsonString());
    }

    [Fact]
    public async Task History_OfAnIncidentByAnAnomalysPath_IsNotFound()
    {
        var incident = (string)(await api.GivenIncident(_tenant))["id"]!;

        using var response = await Analyst.CallAsync("GET", Triage.Anomaly(incident, "/history"));

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.anomaly_not_found");
    }

    [Theory]
    [InlineData("page=0&page_size=101", "page:range page_size:range")]
    [InlineData("page=1.5", "page:format")]
    public async Task History_WithAPageThatIsNone_NamesEveryParameter(string query, string broken)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.CallAsync("GET", Triage.Anomaly(id, "/history?" + query));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }
}
