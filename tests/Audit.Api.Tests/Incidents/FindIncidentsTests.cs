using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class FindIncidentsTests(FoundIncidents found) : IClassFixture<FoundIncidents>
{
    [Theory]
    [InlineData("assignee=me", "b")]
    [InlineData("assignee=usr_analyst001", "b")]
    [InlineData("assignee=none", "ea")]
    [InlineData("assignee=none_of_us", "d")]
    [InlineData("assignee=usr_b,none", "eca")]
    [InlineData("assignee=usr_b&assignee=me", "cb")]
    [InlineData("assignee=me,none&assignee=usr_b,none_of_us", "edcba")]
    [InlineData("assignee=usr_B", "")]
    [InlineData("assignee=ME", "")]
    [InlineData("assignee=%20usr_b%20,,", "c")]
    [InlineData("assignee=", "edcba")]
    [InlineData("assignee=none&severity=low", "a")]
    public async Task Find_ByAssignee_ShowsTheirs(string query, string titles) => (await FindAsync(query)).Should().Be(Sorted(titles));

    [Theory]
    [InlineData("created_from=2026-01-02", "ed")]
    [InlineData("created_to=2026-01-01", "cba")]
    [InlineData("created_from=2026-01-01&created_to=2026-01-01", "cba")]
    [InlineData("created_to=2026-01-01T23:59:59Z", "ba")]
    [InlineData("created_to=2026-01-01T23:59:59.998Z", "ba")]
    [InlineData("created_to=2026-01-01T23:59:59.999Z", "cba")]
    [InlineData("created_to=2026-01-02T00:00:00Z", "dcba")]
    [InlineData("created_from=2026-01-01T23:59:59.999Z&created_to=2026-01-01T23:59:59.999Z", "c")]
    [InlineData("created_from=2026-01-01T23:59:59.9991Z", "ed")]
    [InlineData("created_from=2026-01-02T08:00:00%2B08:00", "ed")]
    [InlineData("created_from=2026-01-01t18:30:00-05:30", "ed")]
    [InlineData("created_from=2026-01-02T00:00:00z", "ed")]
    [InlineData("created_from=&created_to=%20", "edcba")]
    [InlineData("created_from=2030-01-01", "")]
    [InlineData("updated_from=2026-01-04", "eda")]
    [InlineData("updated_to=2026-01-03", "cb")]
    [InlineData("updated_from=2026-01-03&updated_to=2026-01-04", "db")]
    [InlineData("updated_from=2026-01-05T00:00:00Z&created_to=2026-01-02", "a")]
    [InlineData("updated_from=2026-01-05T00:00:00.001Z", "")]
    public async Task Find_ByTime_ShowsWhatLiesInIt(string query, string titles) => (await FindAsync(query)).Should().Be(Sorted(titles));

    [Theory]
    [InlineData("status=open", "c")]
    [InlineData("status=resolved,closed&status=contained", "eda")]
    [InlineData("status=investigating,Contained&severity=critical,medium", "eb")]
    [InlineData("status=open&assignee=none", "")]
    [InlineData("search=shared&severity=low&updated_to=2026-01-04", "d")]
    public async Task Find_BySeveral_ShowsWhatMeetsAll(string query, string titles) => (await FindAsync(query)).Should().Be(Sorted(titles));

    [Theory]
    [InlineData("created_from=2026-1-1", "created_from:format")]
    [InlineData("created_from=01.02.2026", "created_from:format")]
    [InlineData("created_to=2026-02-29", "created_to:format")]
    [InlineData("created_to=2026-01-01T24:00:00Z", "created_to:format")]
    [InlineData("created_to=2026-01-01T10:00:00", "created_to:format")]
    [InlineData("created_to=2026-01-01 10:00:00Z", "created_to:format")]
    [InlineData("updated_from=now", "updated_from:format")]
    [InlineData("updated_to=9999-12-31", "updated_to:format")]
    [InlineData("created_from=2026-01-02&created_to=2026-01-01", "created_to:range")]
    [InlineData("updated_from=2026-01-01T00:00:00.001Z&updated_to=2026-01-01T00:00:00Z", "updated_to:range")]
    [InlineData("updated_from=x&updated_to=2026-01-01", "updated_from:format")]
    [InlineData("created_from=2026-01-01&created_from=2026-01-02", "created_from:format")]
    [InlineData("assignee=a%01b", "assignee:format")]
    [InlineData("sort=title", "sort:enum")]
    [InlineData("sort=%2Bcreated_at", "sort:enum")]
    [InlineData("sort=created_at,severity", "sort:enum")]
    [InlineData("sort=--severity", "sort:enum")]
    [InlineData("sort=severity&cursor=", "sort:enum")]
    [InlineData("sort=-updated_at&cursor=abc", "sort:enum cursor:format")]
    [InlineData("sort=x&created_to=y&assignee=%00&page=0", "sort:enum created_to:format assignee:format page:range")]
    public async Task Find_WithAParameterThatIsNone_NamesEachOfThem(string query, string broken)
    {
        using var response = await found.Analyst.GetAsync($"{Paths.Incidents}?{query}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Fact]
    public async Task Find_ByAVeryLongAssignee_NamesIt()
    {
        using var response = await found.Analyst.GetAsync($"{Paths.Incidents}?assignee={new string('a', 128)},{new string('a', 129)}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("assignee:max_length");
    }

    [Fact]
    public async Task Find_WithEveryParameter_IsStrictlyRight()
    {
        const string Every = "?status=open&severity=high&assignee=usr_b&created_from=2026-01-01&created_to=2026-01-01&updated_from=2026-01-01&updated_to=2026-01-01&search=c&sort=created_at&page=1&page_size=5&cursor=";

        using var right = await found.Analyst.CallAsync("GET", Paths.Incidents + Every, null, ("Prefer", "handling=strict"));
        using var wrong = await found.Analyst.CallAsync("GET", Paths.Incidents + "?time_range=24h&type=t&created=2026-01-01", null, ("Prefer", "handling=strict"));

        (await right.JsonAsync()).Ids().Should().ContainSingle();
        (await wrong.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo("time_range:unknown_field", "type:unknown_field", "created:unknown_field");
    }

    private async Task<string> FindAsync(string query) => Sorted(await found.FindAsync("?" + query));

    private static string Sorted(string titles) => string.Concat(titles.Order());
}
