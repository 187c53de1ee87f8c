using System.Net;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Incidents;

/// <summary>How an incident ends, ends otherwise, and goes on again.</summary>
public sealed class IncidentOutcomeTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private static readonly (string, string) s_strict = ("Prefer", "handling=strict");
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("true_positive")]
    [InlineData("benign")]
    [InlineData("false_positive")]
    [InlineData("duplicate")]
    [InlineData("UNDETERMINED")]
    public async Task Resolve_WithAResolution_KeepsItAndWhoSaidSo(string resolution)
    {
        var id = await api.GivenIncidentIn(_tenant, "open");

        var data = await Analyst.HandledAsync(id, new { status = "resolved", resolution, resolution_note = "blocked" });

        ((string)data["resolution"]!).Should().Be(resolution.ToLowerInvariant());
        ((string)data["resolution_note"]!).Should().Be("blocked");
        ((string)data["resolved_by"]!).Should().Be("usr_analyst001");
        ((string)data["resolved_at"]!).Should().Be((string)data["updated_at"]!);
        data.Members().Should().NotContain("closed_at").And.NotContain("duplicate_of");
        (await Analyst.StoryAsync(id)).Should().Equal("created >open", "status_changed open>resolved blocked", "updated >resolution " + $$"""{"to":"{{resolution.ToLowerInvariant()}}"}""");
    }

    [Fact]
    public async Task Resolve_AsADuplicate_KeepsWhatItRepeats()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");

        var data = await Analyst.HandledAsync(id, new { status = "resolved", resolution = "Duplicate", duplicate_of = " case-1 " });

        ((string)data["duplicate_of"]!).Should().Be("case-1");
        (await Analyst.StoryAsync(id)).Should().EndWith("""updated >duplicate_of {"to":"case-1"}""");
    }

    [Theory]
    [InlineData("""{"status":"investigating","resolution":"benign"}""", "status:enum")]
    [InlineData("""{"status":"contained","resolution":"duplicate","duplicate_of":"x"}""", "status:enum")]
    [InlineData("""{"status":"contained","duplicate_of":"x"}""", "status:enum resolution:required")]
    [InlineData("""{"status":"resolved","duplicate_of":"x"}""", "resolution:required")]
    [InlineData("""{"status":"resolved","resolution":"benign","duplicate_of":"x"}""", "resolution:enum")]
    [InlineData("""{"status":"closed","resolution":"nope","duplicate_of":"x"}""", "resolution:enum")]
    [InlineData("""{"resolution":"benign"}""", "status:required")]
    public async Task Move_WithAnOutcomeThatDoesNotFit_IsRefused(string body, string broken)
    {
        var id = await api.GivenIncidentIn(_tenant, "open");

        using var response = await Analyst.HandleAsync(id, body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Fact]
    public async Task Resolve_AgainWithAnotherOutcome_KeepsTheStatusAndTakesIt()
    {
        var id = await api.GivenIncidentIn(_tenant, "open");
        var first = await Analyst.HandledAsync(id, new { status = "resolved", resolution = "duplicate", duplicate_of = "case-1", resolution_note = "n1" });

        var second = await Analyst.HandledAsync(id, new { status = "resolved", resolution = "benign", resolution_note = "n2" });

        ((string)second["resolution"]!).Should().Be("benign");
        ((string)second["resolution_note"]!).Should().Be("n2");
        second.Members().Should().NotContain("duplicate_of", "another resolution repeats nothing");
        ((string)second["resolved_at"]!).Should().Be((string)first["resolved_at"]!);
        ((long)second["version"]!).Should().Be((long)first["version"]! + 1);
        (await Analyst.StoryAsync(id)).Skip(4).Should().BeEquivalentTo("""updated >resolution_note {"from":"n1","to":"n2"}""", """updated >resolution {"from":"duplicate","to":"benign"}""", """updated >duplicate_of {"from":"case-1"}""");
    }

    [Fact]
    public async Task Close_WithoutResolution_IsUndetermined()
    {
        var id = await api.GivenIncidentIn(_tenant, "resolved");

        var data = await Analyst.HandledAsync(id, new { status = "closed", resolution_note = "filed" });

        ((string)data["resolution"]!).Should().Be("undetermined");
        ((string)data["resolution_note"]!).Should().Be("filed");
        ((string)data["closed_at"]!).Should().Be((string)data["updated_at"]!);
        (await Analyst.StoryAsync(id)).Should().EndWith(["status_changed resolved>closed filed", """updated >resolution {"to":"undetermined"}"""]);
    }

    [Fact]
    public async Task Close_AfterAResolution_KeepsItUnlessItIsGivenAnother()
    {
        var kept = await api.GivenIncidentIn(_tenant, "open");
        var other = await api.GivenIncidentIn(_tenant, "open");
        await Analyst.HandledAsync(kept, new { status = "resolved", resolution = "benign", resolution_note = "n" });
        await Analyst.HandledAsync(other, new { status = "resolved", resolution = "benign", resolution_note = "n" });

        var first = await Analyst.HandledAsync(kept, new { status = "closed" });
        var second = await Analyst.HandledAsync(other, new { status = "closed", resolution = "true_positive" });

        ((string)first["resolution"]!).Should().Be("benign");
        ((string)first["resolution_note"]!).Should().Be("n");
        ((string)second["resolution"]!).Should().Be("true_positive");
        ((string)second["resolved_at"]!).Should().NotBeNull();
    }

    [Fact]
    public async Task Close_StrictlyWithoutResolution_IsRefusedUnlessThereIsOne()
    {
        var without = await api.GivenIncidentIn(_tenant, "resolved");
        var with = await api.GivenIncidentIn(_tenant, "open");
        await Analyst.HandledAsync(with, new { status = "resolved", resolution = "benign" });

        using var refused = await Analyst.HandleAsync(without, new { status = "closed" }, s_strict);
        using var named = await Analyst.HandleAsync(without, new { status = "closed", resolution = "undetermined" }, s_strict);
        using var known = await Analyst.HandleAsync(with, new { status = "closed" }, s_strict);

        (await refused.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("resolution:required");
        refused.Header("Preference-Applied").Should().Be("handling=strict");
        ((string)(await named.DataAsync())["status"]!).Should().Be("closed");
        ((string)(await known.DataAsync())["resolution"]!).Should().Be("benign");
    }

    [Fact]
    public async Task Reopen_WhenResolved_ClearsTheOutcomeAndCounts()
    {
        var id = await api.GivenIncidentIn(_tenant, "contained");
        await Analyst.HandledAsync(id, new { status = "resolved", resolution = "duplicate", duplicate_of = "x", resolution_note = "n" });

        var reopened = await Analyst.HandledAsync(id, new { status = "investigating", resolution_note = "it came back" });
        await Analyst.HandledAsync(id, new { status = "resolved" });
        var twice = await Analyst.HandledAsync(id, new { status = "investigating" });

        reopened.Members().Should().NotContain(["resolution", "resolution_note", "duplicate_of", "resolved_at", "resolved_by", "closed_at"]);
        reopened.Members().Should().Contain("contained_at");
        ((int)reopened["reopened_count"]!).Should().Be(1);
        ((int)twice["reopened_count"]!).Should().Be(2);
        (await Analyst.StoryAsync(id)).Should().Contain(["""updated >duplicate_of {"to":"x"}""", "status_changed contained>resolved n", "status_changed resolved>investigating it came back"], "the history keeps both");
    }

    [Fact]
    public async Task Move_AtDifferentTimes_TellsEachOfThem()
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var analyst = stopped.Analyst(_tenant);
        var id = (string)(await stopped.GivenIncident(_tenant))["id"]!;
        foreach (var status in new[] { "contained", "resolved", "closed" })
        {
            clock.Advance(TimeSpan.FromMilliseconds(3_600_001.5));
            await analyst.HandledAsync(id, new { status });
        }

        var data = await analyst.FetchAsync(id);

        new[] { "created_at", "contained_at", "resolved_at", "closed_at", "updated_at" }.Select(m => (string)data[m]!).Should().Equal(
            "2026-01-01T00:00:00.000Z", "2026-01-01T01:00:00.001Z", "2026-01-01T02:00:00.003Z", "2026-01-01T03:00:00.004Z", "2026-01-01T03:00:00.004Z");
    }
}
