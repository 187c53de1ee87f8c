using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class ListAnomaliesTests(ListedAnomalies listed) : IClassFixture<ListedAnomalies>
{
    [Theory]
    [InlineData("", "edcba")]
    [InlineData("?type=brute_force", "ba")]
    [InlineData("?type=brute_force,Brute_Force", "eba")]
    [InlineData("?type=impossible_travel&type=Brute_Force", "edc")]
    [InlineData("?type=%20brute_force%20,", "ba")]
    [InlineData("?type=brute", "")]
    [InlineData("?type=", "edcba")]
    [InlineData("?status=open", "a")]
    [InlineData("?status=Acknowledged,INVESTIGATING", "cb")]
    [InlineData("?status=resolved&status=dismissed", "ed")]
    [InlineData("?status=false_positive", "e")]
    [InlineData("?status=False_Positive,dismissed,open", "ea")]
    [InlineData("?severity=low", "ea")]
    [InlineData("?severity=HIGH&severity=critical", "db")]
    [InlineData("?assignee=me", "eb")]
    [InlineData("?assignee=none", "da")]
    [InlineData("?assignee=usr_2", "c")]
    [InlineData("?assignee=USR_2", "")]
    [InlineData("?assignee=none,usr_2&assignee=me", "edcba")]
    [InlineData("?assignee=Me", "")]
    [InlineData("?search=failed", "ba")]
    [InlineData("?search=sign-ins%20TEN", "b")]
    [InlineData("?search=usr_alice", "eca")]
    [InlineData("?search=wide", "e")]
    [InlineData("?search=%E5%8C%97%E4%BA%AC", "c")]
    [InlineData("?search=100%25", "d")]
    [InlineData("?search=a_b%5Cc", "d")]
    [InlineData("?search=_____________________________", "")]
    [InlineData("?search=travel%20alice", "c")]
    [InlineData("?search=usr_me", "")]
    [InlineData("?created_from=2026-01-03", "edc")]
    [InlineData("?created_to=2026-01-03", "cba")]
    [InlineData("?created_from=2026-01-02T00:00:00Z&created_to=2026-01-04T00:00:00Z", "dcb")]
    [InlineData("?created_from=2026-01-02T00:00:00.001Z&created_to=2026-01-03T23:59:59.999Z", "c")]
    [InlineData("?created_from=2026-01-03T08:00:00%2B08:00&created_to=2026-01-03t00:00:00z", "c")]
    [InlineData("?updated_from=2026-01-06T03:00:00Z", "cb")]
    [InlineData("?updated_to=2026-01-06T01:00:00Z", "ea")]
    [InlineData("?updated_from=2026-01-06&updated_to=2026-01-06", "edcb")]
    [InlineData("?type=brute_force&severity=low,high&status=open&assignee=none&search=five&created_to=2026-01-01", "a")]
    [InlineData("?type=brute_force&severity=critical", "")]
    public async Task List_WithFilters_FindsWhatMeetsThemAll(string query, string found) => (await listed.FindAsync(query)).Should().Be(found);

    [Theory]
    [InlineData("created_at", "abcde")]
    [InlineData("-created_at", "edcba")]
    [InlineData("updated_at", "aedcb")]
    [InlineData("-updated_at", "bcdea")]
    [InlineData("severity", "eacbd")]
    [InlineData("-severity", "dbcea")]
    [InlineData("-Severity", "dbcea")]
    [InlineData("", "edcba")]
    public async Task List_WithASort_StandsInThatOrder(string sort, string found) => (await listed.FindAsync("?sort=" + sort)).Should().Be(found);

    [Fact]
    public async Task List_WithAnIdAsSearch_FindsThatAnomaly() => (await listed.FindAsync("?search=" + listed.Ids["c"].ToUpperInvariant())).Should().Be("c");

    [Fact]
    public async Task List_OfAPart_TellsWhereItStands()
    {
        var list = await listed.Analyst.ListOfAsync(Triage.Anomalies + "?severity=low,medium&page=2&page_size=2");

        list.Members().Should().BeEquivalentTo("code", "message", "items", "total", "pagination", "timestamp");
        ListedAnomalies.Letters(list).Should().Be("a");
        list["total"]!.ToJsonString().Should().Be("3");
        list["pagination"]!.ToJsonString().Should().Be("""{"page":2,"page_size":2,"total":3,"total_pages":2,"has_next":false,"has_prev":true}""");
    }

    [Fact]
    public async Task List_PastTheEnd_IsEmpty()
    {
        var list = await listed.Analyst.ListOfAsync(Triage.Anomalies + "?page=2147483647&page_size=100");

        list["items"]!.ToJsonString().Should().Be("[]");
        list["total"]!.ToJsonString().Should().Be("5");
    }

    [Fact]
    public async Task List_OfAnything_ShowsEachAsItIsFetched()
    {
        var list = await listed.Analyst.ListOfAsync(Triage.Anomalies);

        foreach (var shown in list["items"]!.AsArray())
        {
            shown!.ToJsonString().Should().Be((await listed.Analyst.AnomalyAsync((string)shown["id"]!)).ToJsonString());
        }
    }

    [Theory]
    [InlineData("?status=closed", "status:enum")]
    [InlineData("?status=open,nothing", "status:enum")]
    [InlineData("?severity=urgent", "severity:enum")]
    [InlineData("?time_range=2h", "time_range:enum")]
    [InlineData("?sort=detected_at", "sort:enum")]
    [InlineData("?sort=%2Bseverity", "sort:enum")]
    [InlineData("?created_from=yesterday", "created_from:format")]
    [InlineData("?created_to=2026-02-30", "created_to:format")]
    [InlineData("?updated_from=1767225600", "updated_from:format")]
    [InlineData("?updated_from=2026-01-02&updated_to=2026-01-01", "updated_to:range")]
    [InlineData("?created_from=2026-01-01T00:00:00.001Z&created_to=2026-01-01T00:00:00Z", "created_to:range")]
    [InlineData("?page=0&page_size=101", "page:range page_size:range")]
    [InlineData("?page=x", "page:format")]
    [InlineData("?cursor=nonsense", "cursor:format")]
    [InlineData("?type=a%00b", "type:format")]
    [InlineData("?assignee=a%01b", "assignee:format")]
    [InlineData("?status=x&severity=x&time_range=x&sort=x&page=0&created_from=x", "status:enum severity:enum time_range:enum sort:enum page:range created_from:format")]
    public async Task List_WithWhatItCannotMean_NamesEveryParameter(string query, string broken)
    {
        using var response = await listed.Analyst.CallAsync("GET", Triage.Anomalies + query);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Fact]
    public async Task List_WithTextsBeyondTheirLimits_NamesThem()
    {
        var query = $"?type={new string('x', 65)}&assignee={new string('x', 129)}&search={new string('x', 201)}";

        using var response = await listed.Analyst.CallAsync("GET", Triage.Anomalies + query);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo("type:max_length", "assignee:max_length", "search:max_length");
    }

    [Fact]
    public async Task List_WithAnUnknownParameter_IgnoresItUnlessStrict()
    {
        using var strict = await listed.Analyst.CallAsync("GET", Triage.Anomalies + "?user_id=usr_alice", null, ("Prefer", "handling=strict"));

        (await strict.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("user_id:unknown_field");
        (await listed.FindAsync("?user_id=usr_alice")).Should().Be("edcba");
    }
}
