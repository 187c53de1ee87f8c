using System.Net;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Anomalies;

public sealed class CommentAnomalyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Comment_BySeveral_StandsOldestFirstWithItsAuthor()
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        var id = await stopped.GivenAnomaly(_tenant);
        using var named = stopped.Caller(_tenant, "usr_1", roles: ["admin"], name: "张三");
        using var nameless = stopped.Analyst(_tenant, "usr_2");

        (await named.CommentAsync(id, new { content = " 确认为误报\n\tsee <b>ticket</b> " })).Dispose();
        clock.Advance(TimeSpan.FromSeconds(90));
        using var response = await nameless.CommentAsync(id, new { content = "agreed" });

        var anomaly = await response.DataAsync();
        var comments = anomaly["comments"]!.AsArray();
        comments.Select(c => (string)c!["id"]!).Should().AllSatisfy(i => i.Should().MatchRegex("^cmt_[0-7][0-9a-hjkmnp-tv-z]{25}$")).And.OnlyHaveUniqueItems();
        comments[0]!.Members().Should().BeEquivalentTo("id", "author_id", "author_name", "content", "created_at");
        ((string)comments[0]!["author_id"]!).Should().Be("usr_1");
        ((string)comments[0]!["author_name"]!).Should().Be("张三");
        ((string)comments[0]!["content"]!).Should().Be(" 确认为误报\n\tsee <b>ticket</b> ");
        comments[1]!.Members().Should().BeEquivalentTo("id", "author_id", "content", "created_at");
        ((long)comments[1]!["created_at"]!).Should().Be(clock.GetUtcNow().ToUnixTimeSeconds());
        ((long)comments[0]!["created_at"]!).Should().Be(clock.GetUtcNow().ToUnixTimeSeconds() - 90);
        ((long)anomaly["updated_at"]!).Should().Be(clock.GetUtcNow().ToUnixTimeSeconds());
        response.Header("ETag").Should().Be("\"3\"");
        (await nameless.HappenedAsync(id)).Should().Equal("created >open", $"commented >{comments[0]!["id"]}", $"commented >{comments[1]!["id"]}");
        StoreFile.History(stopped.DatabaseFile, _tenant)[^1].Should().Contain("note", "agreed");
    }

    [Fact]
    public async Task Comment_OfTheSameTwice_StandsTwice()
    {
        var id = await api.GivenAnomaly(_tenant);

        (await Analyst.CommentAsync(id, new { content = "again" })).Dispose();
        (await Analyst.CommentAsync(id, new { content = "again" })).Dispose();

        (await Analyst.AnomalyAsync(id))["comments"]!.AsArray().Should().HaveCount(2);
    }

    [Theory]
    [InlineData("resolved")]
    [InlineData("dismissed")]
    public async Task Comment_WhenTheReviewIsOver_IsTaken(string status)
    {
        var id = await api.GivenAnomaly(_tenant);
        await Analyst.GivenStatus(id, status);

        using var response = await Analyst.CommentAsync(id, new { content = "late" });

        ((string)(await response.DataAsync())["status"]!).Should().Be(status);
    }

    [Theory]
    [InlineData("{}", "content:required")]
    [InlineData("""{"content":null}""", "content:required")]
    [InlineData("""{"content":" \n\t"}""", "content:required")]
    [InlineData("""{"content":5}""", "content:format")]
    [InlineData("""{"content":"a\u0000b"}""", "content:format")]
    [InlineData("""{"content":"a\r\nb"}""", "content:format")]
    [InlineData("""{"content":"\ud83d"}""", "content:format")]
    public async Task Comment_ThatIsNoText_NamesTheMember(string body, string broken)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.CommentAsync(id, body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
        (await Analyst.AnomalyAsync(id))["comments"]!.ToJsonString().Should().Be("[]");
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public async Task Comment_AroundItsLimit_CountsUnicodeScalarValues(int length, bool accepted)
    {
        var id = await api.GivenAnomaly(_tenant);
        var content = TextLimits.Of(Script.Astral, length);

        using var response = await Analyst.CommentAsync(id, new { content });

        if (accepted)
        {
            ((string)(await response.DataAsync())["comments"]![0]!["content"]!).Should().Be(content);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("content:max_length");
        }
    }

    [Fact]
    public async Task Comment_WhenTheAnomalyHasAThousand_IsRefused()
    {
        var id = await api.GivenAnomaly(_tenant);
        GivenComments(id, 999, length: 1);

        using var last = await Analyst.CommentAsync(id, new { content = "the last" });
        using var response = await Analyst.CommentAsync(id, new { content = "one more" });

        (await last.DataAsync())["comments"]!.AsArray().Should().HaveCount(1000);
        (await response.ProblemAsync(HttpStatusCode.Conflict, "error.capacity_reached"))["i18n_args"]!.ToJsonString().Should().Be("""{"field":"comments","max":1000}""");
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Fact]
    public async Task Comment_WhenTheAnomalyHasAHundredThousandCharacters_IsRefused()
    {
        var id = await api.GivenAnomaly(_tenant);
        GivenComments(id, 10, length: 10_000 - 1);

        using var last = await Analyst.CommentAsync(id, new { content = new string('x', 10) });
        using var response = await Analyst.CommentAsync(id, new { content = "x" });

        last.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.ProblemAsync(HttpStatusCode.Conflict, "error.capacity_reached"))["i18n_args"]!.ToJsonString().Should().Be("""{"field":"comments.content","max":100000}""");
    }

    [Fact]
    public async Task Comment_ByManyAtOnce_LosesNone()
    {
        var id = await api.GivenAnomaly(_tenant);

        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Analyst.CommentAsync(id, new { content = $"c{i}" })));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        var anomaly = await Analyst.AnomalyAsync(id);
        anomaly["comments"]!.AsArray().Select(c => (string)c!["content"]!).Should().BeEquivalentTo(Enumerable.Range(0, 30).Select(i => $"c{i}"));
        ((long)anomaly["version"]!).Should().Be(31);
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    /// <summary>Comments that come from nowhere, because a thousand requests take long.</summary>
    private void GivenComments(string anomalyId, int count, int length) => StoreFile.Execute(
        api.DatabaseFile,
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
        UPDATE anomalies SET comments = (
            SELECT json_group_array(json_object('id', printf('cmt_%026d', i), 'author_id', 'usr_1', 'content', $content, 'created_at', 0)) FROM n)
        WHERE id = $id
        """,
        ("$count", count),
        ("$content", new string('x', length)),
        ("$id", anomalyId));
}
