using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class AssignAnomalyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Assign_ToOneAnalystAndAnotherAndNobody_IsRecordedEachTime()
    {
        var id = await api.GivenAnomaly(_tenant);

        using var first = await Analyst.AssignAsync(id, new { assignee = " usr_2 " });
        using var second = await Analyst.AssignAsync(id, new { assignee = "usr_3" });
        using var nobody = await Analyst.AssignAsync(id, """{"assignee":null}""");

        ((string)(await first.DataAsync())["assignee"]!).Should().Be("usr_2");
        ((string)(await second.DataAsync())["assignee"]!).Should().Be("usr_3");
        (await nobody.DataAsync()).Members().Should().NotContain("assignee");
        nobody.Header("ETag").Should().Be("\"4\"");
        (await Analyst.HappenedAsync(id)).Should().Equal("created >open", "assigned >usr_2", "assigned usr_2>usr_3", "assigned usr_3>");
    }

    [Theory]
    [InlineData("""{"assignee":"usr_2"}""")]
    [InlineData("""{"assignee":" usr_2\t"}""")]
    public async Task Assign_ToWhoHasItAlready_ChangesNothing(string body)
    {
        var id = await api.GivenAnomaly(_tenant);
        using var first = await Analyst.AssignAsync(id, new { assignee = "usr_2" });

        using var again = await Analyst.AssignAsync(id, body);

        (await again.DataAsync()).ToJsonString().Should().Be((await first.DataAsync()).ToJsonString());
        again.Header("ETag").Should().Be("\"2\"");
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Fact]
    public async Task Assign_ToNobodyWhenNobodyHasIt_ChangesNothing()
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.AssignAsync(id, """{"assignee":null}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().Be("\"1\"");
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    [Theory]
    [InlineData("resolved")]
    [InlineData("dismissed")]
    public async Task Assign_WhenTheReviewIsOver_IsDone(string status)
    {
        var id = await api.GivenAnomaly(_tenant);
        await Analyst.GivenStatus(id, status);

        using var response = await Analyst.AssignAsync(id, new { assignee = "usr_2" });

        ((string)(await response.DataAsync())["status"]!).Should().Be(status);
    }

    [Theory]
    [InlineData("{}", "assignee:required")]
    [InlineData("""{"assignee":""}""", "assignee:required")]
    [InlineData("""{"assignee":" \t\n"}""", "assignee:required")]
    [InlineData("""{"assignee":7}""", "assignee:format")]
    [InlineData("""{"assignee":["a"]}""", "assignee:format")]
    [InlineData("""{"assignee":"a\u0007b"}""", "assignee:format")]
    [InlineData("""{"assignee":"a","assignee":null}""", "assignee:format")]
    [InlineData("""{"assignee":null,"assignee":null}""", "assignee:format")]
    [InlineData("""{"Assignee":"a"}""", "assignee:required")]
    public async Task Assign_ToNobodyThatCanBeTold_NamesTheMember(string body, string broken)
    {
        var id = await api.GivenAnomaly(_tenant, new { type = "t", severity = "low", description = "d" });

        using var response = await Analyst.AssignAsync(id, body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task Assign_WithANameAroundItsLimit_CountsUnicodeScalarValues(int length, bool accepted)
    {
        var id = await api.GivenAnomaly(_tenant);
        var assignee = TextLimits.Of(Script.Astral, length);

        using var response = await Analyst.AssignAsync(id, new { assignee });

        if (accepted)
        {
            ((string)(await response.DataAsync())["assignee"]!).Should().Be(assignee);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("assignee:max_length");
        }
    }

    [Theory]
    [InlineData("note")]
    [InlineData("is_assignee_sent")]
    public async Task Assign_WithAnUnknownMember_IgnoresItUnlessStrict(string member)
    {
        var id = await api.GivenAnomaly(_tenant);
        var body = $$"""{"assignee":"usr_2","{{member}}":"x"}""";

        using var strict = await Analyst.AssignAsync(id, body, ("Prefer", "handling=strict"));
        using var plain = await Analyst.AssignAsync(id, body);

        (await strict.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(member + ":unknown_field");
        plain.StatusCode.Should().Be(HttpStatusCode.OK, await plain.Content.ReadAsStringAsync());
    }
}
