using System.Net;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Anomalies;

public sealed class WalkAnomaliesTests : IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private readonly StoppedClock _clock = new();
    private readonly AuditApi _api;
    private readonly HttpClient _analyst;

    public WalkAnomaliesTests()
    {
        _api = new AuditApi(services => services.AddSingleton<TimeProvider>(_clock));
        _analyst = _api.Analyst(_tenant, "usr_me");
    }

    public void Dispose()
    {
        _analyst.Dispose();
        _api.Dispose();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("&sort=-created_at", true)]
    [InlineData("&sort=created_at", false)]
    [InlineData("&sort=Created_At", false)]
    public async Task Walk_WhenManyAreOfTheSameSecond_VisitsEachOnceInOrder(string sort, bool isNewestFirst)
    {
        var reported = new List<string>();
        for (var i = 0; i < 11; i++)
        {
            reported.Add(await _api.GivenAnomaly(_tenant));
            // two at a time in one millisecond
            _clock.Advance(TimeSpan.FromMilliseconds(i % 2));
        }

        // within a millisecond the id decides
        reported.Sort(StringComparer.Ordinal);

        var visited = await WalkAsync("page_size=2" + sort);

        visited.Should().Equal(isNewestFirst ? reported.AsEnumerable().Reverse() : reported);
    }

    [Fact]
    public async Task Walk_WithAFilterInOtherWords_GoesOn()
    {
        for (var i = 0; i < 3; i++)
        {
            await _api.GivenAnomaly(_tenant);
        }

        var first = await _analyst.ListOfAsync($"{Triage.Anomalies}?page_size=2&status=open,resolved&severity=HIGH&time_range=1H&cursor=");
        var second = await _analyst.ListOfAsync(
            $"{Triage.Anomalies}?page_size=1&status=Resolved&status=open&severity=high&time_range=1h&sort=-created_at&cursor={first["pagination"]!["next_cursor"]}");

        second.Ids().Should().ContainSingle().And.NotIntersectWith(first.Ids());
        first["pagination"]!["has_prev"]!.ToJsonString().Should().Be("false");
        second["pagination"]!["has_prev"]!.ToJsonString().Should().Be("true");
    }

    [Theory]
    [InlineData("")]
    [InlineData("type=brute_force&sort=created_at")]
    [InlineData("type=brute_force,other")]
    [InlineData("type=brute_force&severity=high")]
    [InlineData("type=brute_force&status=open")]
    [InlineData("type=brute_force&assignee=none")]
    [InlineData("type=brute_force&time_range=1h")]
    [InlineData("type=brute_force&search=failed")]
    [InlineData("type=brute_force&created_from=2026-01-01")]
    [InlineData("type=brute_force&created_to=2026-01-01")]
    [InlineData("type=brute_force&updated_from=2026-01-01")]
    [InlineData("type=brute_force&updated_to=2026-01-01")]
    public async Task Walk_WithACursorOfOtherFilters_IsRefused(string query)
    {
        await _api.GivenAnomaly(_tenant);
        await _api.GivenAnomaly(_tenant);
        var cursor = (string)(await _analyst.ListOfAsync($"{Triage.Anomalies}?page_size=1&cursor=&type=brute_force"))["pagination"]!["next_cursor"]!;

        using var response = await _analyst.CallAsync("GET", $"{Triage.Anomalies}?cursor={cursor}&{query}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("cursor:format");
    }

    [Fact]
    public async Task Walk_WithACursorOfIncidents_IsRefused()
    {
        await _api.GivenIncident(_tenant);
        await _api.GivenIncident(_tenant);
        var cursor = (string)(await _analyst.ListAsync("?page_size=1&cursor="))["pagination"]!["next_cursor"]!;

        using var response = await _analyst.CallAsync("GET", $"{Triage.Anomalies}?cursor={cursor}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("cursor:format");
    }

    [Theory]
    [InlineData("severity")]
    [InlineData("-updated_at")]
    public async Task Walk_ByAnythingButTheTimeOfReport_IsRefused(string sort)
    {
        using var response = await _analyst.CallAsync("GET", $"{Triage.Anomalies}?cursor=&sort={sort}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("sort:enum");
    }

    /// <summary>Detected that long before now; <c>30d</c> is 2,592,000 seconds.</summary>
    [Theory]
    [InlineData("1h", 3600, true)]
    [InlineData("1h", 3601, false)]
    [InlineData("24h", 86400, true)]
    [InlineData("24H", 86401, false)]
    [InlineData("7d", 604800, true)]
    [InlineData("7d", 604801, false)]
    [InlineData("30d", 2592000, true)]
    [InlineData("30d", 2592001, false)]
    [InlineData("1h", -300, true)]
    [InlineData("", 2592001, true)]
    public async Task List_WithATimeRange_GoesByWhenItWasDetected(string range, long secondsAgo, bool isFound)
    {
        var detectedAt = _clock.GetUtcNow().ToUnixTimeSeconds() - secondsAgo;
        var id = await _api.GivenAnomaly(_tenant, new { type = "t", severity = "low", description = "d", detected_at = detectedAt });

        var list = await _analyst.ListOfAsync($"{Triage.Anomalies}?time_range={range}");

        list.Ids().Should().Equal(isFound ? [id] : []);
    }

    private async Task<List<string>> WalkAsync(string query)
    {
        var visited = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var list = await _analyst.ListOfAsync($"{Triage.Anomalies}?{query}&cursor={cursor}");
            visited.AddRange(list.Ids());
            cursor = (string?)list["pagination"]!["next_cursor"];
        }

        return visited;
    }
}
