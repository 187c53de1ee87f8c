using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Incidents;

public sealed class IncidentCommentTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Comment_ByTwo_ShowsBothWithTheirAuthorsOldestFirst()
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var named = stopped.Caller(_tenant, "usr_a", roles: ["admin"], name: "张三");
        using var nameless = stopped.Analyst(_tenant, "usr_b");
        var id = (string)(await stopped.GivenIncident(_tenant))["id"]!;

        using var first = await named.WorkAsync(id, "comment", new { content = " kept as it is\n" });
        clock.Advance(TimeSpan.FromMilliseconds(1));
        using var second = await nameless.WorkAsync(id, "comment", new { content = "多账户 🚨" });

        var comments = (await second.DataAsync())["comments"]!.AsArray();
        comments[0]!.ToJsonString().Should().Be((await first.DataAsync())["comments"]![0]!.ToJsonString());
        comments[0]!.Members().Should().Equal("id", "author_id", "author_name", "content", "created_at");
        comments[1]!.Members().Should().Equal("id", "author_id", "content", "created_at");
        comments.Select(c => (string)c!["author_id"]!).Should().Equal("usr_a", "usr_b");
        ((string)comments[0]!["author_name"]!).Should().Be("张三");
        comments.Select(c => (string)c!["content"]!).Should().Equal(" kept as it is\n", "多账户 🚨");
        comments.Select(c => c!["created_at"]!.ToJsonString()).Should().Equal("1767225600", "1767225600");
        comments.Select(c => (string)c!["id"]!).Should().AllSatisfy(c => c.Should().MatchRegex("^cmt_[0-7][0-9a-hjkmnp-tv-z]{25}$"));
        second.Header("ETag").Should().Be("\"3\"");
        (await nameless.StoryAsync(id)).Should().Equal(["created >open", .. comments.Select(c => $"commented >{c!["id"]} {c["content"]}".TrimEnd())]);
    }

    [Fact]
    public async Task Comment_WithTheSameTextTwice_IsTwoComments()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        (await Analyst.WorkAsync(id, "comment", new { content = "same" })).Dispose();

        using var response = await Analyst.WorkAsync(id, "comment", new { content = "same" });

        (await response.DataAsync())["comments"]!.AsArray().Select(c => (string)c!["id"]!).Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Comment_OnAThing_IsShownInTheListToo()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        (await Analyst.WorkAsync(id, "comment", new { content = "c" })).Dispose();

        (await Analyst.ListAsync())["items"]![0]!.ToJsonString().Should().Be((await Analyst.FetchAsync(id)).ToJsonString());
    }

    [Theory]
    [InlineData("{}", "content:required")]
    [InlineData("""{"content":null}""", "content:required")]
    [InlineData("""{"content":" \n\t"}""", "content:required")]
    [InlineData("""{"content":["a"]}""", "content:format")]
    [InlineData("""{"content":"a\u0000b"}""", "content:format")]
    public async Task Comment_WithoutContent_IsRefused(string body, string broken)
    {
        var id = await api.GivenIncidentIn(_tenant, "open");

        using var response = await Analyst.WorkAsync(id, "comment", body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public async Task Comment_AroundItsLimit_CountsUnicodeScalarValues(int length, bool accepted)
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        var content = TextLimits.Of(Script.Astral, length);

        using var response = await Analyst.WorkAsync(id, "comment", new JsonObject { ["content"] = content }.ToJsonString());

        if (accepted)
        {
            ((string)(await response.DataAsync())["comments"]![0]!["content"]!).Should().Be(content);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("content:max_length");
        }
    }
}
