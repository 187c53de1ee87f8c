using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class ReportBatchTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Detector => field ??= api.Detector(_tenant);

    public void Dispose() => Detector.Dispose();

    [Fact]
    public async Task Report_WithNewAndKnownOnes_AnswersInTheOrderSent()
    {
        var known = await api.GivenAnomaly(_tenant, Report("b"));
        using var analyst = api.Analyst(_tenant);
        (await analyst.MoveAsync(known, new { status = "dismissed" })).Dispose();

        using var response = await BatchAsync(Report("a"), Report("b"), Report(null), Report("c"), Report(" a "), Report(null), Report("b"));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        var answer = await response.JsonAsync();
        answer.Members().Should().BeEquivalentTo("code", "message", "items", "created", "existing", "timestamp");
        answer["code"]!.ToJsonString().Should().Be("0");
        ((int)answer["created"]!).Should().Be(4);
        ((int)answer["existing"]!).Should().Be(3);
        var items = answer["items"]!.AsArray();
        items.Select(i => (string?)i!["external_id"]).Should().Equal("a", "b", null, "c", "a", null, "b");
        items.Select(i => (string)i!["status"]!).Should().Equal("open", "dismissed", "open", "open", "open", "open", "dismissed");
        var ids = answer.Ids();
        ids[1].Should().Be(known);
        ids[6].Should().Be(known);
        ids[4].Should().Be(ids[0]);
        ids.Distinct(StringComparer.Ordinal).Should().HaveCount(5);
        items[2]!.Members().Should().BeEquivalentTo("id", "status");
        StoreFile.Count(api.DatabaseFile, "anomalies", _tenant).Should().Be(5);
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Report_WhenAnExternalIdIsRepeated_KeepsTheFirst()
    {
        using var response = await BatchAsync(Report("a", "first"), Report("a", "second"));

        using var analyst = api.Analyst(_tenant);
        using var anomaly = await analyst.MoveAsync((await response.JsonAsync()).Ids()[0], new { status = "open" });
        ((string)(await anomaly.DataAsync())["description"]!).Should().Be("first");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Report_WithinTheLimit_TakesAllIn(int count)
    {
        using var response = await BatchAsync([.. Enumerable.Range(1, count).Select(i => Report($"det-{i}"))]);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        var answer = await response.JsonAsync();
        ((int)answer["created"]!).Should().Be(count);
        answer["items"]!.AsArray().Select(i => (string)i!["external_id"]!).Should().Equal(Enumerable.Range(1, count).Select(i => $"det-{i}"));
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(count).And.Subject.As<IReadOnlyList<SortedDictionary<string, object>>>().ShouldBeOneChain();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task Report_WithNoneOrTooMany_NamesTheBody(int count)
    {
        using var response = await BatchAsync([.. Enumerable.Range(0, count).Select(_ => Report(null))]);

        await ShouldBeRefused(response, "body:range");
    }

    [Theory]
    [InlineData("[null]", "[0]:required")]
    [InlineData("[5]", "[0]:format")]
    [InlineData("""["a",{"type":"t","severity":"low","description":"d"},[],true,null]""", "[0]:format [2]:format [3]:format [4]:required")]
    [InlineData("[{}]", "[0].type:required [0].severity:required [0].description:required")]
    [InlineData("""[{"type":"t","severity":"low","description":"d"},{"type":"t","severity":"urgent","description":"d"}]""", "[1].severity:enum")]
    [InlineData("""[{"type":"t","severity":"low","description":"d","event_ids":["a","a"]},{"type":5,"severity":"low","description":"d","detected_at":"x"}]""", "[0].event_ids[1]:duplicate [1].type:format [1].detected_at:format")]
    [InlineData("""[{"type":"t","severity":"low","description":"d","type":"u"}]""", "[0].type:format")]
    [InlineData("""[{"type":"t","severity":"low","description":"d"},{"type":"t","severity":"low","description":"d","x":{"y":1,"y":2}}]""", "[1].x.y:format")]
    public async Task Report_WhenOneIsBroken_TakesInNone(string body, string broken)
    {
        using var response = await Detector.CallAsync("POST", Paths.Batch, body);

        await ShouldBeRefused(response, broken.Split(' '));
    }

    [Fact]
    public async Task Report_WhenAFarOneIsBroken_NamesItByItsPlace()
    {
        var reports = Enumerable.Range(0, 1000).Select(i => Report($"det-{i}")).ToArray();
        reports[17] = Report("det-17", severity: "urgent");
        reports[999] = Report(TextLimits.Of(Script.Ascii, 129));

        using var response = await BatchAsync(reports);

        await ShouldBeRefused(response, "[17].severity:enum", "[999].external_id:max_length");
    }

    [Fact]
    public async Task Report_OfTheSameByManyAtOnce_IsOneAnomalyEach()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => BatchAsync(Report("a"), Report("b"), Report($"own-{i}"))));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.Created);
        var answers = await Task.WhenAll(responses.Select(r => r.JsonAsync()));
        answers.Sum(a => (int)a["created"]!).Should().Be(12);
        answers.Sum(a => (int)a["existing"]!).Should().Be(18);
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(12);
    }

    [Fact]
    public async Task Report_WithAnIdempotencyKey_IsNoReplay()
    {
        var body = JsonSerializer.Serialize(new[] { Report(null) });

        using var first = await Detector.CallAsync("POST", Paths.Batch, body, ("Idempotency-Key", "k"));
        using var second = await Detector.CallAsync("POST", Paths.Batch, body, ("Idempotency-Key", "k"));

        second.StatusCode.Should().Be(HttpStatusCode.Created);
        second.Header("Idempotency-Replayed").Should().BeNull();
        (await second.JsonAsync()).Ids().Should().NotEqual((await first.JsonAsync()).Ids());
    }

    private static JsonNode Report(string? externalId, string description = "d", string severity = "low")
    {
        var report = new JsonObject { ["type"] = "t", ["severity"] = severity, ["description"] = description };
        if (externalId is not null)
        {
            report["external_id"] = externalId;
        }

        return report;
    }

    private Task<HttpResponseMessage> BatchAsync(params JsonNode[] reports) => Detector.CallAsync("POST", Paths.Batch, new JsonArray(reports).ToJsonString());

    private async Task ShouldBeRefused(HttpResponseMessage response, params string[] broken)
    {
        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken);
        StoreFile.Count(api.DatabaseFile, "anomalies", _tenant).Should().Be(0);
        StoreFile.Count(api.DatabaseFile, "history", _tenant).Should().Be(0);
    }
}
