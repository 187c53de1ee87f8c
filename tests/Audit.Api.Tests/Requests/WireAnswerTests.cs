using System.Net;
using System.Text.Json.Nodes;

namespace Audit.Api.Tests.Requests;

/// <summary>There is one representation, and what a caller says to accept changes nothing about it.</summary>
public sealed class WireAnswerTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Json = "application/json; charset=utf-8";
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("Accept", "text/html")]
    [InlineData("Accept", "application/xml;q=1, text/*;q=0.5")]
    [InlineData("Accept", "*/*;q=0")]
    [InlineData("Accept", "application/json;charset=utf-16")]
    [InlineData("Accept", ";;q=x,,/")]
    [InlineData("Accept", "")]
    [InlineData("Accept-Charset", "utf-16")]
    [InlineData("Accept-Encoding", "gzip, br")]
    public async Task Get_WhateverIsAccepted_IsTheSameJson(string header, string value)
    {
        var path = Paths.Incident((string)(await api.GivenIncident(_tenant, new { title = "多账户暴力破解 😀", severity = "high" }))["id"]!);
        var plain = await (await Analyst.GetAsync(path)).DataAsync();

        using var response = await Analyst.CallAsync("GET", path, null, (header, value));

        (await response.DataAsync()).ToJsonString().Should().Be(plain.ToJsonString());
        response.Header("Content-Type").Should().Be(Json);
        response.Content.Headers.ContentEncoding.Should().BeEmpty();
        (await response.Content.ReadAsStringAsync()).Should().Contain("多账户暴力破解 😀");
    }

    [Fact]
    public async Task Create_WhenDone_SaysWhereAndWhichVersion()
    {
        using var response = await Analyst.CallAsync("POST", Paths.Incidents, new { title = "t", severity = "low" }, ("Accept", "text/html"));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Header("Location").Should().Be(Paths.Incident((string)(await response.DataAsync())["id"]!));
        response.Header("ETag").Should().Be("\"1\"");
        response.Header("Content-Type").Should().Be(Json);
    }

    [Fact]
    public async Task Answers_OfEveryShape_AreJson()
    {
        var anomaly = await api.GivenAnomaly(_tenant);
        using var detector = api.Detector(_tenant);
        var calls = new (HttpClient Client, string Method, string Path, object? Body, string Member)[]
        {
            (Analyst, "GET", Paths.Incidents, null, "items"),
            (Analyst, "GET", "/admin/audit/me", null, "data"),
            (Analyst, "GET", "/admin/audit/history/verify", null, "data"),
            (Analyst, "GET", Paths.Incidents + "/stats", null, "data"),
            (Analyst, "POST", $"/admin/audit/anomalies/{anomaly}/link", new { case_id = "case-1" }, "timestamp"),
            (Analyst, "POST", "/admin/audit/anomalies/bulk", new { ids = new[] { anomaly }, comment = "c" }, "results"),
            (detector, "POST", Paths.Batch, """[{"type":"t","severity":"low","description":"d"}]""", "items"),
        };

        foreach (var call in calls)
        {
            using var response = await call.Client.CallAsync(call.Method, call.Path, call.Body, ("Accept", "text/html"));

            response.IsSuccessStatusCode.Should().BeTrue(call.Path);
            response.Header("Content-Type").Should().Be(Json);
            var answer = await response.JsonAsync();
            answer.Members().Take(2).Should().Equal("code", "message");
            answer.Members().Should().Contain(call.Member);
        }
    }

    [Fact]
    public async Task List_OfAHundredLargeThings_IsWhole()
    {
        var descriptions = Enumerable.Range(0, 100).Select(i => $"{i} " + string.Concat(Enumerable.Repeat("多账户暴力破解 😀\"\\\n", 700))).ToList();
        foreach (var description in descriptions)
        {
            await api.GivenIncident(_tenant, new { title = "t", severity = "low", description });
        }

        using var response = await Analyst.GetAsync(Paths.Incidents + "?page_size=100");

        var items = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync())!["items"]!.AsArray();
        items.Select(i => (string)i!["description"]!).Should().BeEquivalentTo(descriptions);
        (await response.Content.ReadAsByteArrayAsync()).Length.Should().BeGreaterThan(2 * 1024 * 1024);
    }
}
