using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class IncidentFieldRulesTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public static TheoryData<string, Script, int, bool> Texts { get; } = TextLimits.Rows(("title", 200), ("description", 10_000), ("assignee", 128));

    public static TheoryData<string, Script, int, bool> Ids { get; } = TextLimits.Rows(("source_anomaly_ids", 128), ("related_evidence_ids", 128));

    public static TheoryData<string> Refused => TextLimits.Refused;

    public static TheoryData<string> Accepted => TextLimits.Accepted;

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Create_WithTextAroundItsLimit_CountsUnicodeScalarValues(string member, Script script, int length, bool accepted)
    {
        var text = TextLimits.Of(script, length);
        var body = new JsonObject { ["title"] = "t", ["severity"] = "low", [member] = text };

        using var response = await Analyst.OpenAsync(body.ToJsonString());

        if (accepted)
        {
            ((string)(await response.DataAsync())[member]!).Should().Be(text);
        }
        else
        {
            await ShouldBeRefused(response, $"{member}:max_length");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Create_WithAnIdAroundItsLimit_CountsUnicodeScalarValues(string member, Script script, int length, bool accepted)
    {
        var id = TextLimits.Of(script, length);
        var body = new JsonObject { ["title"] = "t", ["severity"] = "low", [member] = new JsonArray("first", id) };

        using var response = await Analyst.OpenAsync(body.ToJsonString());

        if (accepted)
        {
            ((string)(await response.DataAsync())[member]![1]!).Should().Be(id);
        }
        else
        {
            await ShouldBeRefused(response, $"{member}[1]:max_length");
        }
    }

    [Theory]
    [InlineData("source_anomaly_ids", 500, true)]
    [InlineData("source_anomaly_ids", 501, false)]
    [InlineData("related_evidence_ids", 500, true)]
    [InlineData("related_evidence_ids", 501, false)]
    public async Task Create_WithManyIds_TakesFiveHundred(string member, int count, bool accepted)
    {
        var ids = Enumerable.Range(1, count).Select(i => TextLimits.Of(Script.Ascii, 128, i)).ToArray();
        var body = new Dictionary<string, object>(StringComparer.Ordinal) { ["title"] = "t", ["severity"] = "low", [member] = ids };

        using var response = await Analyst.OpenAsync(JsonSerializer.Serialize(body));

        if (accepted)
        {
            (await response.DataAsync())[member]!.AsArray().Select(i => (string)i!).Should().Equal(ids);
        }
        else
        {
            await ShouldBeRefused(response, $"{member}:max_length");
        }
    }

    [Theory]
    [InlineData("source_anomaly_ids", """["a","b","a"]""", "[2]:duplicate")]
    [InlineData("source_anomaly_ids", """["a"," a\t"]""", "[1]:duplicate")]
    [InlineData("related_evidence_ids", """["a","a","a"]""", "[1]:duplicate [2]:duplicate")]
    [InlineData("related_evidence_ids", """["a",""]""", "[1]:required")]
    [InlineData("related_evidence_ids", """[" ","a",null,"\u3000"]""", "[0]:required [2]:required [3]:required")]
    [InlineData("source_anomaly_ids", """[1,"a",{},[],true,"a"]""", "[0]:format [2]:format [3]:format [4]:format [5]:duplicate")]
    [InlineData("source_anomaly_ids", """[["a"]]""", "[0]:format")]
    public async Task Create_WithIdsThatAreNone_NamesEachByItsPlace(string member, string ids, string broken)
    {
        using var response = await Analyst.OpenAsync($$"""{"title":"t","severity":"low","{{member}}":{{ids}}}""");

        await ShouldBeRefused(response, [.. broken.Split(' ').Select(b => member + b)]);
    }

    [Fact]
    public async Task Create_WithIdsThatDifferInLetterCase_TakesBoth()
    {
        using var response = await Analyst.OpenAsync("""{"title":"t","severity":"low","related_evidence_ids":["a","A"]}""");

        (await response.DataAsync())["related_evidence_ids"]!.ToJsonString().Should().Be("""["a","A"]""");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Create_WithCharactersThatAreNoText_NamesEachField(string json)
    {
        using var response = await Analyst.OpenAsync(
            $$"""{"title":"{{json}}","severity":"low","description":"x{{json}}","assignee":"x{{json}}x","source_anomaly_ids":["x{{json}}x"],"related_evidence_ids":["a","x{{json}}x"]}""");

        await ShouldBeRefused(response, "title:format", "description:format", "assignee:format", "source_anomaly_ids[0]:format", "related_evidence_ids[1]:format");
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Create_WithUnusualCharacters_KeepsThem(string json)
    {
        using var response = await Analyst.OpenAsync($$"""{"title":"x{{json}}x","severity":"low","description":"x{{json}}x","assignee":"x{{json}}x","related_evidence_ids":["x{{json}}x"]}""");

        var data = await response.DataAsync();
        var text = JsonSerializer.Deserialize<string>($"\"x{json}x\"");
        ((string)data["title"]!).Should().Be(text);
        ((string)data["description"]!).Should().Be(text);
        ((string)data["assignee"]!).Should().Be(text);
        ((string)data["related_evidence_ids"]![0]!).Should().Be(text);
    }

    [Theory]
    [InlineData("{}", "title:required severity:required")]
    [InlineData("""{"title":null,"severity":null}""", "title:required severity:required")]
    [InlineData("""{"title":"","severity":" "}""", "title:required severity:required")]
    [InlineData("""{"title":" \t\n\u3000","severity":"low"}""", "title:required")]
    [InlineData("""{"Title":"t","SEVERITY":"low"}""", "title:required severity:required")]
    [InlineData("""{"title":"t","severity":"urgent"}""", "severity:enum")]
    [InlineData("""{"title":"t","severity":"4"}""", "severity:enum")]
    [InlineData("""{"title":"t","severity":"low,high"}""", "severity:enum")]
    [InlineData("""{"title":"t","severity":"lo\u0000w"}""", "severity:enum")]
    [InlineData("""{"title":"t","severity":"\ud800"}""", "severity:format")]
    [InlineData("""{"title":5,"severity":4}""", "title:format severity:format")]
    [InlineData("""{"title":true,"severity":false}""", "title:format severity:format")]
    [InlineData("""{"title":{"a":1},"severity":["low"]}""", "title:format severity:format")]
    [InlineData("""{"title":"t","severity":"low","description":1.5,"assignee":{}}""", "description:format assignee:format")]
    [InlineData("""{"title":"t","severity":"low","source_anomaly_ids":"a","related_evidence_ids":{"0":"a"}}""", "source_anomaly_ids:format related_evidence_ids:format")]
    [InlineData("""{"title":"t","severity":"low","source_anomaly_ids":5,"related_evidence_ids":false}""", "source_anomaly_ids:format related_evidence_ids:format")]
    [InlineData("""{"title":"a","severity":"low","title":"b"}""", "title:format")]
    [InlineData("""{"title":"a","severity":"low","t\u0069tle":"a"}""", "title:format")]
    [InlineData("""{"title":"a","severity":"low","title":null}""", "title:format")]
    [InlineData("""{"title":"a","severity":"low","title":{"title":1}}""", "title:format")]
    [InlineData("""{"title":"a","severity":"low","title":"b","title":"c"}""", "title:format")]
    [InlineData("""{"title":"a","severity":"low","x":1,"x":2}""", "x:format")]
    [InlineData("""{"title":"a","severity":"low","x":{"y":[{"z":1,"z":2}]}}""", "x.y[0].z:format")]
    public async Task Create_WithBrokenMembers_NamesEveryOne(string body, string broken)
    {
        using var response = await Analyst.OpenAsync(body);

        await ShouldBeRefused(response, broken.Split(' '));
    }

    [Fact]
    public async Task Create_WithEveryMemberBroken_NamesAllAtOnce()
    {
        var body = new JsonObject
        {
            ["title"] = TextLimits.Of(Script.Astral, 201),
            ["severity"] = "urgent",
            ["description"] = TextLimits.Of(Script.Combining, 10_001),
            ["assignee"] = 7,
            ["source_anomaly_ids"] = new JsonArray("a", "a", 1, null, ""),
            ["related_evidence_ids"] = new JsonArray(TextLimits.Of(Script.Ascii, 129), "\u0001"),
        };

        using var response = await Analyst.OpenAsync(body.ToJsonString());

        await ShouldBeRefused(
            response,
            "title:max_length",
            "severity:enum",
            "description:max_length",
            "assignee:format",
            "source_anomaly_ids[1]:duplicate",
            "source_anomaly_ids[2]:format",
            "source_anomaly_ids[3]:required",
            "source_anomaly_ids[4]:required",
            "related_evidence_ids[0]:max_length",
            "related_evidence_ids[1]:format");
    }

    [Fact]
    public async Task Create_WithThousandsOfBrokenMembers_AnswersWithinBounds()
    {
        var members = string.Join(',', Enumerable.Range(0, 50_000).Select(_ => "1"));

        using var response = await Analyst.OpenAsync($$"""{"title":"t","severity":"low","related_evidence_ids":[{{members}}]}""");

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem["errors"]!.AsArray().Count.Should().BeInRange(1, 2000);
    }

    private async Task ShouldBeRefused(HttpResponseMessage response, params string[] broken)
    {
        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem.Broken().Should().BeEquivalentTo(broken);
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(0);
        StoreFile.Count(api.DatabaseFile, "history", _tenant).Should().Be(0);
    }
}
