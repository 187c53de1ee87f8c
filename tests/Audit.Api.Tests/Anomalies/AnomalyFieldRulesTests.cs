using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class AnomalyFieldRulesTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Detector => field ??= api.Detector(_tenant);

    public static TheoryData<string, Script, int, bool> Texts { get; } =
        TextLimits.Rows(("type", 64), ("description", 10_000), ("user_id", 128), ("mitre_tactic", 128), ("external_id", 128));

    public static TheoryData<string, Script, int, bool> EventIds { get; } = TextLimits.Rows(("event_ids", 128));

    public static TheoryData<string, Script, int, bool> Assignees { get; } = TextLimits.Rows(("assignee", 128));

    public static TheoryData<string> Refused => TextLimits.Refused;

    public static TheoryData<string> Accepted => TextLimits.Accepted;

    public void Dispose() => Detector.Dispose();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Report_WithTextAroundItsLimit_CountsUnicodeScalarValues(string member, Script script, int length, bool accepted)
    {
        var text = TextLimits.Of(script, length);
        var body = new JsonObject { ["type"] = "t", ["severity"] = "low", ["description"] = "d", [member] = text };

        using var response = await Detector.ReportAsync(body.ToJsonString());

        await ShouldBe(response, accepted, $"{member}:max_length");
        if (accepted)
        {
            ((string)(await Anomaly((await response.DataAsync())["id"]!))[member]!).Should().Be(text);
        }
    }

    [Theory]
    [MemberData(nameof(EventIds))]
    public async Task Report_WithAnEventIdAroundItsLimit_CountsUnicodeScalarValues(string member, Script script, int length, bool accepted)
    {
        var body = new JsonObject { ["type"] = "t", ["severity"] = "low", ["description"] = "d", [member] = new JsonArray(TextLimits.Of(script, length)) };

        using var response = await Detector.ReportAsync(body.ToJsonString());

        await ShouldBe(response, accepted, $"{member}[0]:max_length");
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task Report_WithManyEvents_TakesFiveHundred(int count, bool accepted)
    {
        using var response = await Detector.ReportAsync(new { type = "t", severity = "low", description = "d", event_ids = Enumerable.Range(1, count).Select(i => $"evt-{i}") });

        await ShouldBe(response, accepted, "event_ids:max_length");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Report_WithCharactersThatAreNoText_NamesEachField(string json)
    {
        var text = $"x{json}x";

        using var response = await Detector.ReportAsync(
            $$"""{"type":"{{text}}","severity":"low","description":"{{text}}","user_id":"{{text}}","mitre_tactic":"{{text}}","external_id":"{{text}}","event_ids":["a","{{text}}"]}""");

        await ShouldBe(response, false, "type:format", "description:format", "user_id:format", "mitre_tactic:format", "external_id:format", "event_ids[1]:format");
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Report_WithUnusualCharacters_KeepsThem(string json)
    {
        var sent = $"x{json}x";

        using var response = await Detector.ReportAsync($$"""{"type":"{{sent}}","severity":"low","description":"{{sent}}","user_id":"{{sent}}","external_id":"{{sent}}","event_ids":["{{sent}}"]}""");

        var data = await response.DataAsync();
        var text = JsonSerializer.Deserialize<string>($"\"{sent}\"");
        ((string)data["external_id"]!).Should().Be(text);
        var anomaly = await Anomaly(data["id"]!);
        ((string)anomaly["type"]!).Should().Be(text);
        ((string)anomaly["user_id"]!).Should().Be(text);
        ((string)anomaly["event_ids"]![0]!).Should().Be(text);
    }

    [Theory]
    [InlineData("{}", "type:required severity:required description:required")]
    [InlineData("""{"type":" ","severity":"","description":"\n\t"}""", "type:required severity:required description:required")]
    [InlineData("""{"type":1,"severity":2,"description":3,"user_id":4,"event_ids":5,"mitre_tactic":6,"detected_at":"7","external_id":8}""", "type:format severity:format description:format user_id:format event_ids:format mitre_tactic:format detected_at:format external_id:format")]
    [InlineData("""{"type":[],"severity":{},"description":true,"user_id":false,"event_ids":{},"mitre_tactic":[1],"detected_at":[],"external_id":{"a":1}}""", "type:format severity:format description:format user_id:format event_ids:format mitre_tactic:format detected_at:format external_id:format")]
    [InlineData("""{"type":"t","severity":"info","description":"d","event_ids":["","a","a",7]}""", "severity:enum event_ids[0]:required event_ids[2]:duplicate event_ids[3]:format")]
    [InlineData("""{"type":"t","severity":"low","description":"d","detected_at":1.5}""", "detected_at:format")]
    [InlineData("""{"type":"t","severity":"low","description":"d","detected_at":1e3}""", "detected_at:format")]
    [InlineData("""{"type":"t","severity":"low","description":"d","detected_at":true}""", "detected_at:format")]
    [InlineData("""{"type":"t","severity":"low","description":"d","detected_at":"2026-01-01T00:00:00Z"}""", "detected_at:format")]
    [InlineData("""{"type":"t","severity":"low","description":"d","detected_at":9223372036854775808}""", "detected_at:range")]
    [InlineData("""{"type":"t","severity":"low","description":"d","detected_at":-99999999999999999999999}""", "detected_at:range")]
    [InlineData("""{"type":"t","severity":"low","description":"d","detected_at":1,"detected_at":1}""", "detected_at:format")]
    public async Task Report_WithBrokenMembers_NamesEveryOne(string body, string broken)
    {
        using var response = await Detector.ReportAsync(body);

        await ShouldBe(response, false, broken.Split(' '));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("-0")]
    public async Task Report_WithANumberThatIsWhole_TakesItIn(string detectedAt)
    {
        using var response = await Detector.ReportAsync($$"""{"type":"t","severity":"low","description":"d","detected_at":{{detectedAt}}}""");

        await ShouldBe(response, true);
    }

    [Theory]
    [MemberData(nameof(Assignees))]
    public async Task Move_WithAnAssigneeAroundTheLimit_CountsUnicodeScalarValues(string member, Script script, int length, bool accepted)
    {
        var id = await api.GivenAnomaly(_tenant);
        using var analyst = api.Analyst(_tenant);
        var assignee = TextLimits.Of(script, length);

        using var response = await analyst.MoveAsync(id, new JsonObject { ["status"] = "open", [member] = assignee }.ToJsonString());

        if (accepted)
        {
            ((string)(await response.DataAsync())[member]!).Should().Be(assignee);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("assignee:max_length");
        }
    }

    [Theory]
    [InlineData("{}", "status:required")]
    [InlineData("""{"status":null,"assignee":null}""", "status:required")]
    [InlineData("""{"status":"  "}""", "status:required")]
    [InlineData("""{"status":"closed"}""", "status:enum")]
    [InlineData("""{"status":"contained"}""", "status:enum")]
    [InlineData("""{"status":"falsepositive"}""", "status:enum")]
    [InlineData("""{"status":"0"}""", "status:enum")]
    [InlineData("""{"status":0}""", "status:format")]
    [InlineData("""{"status":"open","status":"open"}""", "status:format")]
    [InlineData("""{"status":["open"],"assignee":5}""", "status:format assignee:format")]
    [InlineData("""{"status":"x","assignee":"a\u0000b"}""", "status:enum assignee:format")]
    [InlineData("""{"status":"open","assignee":"\ud800"}""", "assignee:format")]
    public async Task Move_WithBrokenMembers_NamesEveryOneAndChangesNothing(string body, string broken)
    {
        var id = await api.GivenAnomaly(_tenant);
        using var analyst = api.Analyst(_tenant);

        using var response = await analyst.MoveAsync(id, body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    private async Task ShouldBe(HttpResponseMessage response, bool accepted, params string[] broken)
    {
        if (accepted)
        {
            response.StatusCode.Should().Be(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
            return;
        }

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken);
        StoreFile.Count(api.DatabaseFile, "anomalies", _tenant).Should().Be(0);
        StoreFile.Count(api.DatabaseFile, "history", _tenant).Should().Be(0);
    }

    private async Task<JsonNode> Anomaly(JsonNode id)
    {
        using var analyst = api.Analyst(_tenant);
        using var response = await analyst.MoveAsync((string)id!, new { status = "open" });
        return await response.DataAsync();
    }
}
