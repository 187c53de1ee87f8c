using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Anomalies;

public sealed class AnomalyStatsTests : IDisposable
{
    private const string Path = Triage.Anomalies + "/stats";
    private readonly string _tenant = Tenants.Fresh();
    private readonly StoppedClock _clock = new();
    private readonly AuditApi _api;
    private readonly HttpClient _analyst;

    public AnomalyStatsTests()
    {
        _api = new AuditApi(services => services.AddSingleton<TimeProvider>(_clock));
        _analyst = _api.Analyst(_tenant);
    }

    public void Dispose()
    {
        _analyst.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task Stats_WhenThereAreNone_CountsNothing()
    {
        await _api.GivenAnomaly(Tenants.Fresh());

        using var response = await _analyst.CallAsync("GET", Path);

        (await response.DataAsync()).ToJsonString().Should().Be(
            """{"by_status":{"open":0,"acknowledged":0,"investigating":0,"resolved":0,"dismissed":0},"by_severity":{"low":0,"medium":0,"high":0,"critical":0},"open_by_severity":{"low":0,"medium":0,"high":0,"critical":0},"by_day":[],"time_to":{"acknowledge":{"count":0},"resolve":{"count":0}}}""");
        response.Header("ETag").Should().BeNull();
    }

    [Fact]
    public async Task Stats_OfAllTime_CountsAndMeasuresEverything()
    {
        await GivenTwoDays();

        var stats = await StatsAsync("");

        stats.ToJsonString().Should().Be(
            """{"by_status":{"open":1,"acknowledged":1,"investigating":0,"resolved":1,"dismissed":1},"by_severity":{"low":2,"medium":0,"high":1,"critical":1},"open_by_severity":{"low":1,"medium":0,"high":0,"critical":1},"by_day":[{"date":"2026-01-01","created":3,"resolved":1},{"date":"2026-01-02","created":1,"resolved":1}],"time_to":{"acknowledge":{"count":2,"median_seconds":2400,"p90_seconds":3600},"resolve":{"count":2,"median_seconds":43201.25,"p90_seconds":82802.5}}}""");
    }

    [Theory]
    [InlineData("?from=2026-01-01&to=2026-01-01", "2026-01-01:3/1", 3)]
    [InlineData("?from=2026-01-02", "2026-01-02:1/1", 1)]
    [InlineData("?from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", "2026-01-02:1/0", 1)]
    [InlineData("?from=2026-01-02T00:00:00.001Z", "2026-01-02:0/1", 0)]
    [InlineData("?to=2025-12-31", "", 0)]
    [InlineData("?from=2026-01-03", "", 0)]
    [InlineData("?from=&to=%20", "2026-01-01:3/1 2026-01-02:1/1", 4)]
    public async Task Stats_OfAPeriod_CountsWhatWasReportedInItAndTheDaysOfWhatWasResolved(string query, string days, int reported)
    {
        await GivenTwoDays();

        var stats = await StatsAsync(query);

        string.Join(' ', stats["by_day"]!.AsArray().Select(d => $"{d!["date"]}:{d["created"]}/{d["resolved"]}")).Should().Be(days);
        stats["by_status"]!.AsObject().Sum(s => (int)s.Value!).Should().Be(reported);
        stats["by_severity"]!.AsObject().Sum(s => (int)s.Value!).Should().Be(reported);
    }

    [Fact]
    public async Task Stats_WhenOneIsReopened_CountsItAsOpenAndAsNotResolved()
    {
        var id = await _api.GivenAnomaly(_tenant);
        await _analyst.GivenStatus(id, "resolved");
        await _analyst.GivenStatus(id, "open");

        var stats = await StatsAsync("");

        ((int)stats["open_by_severity"]!["high"]!).Should().Be(1);
        stats["by_day"]!.ToJsonString().Should().Be("""[{"date":"2026-01-01","created":1,"resolved":0}]""");
        stats["time_to"]!["resolve"]!.ToJsonString().Should().Be("""{"count":0}""");
    }

    [Theory]
    [InlineData("?from=x&to=y", "from:format to:format")]
    [InlineData("?from=2026-01-02&to=2026-01-01", "to:range")]
    [InlineData("?from=2026-01-01%2000:00:00", "from:format")]
    public async Task Stats_OfAPeriodThatIsNone_NamesEveryParameter(string query, string broken)
    {
        using var response = await _analyst.CallAsync("GET", Path + query);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    /// <summary>
    /// On the first day a (low), b (high) and c (critical), one right after the other; b and c acknowledged after an hour and after
    /// twenty minutes, b resolved after 3,600 seconds. On the second day d (low); a dismissed after 82,802.5 seconds.
    /// </summary>
    private async Task GivenTwoDays()
    {
        // 2026-01-01T02:00
        _clock.Advance(TimeSpan.FromHours(2));
        var a = await Given("low");
        var b = await Given("high");
        var c = await Given("critical");
        _clock.Advance(TimeSpan.FromMinutes(20));
        await _analyst.GivenStatus(c, "acknowledged");
        _clock.Advance(TimeSpan.FromMinutes(40));
        await _analyst.GivenStatus(b, "acknowledged");
        await _analyst.GivenStatus(b, "resolved");
        // 2026-01-02T00:00
        _clock.Advance(TimeSpan.FromHours(21));
        await Given("low");
        // 2026-01-02T01:00:02.500
        _clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(2500));
        await _analyst.GivenStatus(a, "false_positive");
    }

    private Task<string> Given(string severity) => _api.GivenAnomaly(_tenant, new { type = "t", severity, description = "d" });

    private async Task<JsonNode> StatsAsync(string query)
    {
        using var response = await _analyst.CallAsync("GET", Path + query);
        return await response.DataAsync();
    }
}
