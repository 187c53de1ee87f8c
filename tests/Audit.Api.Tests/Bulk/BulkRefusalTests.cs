using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Incidents;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Bulk;

/// <summary>What one is refused for is told of that one, and the others are changed.</summary>
public sealed class BulkRefusalTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Change_WhenSomeMayNot_IsDoneToTheOthers()
    {
        var (open, closed, resolved) = (await api.GivenIncidentIn(_tenant, "open"), await api.GivenIncidentIn(_tenant, "closed"), await api.GivenIncidentIn(_tenant, "resolved"));
        var theirs = (string)(await api.GivenIncident(Tenants.Fresh()))["id"]!;
        var anomaly = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.ChangeAsync(Thing.Incident, [closed, theirs, open, "x", anomaly, resolved], """{"status":"investigating"}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.JsonAsync()).Results().Should().Equal(
            $"{closed} no error.transition_refused",
            $"{theirs} no error.incident_not_found",
            $"{open} ok 2",
            "x no error.incident_not_found",
            $"{anomaly} no error.incident_not_found",
            $"{resolved} ok 3");
        (await Analyst.FetchAsync(closed))["version"]!.ToJsonString().Should().Be("3");
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Change_OfAClosedOne_IsRefusedForThatOne()
    {
        var (closed, open) = (await api.GivenIncidentIn(_tenant, "closed"), await api.GivenIncidentIn(_tenant, "open"));

        using var assigned = await Analyst.ChangeAsync(Thing.Incident, [closed, open], """{"assignee":"usr_a"}""");
        using var commented = await Analyst.ChangeAsync(Thing.Incident, [closed, open], """{"comment":"c"}""");

        (await assigned.JsonAsync()).Results().Should().Equal($"{closed} no error.incident_closed", $"{open} ok 2");
        (await commented.JsonAsync()).Results().Should().Equal($"{closed} ok 4", $"{open} ok 3");
    }

    [Fact]
    public async Task Close_StrictlyWithoutResolution_IsRefusedForThoseWithoutOne()
    {
        var (without, with) = (await api.GivenIncidentIn(_tenant, "resolved"), await api.GivenIncidentIn(_tenant, "open"));
        await Analyst.HandledAsync(with, new { status = "resolved", resolution = "benign" });

        using var strict = await Analyst.ChangeAsync(Thing.Incident, [without, with], """{"status":"closed"}""", ("Prefer", "handling=strict"));

        var answer = await strict.JsonAsync();
        answer.Results().Should().Equal($"{without} no error.invalid_request", $"{with} ok 3");
        answer["results"]![0]!["problem"]!.Broken().Should().Equal("resolution:required");
        ((string)(await Analyst.FetchAsync(without))["status"]!).Should().Be("resolved");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Problem_OfOneOfMany_IsTheOneThatItWouldGetAlone(string language)
    {
        var closed = await api.GivenIncidentIn(_tenant, "closed");
        (string, string)[] headers = [("Accept-Language", language), ("X-Request-Id", "same")];
        using var moved = await Analyst.HandleAsync(closed, new { status = "open" }, headers);
        using var unknown = await Analyst.HandleAsync(Paths.UnknownIncident, new { status = "open" }, headers);

        using var response = await Analyst.ChangeAsync(Thing.Incident, [closed, Paths.UnknownIncident], """{"status":"open"}""", headers);

        var results = (await response.JsonAsync())["results"]!;
        results.AsArray().Should().OnlyContain(r => r!.Members().SequenceEqual(new[] { "id", "ok", "problem" }));
        results.AsArray().Should().OnlyContain(r => (string)r!["problem"]!["instance"]! == "/admin/audit/incidents/bulk");
        ((string)results[0]!["problem"]!["title"]!).Should().Be(language == "en" ? "Status transition not allowed" : "不允许的状态流转");
        Comparable(results[0]!["problem"]!).Should().Be(Comparable(await moved.JsonAsync()));
        Comparable(results[1]!["problem"]!).Should().Be(Comparable(await unknown.JsonAsync()));
        response.Header("Content-Type").Should().Be("application/json; charset=utf-8");
        response.Header("Content-Language").Should().Be(language == "en" ? "en" : "zh-CN");
    }

    [Fact]
    public async Task Change_OfAnomaliesWhereSomeMayNot_IsDoneToTheOthers()
    {
        var ids = await api.GivenMany(_tenant, Thing.Anomaly, 2);
        (await Analyst.MoveAsync(ids[0], new { status = "resolved" })).Dispose();
        var incident = await api.GivenIncidentIn(_tenant, "open");

        using var response = await Analyst.ChangeAsync(Thing.Anomaly, [.. ids, incident], """{"status":"acknowledged"}""");

        (await response.JsonAsync()).Results().Should().Equal($"{ids[0]} no error.transition_refused", $"{ids[1]} ok 2", $"{incident} no error.anomaly_not_found");
    }

    private static string Comparable(JsonNode problem)
    {
        foreach (var own in new[] { "timestamp", "trace_id", "span_id", "instance" })
        {
            problem.AsObject().Remove(own).Should().BeTrue();
        }

        return problem.ToJsonString();
    }
}
