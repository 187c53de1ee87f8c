using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class CreateIncidentTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Time = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$";
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Create_WithEveryMember_AnswersAllOfThem()
    {
        using var response = await Analyst.OpenAsync(new
        {
            title = "Multi-account brute force",
            severity = "critical",
            description = "Multiple tenant accounts under brute force attack",
            assignee = "analyst-001",
            related_evidence_ids = new[] { "evt-1", "evt-2" },
            source_anomaly_ids = new[] { "ano-1" },
        });

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        var answer = await response.JsonAsync();
        answer.Members().Should().BeEquivalentTo("code", "message", "data", "timestamp");
        answer["code"]!.ToJsonString().Should().Be("0");
        ((string)answer["message"]!).Should().Be("success");
        ((string)answer["timestamp"]!).Should().MatchRegex(Time);
        var data = answer["data"]!;
        data.Members().Should().BeEquivalentTo(
            "id", "tenant_id", "title", "description", "severity", "status", "allowed_transitions", "assignee", "source_anomaly_ids", "related_evidence_ids",
            "comments", "created_at", "updated_at", "reopened_count", "version");
        var id = (string)data["id"]!;
        id.Should().MatchRegex("^inc_[0-7][0-9a-hjkmnp-tv-z]{25}$");
        ((string)data["tenant_id"]!).Should().Be(_tenant);
        ((string)data["title"]!).Should().Be("Multi-account brute force");
        ((string)data["description"]!).Should().Be("Multiple tenant accounts under brute force attack");
        ((string)data["severity"]!).Should().Be("critical");
        ((string)data["status"]!).Should().Be("open");
        ((string)data["assignee"]!).Should().Be("analyst-001");
        data["source_anomaly_ids"]!.ToJsonString().Should().Be("""["ano-1"]""");
        data["related_evidence_ids"]!.ToJsonString().Should().Be("""["evt-1","evt-2"]""");
        ((string)data["created_at"]!).Should().MatchRegex(Time);
        ((string)data["updated_at"]!).Should().Be((string)data["created_at"]!);
        data["allowed_transitions"]!.ToJsonString().Should().Be("""["investigating","contained","resolved"]""");
        data["version"]!.ToJsonString().Should().Be("1");
        response.Header("ETag").Should().Be("\"1\"");
        response.Header("Location").Should().Be(Paths.Incident(id));
        response.Header("Content-Type").Should().Be("application/json; charset=utf-8");
    }

    [Fact]
    public async Task Create_WithRequiredMembersOnly_LeavesTheOthersOutAndListsEmpty()
    {
        using var response = await Analyst.OpenAsync(new { title = "t", severity = "low" });

        var data = await response.DataAsync();
        data.Members().Should().BeEquivalentTo(
            "id", "tenant_id", "title", "severity", "status", "allowed_transitions", "source_anomaly_ids", "related_evidence_ids",
            "comments", "created_at", "updated_at", "reopened_count", "version");
        data["comments"]!.ToJsonString().Should().Be("[]");
        data["reopened_count"]!.ToJsonString().Should().Be("0");
        data["source_anomaly_ids"]!.ToJsonString().Should().Be("[]");
        data["related_evidence_ids"]!.ToJsonString().Should().Be("[]");
    }

    [Fact]
    public async Task Create_WhenFetchedAfterwards_IsTheSame()
    {
        using var created = await Analyst.OpenAsync(new { title = "t", severity = "low", description = "d", related_evidence_ids = new[] { "e" } });
        var data = await created.DataAsync();

        using var fetched = await Analyst.GetAsync(created.Headers.Location);

        (await fetched.DataAsync()).ToJsonString().Should().Be(data.ToJsonString());
    }

    [Theory]
    [InlineData("title", "  two  words\t\n", "two  words")]
    [InlineData("title", "\u3000全角\u00a0", "全角")]
    [InlineData("assignee", " analyst-001 ", "analyst-001")]
    [InlineData("severity", "\thigh ", "high")]
    [InlineData("description", "  kept as it is\n", "  kept as it is\n")]
    public async Task Create_WithWhiteSpaceAtTheEnds_TrimsNamesAndKeepsTexts(string member, string sent, string kept)
    {
        var body = new JsonObject { ["title"] = "t", ["severity"] = "low", [member] = sent };

        using var response = await Analyst.OpenAsync(body.ToJsonString());

        ((string)(await response.DataAsync())[member]!).Should().Be(kept);
    }

    [Theory]
    [InlineData("source_anomaly_ids")]
    [InlineData("related_evidence_ids")]
    public async Task Create_WithWhiteSpaceAroundIds_TrimsThem(string member)
    {
        using var response = await Analyst.OpenAsync($$"""{"title":"t","severity":"low","{{member}}":[" a\t","b "]}""");

        (await response.DataAsync())[member]!.ToJsonString().Should().Be("""["a","b"]""");
    }

    [Theory]
    [InlineData("description", "null")]
    [InlineData("description", "\"\"")]
    [InlineData("description", "\" \\t\\n\"")]
    [InlineData("assignee", "null")]
    [InlineData("assignee", "\"\"")]
    [InlineData("assignee", "\"\\u3000\"")]
    public async Task Create_WithBlankOptionalText_HasNone(string member, string json)
    {
        using var response = await Analyst.OpenAsync($$"""{"title":"t","severity":"low","{{member}}":{{json}}}""");

        (await response.DataAsync()).Members().Should().NotContain(member);
    }

    [Theory]
    [InlineData("source_anomaly_ids", "null")]
    [InlineData("source_anomaly_ids", "[]")]
    [InlineData("related_evidence_ids", "null")]
    [InlineData("related_evidence_ids", "[]")]
    public async Task Create_WithoutIds_HasAnEmptyList(string member, string json)
    {
        using var response = await Analyst.OpenAsync($$"""{"title":"t","severity":"low","{{member}}":{{json}}}""");

        (await response.DataAsync())[member]!.ToJsonString().Should().Be("[]");
    }

    [Theory]
    [InlineData("low", "low")]
    [InlineData("Medium", "medium")]
    [InlineData("HIGH", "high")]
    [InlineData("cRiTiCaL", "critical")]
    public async Task Create_WithSeverityInAnyLetterCase_AnswersLowerCase(string sent, string answered)
    {
        using var response = await Analyst.OpenAsync(new { title = "t", severity = sent });

        ((string)(await response.DataAsync())["severity"]!).Should().Be(answered);
    }

    [Theory]
    [InlineData("多账户暴力破解 é ﷺ")]
    [InlineData("🚨 👩‍🚒 𠮷")]
    [InlineData("<b>&amp;'+`\u2028\u2029</b>")]
    [InlineData("\ufffd\uffff\ue000")]
    public async Task Create_WithTextBeyondAscii_WritesItAsItIs(string title)
    {
        using var response = await Analyst.OpenAsync(new { title, severity = "low" });

        var bytes = await response.Content.ReadAsByteArrayAsync();
        Encoding.UTF8.GetString(bytes).Should().Contain($"\"title\":\"{title}\"");
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(title)).Should().BePositive();
    }

    [Fact]
    public async Task Create_WithCharactersThatJsonEscapes_GivesThemBack()
    {
        const string Text = "quote \" backslash \\ slash / tab \t newline \n end";

        using var response = await Analyst.OpenAsync(new { title = "t", severity = "low", description = Text });

        ((string)(await response.DataAsync())["description"]!).Should().Be(Text);
    }

    [Fact]
    public async Task Create_WithUnknownMembers_IgnoresThem()
    {
        using var response = await Analyst.OpenAsync(
            """{"title":"t","severity":"low","Title":"other","tenant_id":"tnt_other","id":"inc_1","status":"closed","version":7,"extra":{"deep":[1,{"a":null}]}}""");

        var data = await response.DataAsync();
        ((string)data["title"]!).Should().Be("t");
        ((string)data["tenant_id"]!).Should().Be(_tenant);
        ((string)data["status"]!).Should().Be("open");
        ((long)data["version"]!).Should().Be(1);
    }

    [Fact]
    public async Task Create_WhateverTheCallerAccepts_AnswersJson()
    {
        using var response = await Analyst.OpenAsync(new { title = "t", severity = "low" }, ("Accept", "text/html, application/xml;q=0.9"));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Header("Content-Type").Should().Be("application/json; charset=utf-8");
    }

    [Fact]
    public async Task Create_WhenDone_HasItsEntryInTheHistory()
    {
        using var response = await Analyst.OpenAsync(new { title = "t", severity = "low" }, ("X-Request-Id", "req-of-mine"));
        var data = await response.DataAsync();

        var history = StoreFile.History(api.DatabaseFile, _tenant);

        history.ShouldBeOneChain();
        var entry = history.Should().ContainSingle().Subject;
        entry.Should().Contain("action", "created").And.Contain("subject_type", "incident").And.Contain("subject_id", (string)data["id"]!)
            .And.Contain("actor_id", "usr_analyst001").And.Contain("to", "open").And.Contain("request_id", "req-of-mine");
        ((string)entry["trace_id"]).Should().MatchRegex("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$");
    }
}
