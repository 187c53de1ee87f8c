using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class UpdateIncidentTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public static TheoryData<string, Script, int, bool> Texts { get; } = TextLimits.Rows(("title", 200), ("description", 10_000));

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Update_WithEveryMember_ChangesAllOfThemAtOnce()
    {
        var id = await Given();

        using var response = await Analyst.EditAsync(id, new { title = " Another ", description = "d2", severity = "HIGH", related_evidence_ids = new[] { " e2 ", "e3" } });

        var data = await response.DataAsync();
        ((string)data["title"]!).Should().Be("Another");
        ((string)data["description"]!).Should().Be("d2");
        ((string)data["severity"]!).Should().Be("high");
        data["related_evidence_ids"]!.ToJsonString().Should().Be("""["e2","e3"]""");
        ((long)data["version"]!).Should().Be(2);
        response.Header("ETag").Should().Be("\"2\"");
        (await Analyst.FetchAsync(id)).ToJsonString().Should().Be(data.ToJsonString());
        (await Analyst.StoryAsync(id)).Should().Equal(
            "created >open",
            """updated >title {"from":"t","to":"Another"}""",
            """updated >description {"from":"d","to":"d2"}""",
            """updated >severity {"from":"critical","to":"high"}""",
            """updated >related_evidence_ids {"from":["e1"],"to":["e2","e3"]}""");
    }

    [Theory]
    [InlineData("""{"title":"Another"}""", "title")]
    [InlineData("""{"description":"d2"}""", "description")]
    [InlineData("""{"severity":"low"}""", "severity")]
    [InlineData("""{"related_evidence_ids":["e2"]}""", "related_evidence_ids")]
    [InlineData("""{"related_evidence_ids":[]}""", "related_evidence_ids")]
    public async Task Update_WithOneMember_LeavesTheOthers(string body, string member)
    {
        var id = await Given();
        var before = await Analyst.FetchAsync(id);

        using var response = await Analyst.EditAsync(id, body);

        var after = await response.DataAsync();
        after[member]!.ToJsonString().Should().Be(JsonNode.Parse(body)![member]!.ToJsonString());
        foreach (var changing in new[] { member, "updated_at", "version" })
        {
            before.AsObject().Remove(changing);
            after.AsObject().Remove(changing);
        }

        after.ToJsonString().Should().Be(before.ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"title":null,"severity":null,"related_evidence_ids":null}""")]
    [InlineData("""{"title":" ","description":" \n","severity":""}""")]
    [InlineData("""{"title":" t ","description":"d","severity":"CRITICAL","related_evidence_ids":[" e1"]}""")]
    public async Task Update_WithNothingNew_ChangesNothing(string body)
    {
        var id = await Given();
        var before = await Analyst.FetchAsync(id);

        using var response = await Analyst.EditAsync(id, body);

        (await response.DataAsync()).ToJsonString().Should().Be(before.ToJsonString());
        (await Analyst.StoryAsync(id)).Should().ContainSingle();
    }

    [Fact]
    public async Task Update_WithDescriptionNull_RemovesIt()
    {
        var id = await Given();

        using var first = await Analyst.EditAsync(id, """{"description":null}""");
        using var again = await Analyst.EditAsync(id, """{"description":null}""");

        (await first.DataAsync()).Members().Should().NotContain("description");
        again.Header("ETag").Should().Be("\"2\"");
        (await Analyst.StoryAsync(id)).Should().Equal("created >open", """updated >description {"from":"d"}""");
    }

    [Theory]
    [InlineData("""{"severity":"urgent"}""", "severity:enum")]
    [InlineData("""{"title":5,"description":[],"severity":{}}""", "title:format description:format severity:format")]
    [InlineData("""{"related_evidence_ids":["a"," ","a"]}""", "related_evidence_ids[1]:required related_evidence_ids[2]:duplicate")]
    [InlineData("""{"related_evidence_ids":"a"}""", "related_evidence_ids:format")]
    [InlineData("""{"title":"a\u0001b","description":"\u0007"}""", "title:format description:format")]
    public async Task Update_WithABrokenBody_NamesEveryFieldAndChangesNothing(string body, string broken)
    {
        var id = await Given();

        using var response = await Analyst.EditAsync(id, body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
        (await Analyst.StoryAsync(id)).Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Update_WithTextAroundItsLimit_CountsUnicodeScalarValues(string member, Script script, int length, bool accepted)
    {
        var id = await Given();
        var text = TextLimits.Of(script, length);

        using var response = await Analyst.EditAsync(id, new JsonObject { [member] = text }.ToJsonString());

        if (accepted)
        {
            ((string)(await response.DataAsync())[member]!).Should().Be(text);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal($"{member}:max_length");
        }
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task Update_WithManyIds_TakesFiveHundred(int count, bool accepted)
    {
        var id = await Given();

        using var response = await Analyst.EditAsync(id, JsonSerializer.Serialize(new { related_evidence_ids = Enumerable.Range(0, count).Select(i => $"e{i}") }));

        response.StatusCode.Should().Be(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Update_WithAnomaliesAsEvidence_LinksTheNewOnesAndUnlinksNone()
    {
        var (first, second, theirs) = (await api.GivenAnomaly(_tenant), await api.GivenAnomaly(_tenant), await api.GivenAnomaly(Tenants.Fresh()));
        var id = (string)(await api.GivenIncident(_tenant, new { title = "t", severity = "low", related_evidence_ids = new[] { first } }))["id"]!;

        using var response = await Analyst.EditAsync(id, new { related_evidence_ids = new[] { second, theirs, Paths.UnknownAnomaly } });

        (await response.DataAsync())["related_evidence_ids"]!.AsArray().Select(e => (string)e!).Should().Equal(second, theirs, Paths.UnknownAnomaly);
        foreach (var anomaly in new[] { first, second })
        {
            var data = await Analyst.FetchAnomalyAsync(anomaly);
            ((string)data["related_case_id"]!).Should().Be(id);
            ((long)data["version"]!).Should().Be(2);
        }

        StoreFile.Text(api.DatabaseFile, "anomalies", _tenant).Should().NotContain(theirs);
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Update_OfWhatIsSearched_IsFoundByTheNewWordsAlone()
    {
        var id = (string)(await api.GivenIncident(_tenant, new { title = "before", severity = "low", description = "earlier", assignee = "old-assignee" }))["id"]!;
        (await Analyst.EditAsync(id, new { title = "多账户暴力破解", description = "botnet" })).Dispose();
        (await Analyst.WorkAsync(id, "assign", new { assignee = "usr_zhang" })).Dispose();

        foreach (var (search, count) in new[] { ("暴力", 1), ("BOTNET", 1), ("usr_zhang", 1), ("botnet 多账户 zhang", 1), ("before", 0), ("earlier", 0), ("old-assignee", 0) })
        {
            (await Analyst.ListAsync("?search=" + Uri.EscapeDataString(search))).Ids().Should().HaveCount(count, search);
        }
    }

    private async Task<string> Given() =>
        (string)(await api.GivenIncident(_tenant, new { title = "t", severity = "critical", description = "d", assignee = "a", related_evidence_ids = new[] { "e1" } }))["id"]!;
}
