using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Incidents;

public sealed class IncidentStatsTests : IDisposable
{
    private const string Stats = "/admin/audit/incidents/stats";
    private readonly string _tenant = Tenants.Fresh();
    private readonly StoppedClock _clock = new();
    private readonly AuditApi _api;
    private readonly HttpClient _analyst;

    public IncidentStatsTests()
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
    public async Task Stats_OfNothing_NameEveryStatusAndSeverityWithZero()
    {
        await _api.GivenIncident(Tenants.Fresh());

        using var response = await _analyst.GetAsync(Stats);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().BeNull();
        (await response.JsonAsync())["data"]!.ToJsonString().Should().Be(
            """{"by_status":{"open":0,"investigating":0,"contained":0,"resolved":0,"closed":0},"by_severity":{"low":0,"medium":0,"high":0,"critical":0},"open_by_severity":{"low":0,"medium":0,"high":0,"critical":0},"by_day":[],"time_to":{"contain":{"count":0},"resolve":{"count":0}}}""");
    }

    [Fact]
    public async Task Stats_OfSome_CountAndMeasureThem()
    {
        await Given("low", hours: 0);
        await Given("low", hours: 1, "contained");
        await Given("high", hours: 2, "contained", "resolved");
        await Given("critical", hours: 25, "resolved", "closed");
        var reopened = await Given("critical", hours: 3, "resolved");
        await _analyst.HandledAsync(reopened, new { status = "investigating" });

        var data = await StatsAsync("");

        data["by_status"]!.ToJsonString().Should().Be("""{"open":1,"investigating":1,"contained":1,"resolved":1,"closed":1}""");
        data["by_severity"]!.ToJsonString().Should().Be("""{"low":2,"medium":0,"high":1,"critical":2}""");
        data["open_by_severity"]!.ToJsonString().Should().Be("""{"low":2,"medium":0,"high":0,"critical":1}""");
        // opened 00:00, 00:00, 01:00, 03:00 and 28:00 after the year began; still resolved since 03:00 and 28:00
        data["by_day"]!.ToJsonString().Should().Be("""[{"date":"2026-01-01","created":4,"resolved":1},{"date":"2026-01-02","created":1,"resolved":1}]""");
        data["time_to"]!.ToJsonString().Should().Be(
            """{"contain":{"count":2,"median_seconds":5400,"p90_seconds":7200},"resolve":{"count":2,"median_seconds":48600,"p90_seconds":90000}}""");
    }

    [Fact]
    public async Task Stats_OfTen_TakeTheNinthForTheNinetiethPercentile()
    {
        for (var hours = 10; hours >= 1; hours--)
        {
            await Given("low", hours, "resolved");
        }

        (await StatsAsync(""))["time_to"]!["resolve"]!.ToJsonString().Should().Be("""{"count":10,"median_seconds":19800,"p90_seconds":32400}""");
    }

    [Theory]
    [InlineData("?from=2026-01-01&to=2026-01-01", 2)]
    [InlineData("?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", 1)]
    [InlineData("?from=2026-01-01T00:00:00.001Z&to=2026-01-01", 1)]
    [InlineData("?to=2026-01-01T23:00:00.000Z", 2)]
    [InlineData("?to=2026-01-01T22:59:59.999Z", 1)]
    [InlineData("?from=2026-01-02", 1)]
    [InlineData("?from=2026-01-02T07:30:00%2B08:00&to=", 1)]
    [InlineData("?from=2026-01-02T07:00:00%2B08:00", 2)]
    [InlineData("?from=2027-01-01", 0)]
    [InlineData("", 3)]
    public async Task Stats_OfAPeriod_CountWhatWasCreatedInIt(string query, int count)
    {
        await Given("low", hours: 23);
        await Given("low", hours: 1);
        await Given("low", hours: 1);

        var data = await StatsAsync(query);

        data["by_status"]!["open"]!.ToJsonString().Should().Be($"{count}");
        data["by_day"]!.AsArray().Sum(d => (int)d!["created"]!).Should().Be(count);
    }

    [Fact]
    public async Task Stats_OfADay_CountWhatWasResolvedOnItWheneverItWasCreated()
    {
        await Given("low", hours: 30, "resolved");

        var data = await StatsAsync("?from=2026-01-02&to=2026-01-02");

        data["by_day"]!.ToJsonString().Should().Be("""[{"date":"2026-01-02","created":0,"resolved":1}]""");
        data["by_status"]!["resolved"]!.ToJsonString().Should().Be("0");
        data["time_to"]!["resolve"]!.ToJsonString().Should().Be("""{"count":0}""");
    }

    [Theory]
    [InlineData("?from=yesterday", "from:format")]
    [InlineData("?to=2026-13-01&from=2026-02-30", "to:format from:format")]
    [InlineData("?from=2026-01-01T00:00:00&to=1767225600", "from:format to:format")]
    [InlineData("?from=2026-01-02&to=2026-01-01", "to:range")]
    public async Task Stats_OfNoPeriod_NameTheParameter(string query, string broken)
    {
        using var response = await _analyst.GetAsync(Stats + query);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    private async Task<JsonNode> StatsAsync(string query)
    {
        using var response = await _analyst.GetAsync(Stats + query);
        return await response.DataAsync();
    }

    /// <summary>An incident of now that took each of those steps after that many hours.</summary>
    private async Task<string> Given(string severity, int hours, params string[] steps)
    {
        var id = (string)(await _api.GivenIncident(_tenant, new { title = "t", severity }))["id"]!;
        _clock.Advance(TimeSpan.FromHours(hours));
        foreach (var status in steps)
        {
            await _analyst.HandledAsync(id, new { status });
        }

        return id;
    }
}
