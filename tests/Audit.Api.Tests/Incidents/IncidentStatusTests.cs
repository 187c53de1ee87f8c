using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

/// <summary>Every status and every other one: the table is the contract's, written out.</summary>
public sealed class IncidentStatusTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("open", "investigating", "contained,resolved")]
    [InlineData("open", "contained", "investigating,resolved")]
    [InlineData("open", "resolved", "closed,investigating")]
    [InlineData("investigating", "contained", "investigating,resolved")]
    [InlineData("investigating", "resolved", "closed,investigating")]
    [InlineData("contained", "investigating", "contained,resolved")]
    [InlineData("contained", "resolved", "closed,investigating")]
    [InlineData("resolved", "closed", "")]
    [InlineData("resolved", "investigating", "contained,resolved")]
    public async Task Move_WhenTheTableHasIt_IsDoneAndRecorded(string from, string to, string next)
    {
        var id = await api.GivenIncidentIn(_tenant, from);
        var before = await Analyst.FetchAsync(id);

        using var response = await Analyst.HandleAsync(id, new { status = to });

        var data = await response.DataAsync();
        ((string)data["status"]!).Should().Be(to);
        data["allowed_transitions"]!.AsArray().Select(s => (string)s!).Should().Equal(next.Split(',', StringSplitOptions.RemoveEmptyEntries));
        ((long)data["version"]!).Should().Be((long)before["version"]! + 1);
        response.Header("ETag").Should().Be($"\"{data["version"]}\"");
        (await Analyst.FetchAsync(id)).ToJsonString().Should().Be(data.ToJsonString());
        (await Analyst.StoryAsync(id)).Should().Contain($"status_changed {from}>{to}");
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Theory]
    [InlineData("open", "closed", "investigating,contained,resolved")]
    [InlineData("investigating", "open", "contained,resolved")]
    [InlineData("investigating", "closed", "contained,resolved")]
    [InlineData("contained", "open", "investigating,resolved")]
    [InlineData("contained", "closed", "investigating,resolved")]
    [InlineData("resolved", "open", "closed,investigating")]
    [InlineData("resolved", "contained", "closed,investigating")]
    [InlineData("closed", "open", "")]
    [InlineData("closed", "investigating", "")]
    [InlineData("closed", "contained", "")]
    [InlineData("closed", "resolved", "")]
    public async Task Move_WhenTheTableHasItNot_IsRefusedAndNamesWhatWouldDo(string from, string to, string allowed)
    {
        var id = await api.GivenIncidentIn(_tenant, from);
        var (before, history) = (await Analyst.FetchAsync(id), StoreFile.History(api.DatabaseFile, _tenant).Count);

        using var response = await Analyst.HandleAsync(id, new { status = to });

        var args = (await response.ProblemAsync(HttpStatusCode.Conflict, "error.transition_refused"))["i18n_args"]!;
        args["allowed"]!.AsArray().Select(s => (string)s!).Should().Equal(allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
        args["subject"]!.ToString().Should().Be("incident");
        args["from"]!.ToString().Should().Be(from);
        args["to"]!.ToString().Should().Be(to);
        (await Analyst.FetchAsync(id)).ToJsonString().Should().Be(before.ToJsonString());
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(history);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("investigating")]
    [InlineData("contained")]
    [InlineData("resolved")]
    [InlineData("closed")]
    public async Task Move_ToThePresentStatus_ChangesNothing(string status)
    {
        var id = await api.GivenIncidentIn(_tenant, status);
        var (before, history) = (await Analyst.FetchAsync(id), StoreFile.History(api.DatabaseFile, _tenant).Count);

        using var response = await Analyst.HandleAsync(id, new { status = status.ToUpperInvariant() });

        (await response.DataAsync()).ToJsonString().Should().Be(before.ToJsonString());
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(history);
    }

    [Fact]
    public async Task Move_ToContained_KeepsTheFirstTimeOfIt()
    {
        var id = await api.GivenIncidentIn(_tenant, "contained");
        var first = (string)(await Analyst.FetchAsync(id))["contained_at"]!;
        await Analyst.HandledAsync(id, new { status = "investigating" });

        var again = await Analyst.HandledAsync(id, new { status = "contained" });

        first.Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        ((string)again["contained_at"]!).Should().Be(first);
        ((int)again["reopened_count"]!).Should().Be(0, "contained was never resolved");
    }

    [Theory]
    [InlineData("investigating")]
    [InlineData("contained")]
    [InlineData("resolved")]
    public async Task Move_WithANote_KeepsItInTheHistory(string status)
    {
        var id = await api.GivenIncidentIn(_tenant, "open");

        var data = await Analyst.HandledAsync(id, new { status, resolution_note = "说明 🚨" });

        (await Analyst.StoryAsync(id)).Should().Equal("created >open", $"status_changed open>{status} 说明 🚨");
        data.Members().Contains("resolution_note", StringComparer.Ordinal).Should().Be(status == "resolved", "only an incident that is over has a resolution");
    }

    [Theory]
    [InlineData("{}", "status:required")]
    [InlineData("""{"status":null}""", "status:required")]
    [InlineData("""{"status":" "}""", "status:required")]
    [InlineData("""{"status":"acknowledged"}""", "status:enum")]
    [InlineData("""{"status":"dismissed"}""", "status:enum")]
    [InlineData("""{"status":3}""", "status:format")]
    [InlineData("""{"status":"resolved","cascade":"yes","resolution":"lost"}""", "cascade:format resolution:enum")]
    public async Task Move_WithABrokenBody_NamesEveryField(string body, string broken)
    {
        var id = await api.GivenIncidentIn(_tenant, "open");

        using var response = await Analyst.HandleAsync(id, body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
        (await Analyst.StoryAsync(id)).Should().ContainSingle();
    }

    [Fact]
    public async Task Move_WithMembersItDoesNotKnow_IgnoresThemUnlessHandlingIsStrict()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        var body = JsonNode.Parse("""{"status":"investigating","reason":"r","assignee":"a"}""")!;

        using var strict = await Analyst.HandleAsync(id, body.ToJsonString(), ("Prefer", "handling=strict"));
        using var lenient = await Analyst.HandleAsync(id, body.ToJsonString());

        (await strict.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo("reason:unknown_field", "assignee:unknown_field");
        (await lenient.DataAsync()).Members().Should().NotContain("assignee");
    }
}
