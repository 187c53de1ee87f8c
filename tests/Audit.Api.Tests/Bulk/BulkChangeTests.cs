using System.Net;
using Audit.Api.Tests.Incidents;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Bulk;

public sealed class BulkChangeTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData(Thing.Incident, """{"status":"resolved"}""", "status", "resolved", "status_changed")]
    [InlineData(Thing.Incident, """{"assignee":" usr_a "}""", "assignee", "usr_a", "assigned")]
    [InlineData(Thing.Incident, """{"comment":"seen"}""", "comments", null, "commented")]
    [InlineData(Thing.Anomaly, """{"status":"Dismissed"}""", "status", "dismissed", "status_changed")]
    [InlineData(Thing.Anomaly, """{"assignee":"usr_a"}""", "assignee", "usr_a", "assigned")]
    [InlineData(Thing.Anomaly, """{"comment":"seen"}""", "comments", null, "commented")]
    public async Task Change_OfThree_IsDoneToEachInTheOrderSent(Thing kind, string change, string member, string? value, string action)
    {
        var ids = await api.GivenMany(_tenant, kind, 3);
        ids.Reverse();

        using var response = await Analyst.ChangeAsync(kind, ids, change);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var answer = await response.JsonAsync();
        answer.Members().Should().BeEquivalentTo("code", "message", "results", "timestamp");
        answer["code"]!.ToJsonString().Should().Be("0");
        answer.Results().Should().Equal(ids.Select(id => $"{id} ok 2"));
        answer["results"]!.AsArray().Should().OnlyContain(r => r!.Members().SequenceEqual(new[] { "id", "ok", "version" }));
        response.Header("ETag").Should().BeNull();
        foreach (var id in ids)
        {
            using var read = await Analyst.GetAsync(WriteOperations.PathOf(kind, id));
            read.Header("ETag").Should().Be("\"2\"");
            var shown = (await read.DataAsync())[member]!;
            (value is null ? (string)shown[0]!["content"]! : (string)shown!).Should().Be(value ?? "seen");
        }

        var history = StoreFile.History(api.DatabaseFile, _tenant);
        history.ShouldBeOneChain();
        history.Skip(3).Select(e => $"{e["subject_id"]} {e["action"]}").Should().Equal(ids.Select(id => $"{id} {action}"));
        history.Skip(3).Select(e => e["request_id"]).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Change_WithTheStatusAndItsReason_TellsItOfEach()
    {
        var (incident, anomaly) = (await api.GivenNew(_tenant, Thing.Incident), await api.GivenNew(_tenant, Thing.Anomaly));

        using var incidents = await Analyst.ChangeAsync(
            Thing.Incident, [incident], """{"status":"resolved","resolution":"duplicate","duplicate_of":"case-1","resolution_note":"same again","cascade":false}""");
        using var anomalies = await Analyst.ChangeAsync(Thing.Anomaly, [anomaly], """{"status":"false_positive","reason":"announced"}""");

        var data = await Analyst.FetchAsync(incident);
        new[] { "status", "resolution", "duplicate_of", "resolution_note" }.Select(m => (string)data[m]!).Should().Equal("resolved", "duplicate", "case-1", "same again");
        var reviewed = await Analyst.FetchAnomalyAsync(anomaly);
        new[] { "status", "reason" }.Select(m => (string)reviewed[m]!).Should().Equal("dismissed", "announced");
    }

    [Fact]
    public async Task Change_WithCascade_TakesTheAnomaliesWithEachIncident()
    {
        var anomalies = await api.GivenMany(_tenant, Thing.Anomaly, 2);
        var incidents = new List<string>();
        foreach (var anomaly in anomalies)
        {
            incidents.Add((string)(await api.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = new[] { anomaly } }))["id"]!);
        }

        using var response = await Analyst.ChangeAsync(Thing.Incident, incidents, """{"status":"resolved","cascade":true}""");

        foreach (var anomaly in anomalies)
        {
            ((string)(await Analyst.FetchAnomalyAsync(anomaly))["status"]!).Should().Be("resolved");
        }
    }

    [Theory]
    [InlineData(Thing.Incident)]
    [InlineData(Thing.Anomaly)]
    public async Task Change_ToNobody_UnassignsEach(Thing kind)
    {
        var ids = await api.GivenMany(_tenant, kind, 2);
        (await Analyst.ChangeAsync(kind, ids, """{"assignee":"usr_a"}""")).Dispose();

        using var response = await Analyst.ChangeAsync(kind, ids, """{"assignee":null}""");

        (await response.JsonAsync()).Results().Should().Equal(ids.Select(id => $"{id} ok 3"));
        using var read = await Analyst.GetAsync(WriteOperations.PathOf(kind, ids[0]));
        (await read.DataAsync()).Members().Should().NotContain("assignee");
    }

    [Theory]
    [InlineData(Thing.Incident)]
    [InlineData(Thing.Anomaly)]
    public async Task Change_ToWhatTheyAreAlready_IsNoErrorAndNoChange(Thing kind)
    {
        var ids = await api.GivenMany(_tenant, kind, 2);

        using var response = await Analyst.ChangeAsync(kind, ids, """{"status":"open"}""");

        (await response.JsonAsync()).Results().Should().Equal(ids.Select(id => $"{id} ok 1"));
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Theory]
    [InlineData(Thing.Incident)]
    [InlineData(Thing.Anomaly)]
    public async Task Change_WithHeadersOfSingleWrites_LooksAtNone(Thing kind)
    {
        var ids = await api.GivenMany(_tenant, kind, 1);
        (string, string)[] headers = [("Idempotency-Key", "a b"), ("If-Match", "\"99\"")];

        using var first = await Analyst.ChangeAsync(kind, ids, """{"comment":"twice"}""", headers);
        using var second = await Analyst.ChangeAsync(kind, ids, """{"comment":"twice"}""", headers);

        (await first.JsonAsync()).Results().Should().Equal($"{ids[0]} ok 2");
        (await second.JsonAsync()).Results().Should().Equal($"{ids[0]} ok 3");
        second.Header("Idempotency-Replayed").Should().BeNull();
    }

    [Theory]
    [InlineData(Thing.Incident)]
    [InlineData(Thing.Anomaly)]
    public async Task Change_OfAHundred_IsDoneToAll(Thing kind)
    {
        var id = await api.GivenNew(_tenant, kind);
        var ids = Enumerable.Range(0, 99).Select(i => $"unknown-{i}").Append(id).ToList();

        using var response = await Analyst.ChangeAsync(kind, ids, """{"comment":"c"}""");

        var results = (await response.JsonAsync()).Results();
        results.Should().HaveCount(100).And.EndWith($"{id} ok 2");
        results.Take(99).Should().OnlyContain(r => r.EndsWith("_not_found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_ByManyAtOnce_LosesNoComment()
    {
        var ids = await api.GivenMany(_tenant, Thing.Incident, 3);

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Analyst.ChangeAsync(Thing.Incident, ids, """{"comment":"c"}""")));

        foreach (var response in responses)
        {
            (await response.JsonAsync()).Results().Should().OnlyContain(r => r.Contains(" ok "));
        }

        foreach (var id in ids)
        {
            (await Analyst.FetchAsync(id))["comments"]!.AsArray().Should().HaveCount(8);
        }

        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }
}
