using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.History;

public sealed class ListHistoryTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Auditor => field ??= api.Caller(_tenant, "usr_auditor", roles: ["auditor"]);

    public void Dispose() => Auditor.Dispose();

    [Fact]
    public async Task List_OfEverything_ShowsTheTenantsChainOldestFirst()
    {
        await api.GivenChain(Tenants.Fresh());
        var (anomaly, incident) = await api.GivenChain(_tenant);

        using var response = await Auditor.CallAsync("GET", Chain.List);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().BeNull();
        var list = await response.JsonAsync();
        list.Members().Should().Equal("code", "message", "items", "total", "pagination", "timestamp");
        list["pagination"]!.ToJsonString().Should().Be("""{"page":1,"page_size":100,"total":8,"total_pages":1,"has_next":false,"has_prev":false}""");
        var entries = list["items"]!.AsArray();
        entries.Select(e => (long)e!["sequence"]!).Should().Equal(Enumerable.Range(1, 8).Select(i => (long)i));
        entries.Select(e => $"{e!["action"]} {e["subject_type"]}").Should().Equal(
            "created anomaly", "status_changed anomaly", "assigned anomaly", "created incident", "linked anomaly", "linked incident", "commented anomaly", "assigned anomaly");
        entries.Select(e => (string)e!["subject_id"]!).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(anomaly, incident);
        ((string)entries[0]!["previous_hash"]!).Should().Be(new string('0', 64));
        entries.Skip(1).Select(e => (string)e!["previous_hash"]!).Should().Equal(entries.Take(7).Select(e => (string)e!["hash"]!));
        entries[1]!.Members().Should().Equal(
            "sequence", "subject_type", "subject_id", "action", "from", "to", "actor_id", "actor_name", "actor_tenant_id", "note", "occurred_at", "request_id", "trace_id", "previous_hash", "hash");
    }

    [Theory]
    [InlineData("?limit=3", "1 2 3", true)]
    [InlineData("?from_sequence=4&limit=3", "4 5 6", true)]
    [InlineData("?from_sequence=7&limit=3", "7 8", false)]
    [InlineData("?from_sequence=6&limit=3", "6 7 8", false)]
    [InlineData("?from_sequence=8", "8", false)]
    [InlineData("?from_sequence=9", "", false)]
    [InlineData("?from_sequence=9223372036854775807&limit=1", "", false)]
    [InlineData("?limit=1000", "1 2 3 4 5 6 7 8", false)]
    [InlineData("?from_sequence=&limit=", "1 2 3 4 5 6 7 8", false)]
    public async Task List_FromASequence_ShowsThatPart(string query, string sequences, bool hasNext)
    {
        await api.GivenChain(_tenant);

        using var response = await Auditor.CallAsync("GET", Chain.List + query);

        var list = await response.JsonAsync();
        string.Join(' ', list["items"]!.AsArray().Select(e => e!["sequence"]!.ToJsonString())).Should().Be(sequences);
        list["total"]!.ToJsonString().Should().Be("8");
        ((bool)list["pagination"]!["has_next"]!).Should().Be(hasNext);
    }

    [Fact]
    public async Task List_WhenTheTenantHasNone_IsEmpty()
    {
        using var response = await Auditor.CallAsync("GET", Chain.List);

        var list = await response.JsonAsync();
        list["items"]!.ToJsonString().Should().Be("[]");
        list["total"]!.ToJsonString().Should().Be("0");
    }

    [Fact]
    public async Task List_InAnotherLanguage_IsTheSame()
    {
        await api.GivenChain(_tenant);

        using var english = await Auditor.CallAsync("GET", Chain.List, null, ("Accept-Language", "en"));
        using var chinese = await Auditor.CallAsync("GET", Chain.List, null, ("Accept-Language", "zh-CN"));

        Items(await chinese.JsonAsync()).Should().Be(Items(await english.JsonAsync()));
    }

    [Theory]
    [InlineData("?from_sequence=0", "from_sequence:range")]
    [InlineData("?from_sequence=-1&limit=0", "from_sequence:range limit:range")]
    [InlineData("?limit=1001", "limit:range")]
    [InlineData("?limit=x&from_sequence=1.5", "limit:format from_sequence:format")]
    [InlineData("?from_sequence=9223372036854775808", "from_sequence:range")]
    public async Task List_OfAPartThatIsNone_NamesEveryParameter(string query, string broken)
    {
        using var response = await Auditor.CallAsync("GET", Chain.List + query);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Theory]
    [InlineData(Chain.List)]
    [InlineData(Chain.Verify)]
    public async Task History_UnderStrictHandling_KnowsItsParameters(string path)
    {
        using var known = await Auditor.CallAsync("GET", path + "?from_sequence=1&limit=1", null, ("Prefer", "handling=strict"));
        using var unknown = await Auditor.CallAsync("GET", path + "?page=1", null, ("Prefer", "handling=strict"));

        known.StatusCode.Should().Be(HttpStatusCode.OK);
        (await unknown.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("page:unknown_field");
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task History_ToWhoeverWouldChangeIt_IsNotAllowed(string method)
    {
        await api.GivenChain(_tenant);
        using var admin = api.Caller(_tenant, "usr_root", roles: ["super_admin"]);

        foreach (var path in new[] { Chain.List, Chain.Verify })
        {
            using var response = await admin.CallAsync(method, path, new { });
            await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, "error.method_not_allowed");
        }

        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(8);
    }

    private static string Items(JsonNode list) => list["items"]!.ToJsonString();
}
