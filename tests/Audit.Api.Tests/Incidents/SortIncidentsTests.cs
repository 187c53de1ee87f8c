using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

/// <summary>Severity low: a d; medium: e; high: c; critical: b. Created a b, c, d, e; a and b at the same time. Changed c, b, d, a and e at the same time.</summary>
public sealed class SortIncidentsTests(FoundIncidents found) : IClassFixture<FoundIncidents>
{
    [Theory]
    [InlineData("", "edcba")]
    [InlineData("sort=-created_at", "edcba")]
    [InlineData("sort=created_at", "abcde")]
    [InlineData("sort=CREATED_AT", "abcde")]
    [InlineData("sort=updated_at", "cbdae")]
    [InlineData("sort=-updated_at", "eadbc")]
    [InlineData("sort=severity", "daecb")]
    [InlineData("sort=-severity", "bceda")]
    [InlineData("sort=%20severity%20&severity=low,high", "dac")]
    public async Task Sort_ByEachKey_IsATotalOrder(string query, string titles) => (await found.FindAsync("?" + query)).Should().Be(titles);

    [Theory]
    [InlineData("sort=-severity&page_size=2&page=2", "ed")]
    [InlineData("sort=updated_at&page_size=3&page=2", "ae")]
    [InlineData("sort=created_at&page_size=1&page=2", "b")]
    public async Task Sort_ByPage_GoesOnWhereThePageBeforeEnded(string query, string titles)
    {
        var list = await found.Analyst.ListAsync("?" + query);

        string.Concat(list["items"]!.AsArray().Select(i => (string)i!["title"]!)).Should().Be(titles);
    }

    [Theory]
    [InlineData("sort=created_at&page_size=1", "abcde")]
    [InlineData("sort=created_at&page_size=2", "abcde")]
    [InlineData("sort=-created_at&page_size=1", "edcba")]
    [InlineData("page_size=4", "edcba")]
    [InlineData("sort=created_at&page_size=1&assignee=none,me", "abe")]
    [InlineData("sort=created_at&page_size=1&created_to=2026-01-01&search=shared", "abc")]
    public async Task Walk_EitherWay_PassesEachOnce(string query, string titles) => (await found.WalkAsync(query)).Should().Be(titles);

    [Theory]
    [InlineData("sort=created_at", "")]
    [InlineData("sort=created_at", "sort=-created_at")]
    [InlineData("", "sort=created_at")]
    [InlineData("assignee=me,none", "assignee=me")]
    [InlineData("assignee=none", "")]
    [InlineData("created_from=2026-01-01", "created_from=2026-01-02")]
    [InlineData("created_to=2026-01-31", "")]
    [InlineData("updated_from=2026-01-01", "updated_to=2026-01-01")]
    [InlineData("updated_to=2026-01-31", "updated_to=2026-02-01")]
    [InlineData("status=open,closed", "severity=low,critical")]
    public async Task Walk_WithAnotherFilterOrSortThanTheCursors_IsRefused(string first, string then)
    {
        var cursor = await CursorOf(first);

        using var response = await found.Analyst.GetAsync($"{Paths.Incidents}?{then}&page_size=1&cursor={cursor}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("cursor:format");
    }

    [Theory]
    [InlineData("", "sort=-created_at")]
    [InlineData("sort=created_at", "sort=%20Created_At&page=9")]
    [InlineData("assignee=me,none&status=investigating,closed", "status=closed,INVESTIGATING&assignee=none&assignee=me")]
    public async Task Walk_WithTheSameInOtherWords_GoesOn(string first, string same)
    {
        var cursor = await CursorOf(first);

        (await found.Analyst.ListAsync($"?{same}&page_size=1&cursor={cursor}")).Ids().Should().ContainSingle();
    }

    [Fact]
    public async Task Walk_WithACursorOfAnotherList_IsRefused()
    {
        var cursor = await CursorOf("");

        using var response = await found.Analyst.GetAsync($"/admin/audit/anomalies?page_size=1&cursor={cursor}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("cursor:format");
    }

    private async Task<string> CursorOf(string query) =>
        (string)(await found.Analyst.ListAsync($"?{query}&page_size=1&cursor="))["pagination"]!["next_cursor"]!;
}
