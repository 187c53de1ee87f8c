using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class AssignIncidentTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Assign_ToSomebodyAnotherAndNobody_TellsEachInTheTimeline()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");

        using var first = await Analyst.WorkAsync(id, "assign", """{"assignee":" usr_a "}""");
        using var second = await Analyst.WorkAsync(id, "assign", """{"assignee":"usr_b"}""");
        using var nobody = await Analyst.WorkAsync(id, "assign", """{"assignee":null}""");

        ((string)(await first.DataAsync())["assignee"]!).Should().Be("usr_a");
        ((string)(await second.DataAsync())["assignee"]!).Should().Be("usr_b");
        (await nobody.DataAsync()).Members().Should().NotContain("assignee");
        nobody.Header("ETag").Should().Be("\"4\"");
        (await Analyst.StoryAsync(id)).Should().Equal("created >open", "assigned >usr_a", "assigned usr_a>usr_b", "assigned usr_b>");
    }

    [Theory]
    [InlineData("\"usr_a\"")]
    [InlineData("\" usr_a\\n\"")]
    public async Task Assign_ToWhoHasIt_ChangesNothing(string assignee)
    {
        var id = await api.GivenIncidentIn(_tenant, "open", new { title = "t", severity = "low", assignee = "usr_a" });

        using var response = await Analyst.WorkAsync(id, "assign", $$"""{"assignee":{{assignee}}}""");

        response.Header("ETag").Should().Be("\"1\"");
        (await Analyst.StoryAsync(id)).Should().ContainSingle();
    }

    [Theory]
    [InlineData("{}", "assignee:required")]
    [InlineData("""{"assignee":""}""", "assignee:required")]
    [InlineData("""{"assignee":" \t"}""", "assignee:required")]
    [InlineData("""{"Assignee":"usr_a"}""", "assignee:required")]
    [InlineData("""{"assignee":5}""", "assignee:format")]
    [InlineData("""{"assignee":"a\u0001"}""", "assignee:format")]
    [InlineData("""{"assignee":"a","assignee":"b"}""", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public async Task Assign_ToNoNameAtAll_IsRefused(string body, string? broken)
    {
        var id = await api.GivenIncidentIn(_tenant, "open", new { title = "t", severity = "low", assignee = "kept" });

        using var response = await Analyst.WorkAsync(id, "assign", body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        if (broken is not null)
        {
            (await response.JsonAsync()).Broken().Should().Equal(broken);
        }

        ((string)(await Analyst.FetchAsync(id))["assignee"]!).Should().Be("kept");
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task Assign_ToANameAroundItsLimit_CountsUnicodeScalarValues(int length, bool accepted)
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        var name = TextLimits.Of(Script.Astral, length);

        using var response = await Analyst.WorkAsync(id, "assign", new { assignee = name });

        if (accepted)
        {
            ((string)(await response.DataAsync())["assignee"]!).Should().Be(name);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("assignee:max_length");
        }
    }
}
