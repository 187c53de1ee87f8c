using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class IncidentTimelineTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Timeline_OfOneIncident_ShowsItsEntriesAsTheyAreStored()
    {
        using var named = api.Caller(_tenant, "usr_a", roles: ["admin"], name: "张三");
        var id = (string)(await api.GivenIncident(_tenant))["id"]!;
        await api.GivenIncident(_tenant);
        (await named.HandleAsync(id, new { status = "resolved", resolution_note = "说明" }, ("X-Request-Id", "req-of-mine"))).Dispose();

        using var response = await Analyst.GetAsync(Paths.Incident(id) + "/timeline");

        var list = await response.JsonAsync();
        list["pagination"]!.ToJsonString().Should().Be("""{"page":1,"page_size":100,"total":2,"total_pages":1,"has_next":false,"has_prev":false}""");
        response.Header("ETag").Should().BeNull();
        var entry = list["items"]![1]!;
        var stored = StoreFile.History(api.DatabaseFile, _tenant)[2];
        entry.Members().Should().BeEquivalentTo(
            "sequence", "subject_type", "subject_id", "action", "from", "to", "actor_id", "actor_name", "note", "occurred_at", "request_id", "trace_id", "previous_hash", "hash");
        entry["sequence"]!.ToJsonString().Should().Be("3");
        foreach (var member in entry.Members().Except(["sequence", "occurred_at"], StringComparer.Ordinal))
        {
            ((string)entry[member]!).Should().Be((string)stored[member], member);
        }

        ((string)entry["actor_name"]!).Should().Be("张三");
        ((string)entry["request_id"]!).Should().Be("req-of-mine");
        ((string)entry["occurred_at"]!).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
    }

    [Theory]
    [InlineData("?page_size=3", 3, true, false)]
    [InlineData("?page=2&page_size=3", 1, false, true)]
    [InlineData("?page=3&page_size=3", 0, false, true)]
    [InlineData("", 4, false, false)]
    public async Task Timeline_ByPage_ShowsThatPart(string query, int count, bool hasNext, bool hasPrev)
    {
        var id = await api.GivenIncidentIn(_tenant, "closed");

        using var response = await Analyst.GetAsync(Paths.Incident(id) + "/timeline" + query);

        var list = await response.JsonAsync();
        list["items"]!.AsArray().Should().HaveCount(count);
        list["items"]!.AsArray().Select(e => (long)e!["sequence"]!).Should().BeInAscendingOrder();
        ((int)list["total"]!).Should().Be(4, "it was opened, resolved, closed, and closed without a resolution");
        ((bool)list["pagination"]!["has_next"]!).Should().Be(hasNext);
        ((bool)list["pagination"]!["has_prev"]!).Should().Be(hasPrev);
    }

    [Theory]
    [InlineData("?page=0", "page:range")]
    [InlineData("?page_size=101", "page_size:range")]
    [InlineData("?page_size=x&page=-1", "page_size:format page:range")]
    public async Task Timeline_WithANumberThatIsNone_NamesTheParameter(string query, string broken)
    {
        using var response = await Analyst.GetAsync($"{Paths.Incident(Paths.UnknownIncident)}/timeline{query}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Theory]
    [InlineData(Paths.UnknownIncident)]
    [InlineData(Paths.UnknownAnomaly)]
    [InlineData("x")]
    public async Task Timeline_OfNothing_IsNotFound(string id)
    {
        await api.GivenIncident(_tenant);

        using var response = await Analyst.GetAsync($"{Paths.Incident(id)}/timeline");

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.incident_not_found");
    }

    [Fact]
    public async Task Timeline_OfWhatIsNotTheCallers_IsNotFound()
    {
        var theirs = (string)(await api.GivenIncident(Tenants.Fresh()))["id"]!;
        var anomaly = await api.GivenAnomaly(_tenant);

        using var foreign = await Analyst.GetAsync($"{Paths.Incident(theirs)}/timeline");
        using var other = await Analyst.GetAsync($"{Paths.Incident(anomaly)}/timeline");

        await foreign.ProblemAsync(HttpStatusCode.NotFound, "error.incident_not_found");
        await other.ProblemAsync(HttpStatusCode.NotFound, "error.incident_not_found");
    }
}
