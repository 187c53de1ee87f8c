using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

public sealed class SiegeTests
{
    private const string Path = "/admin/audit/incidents/x";
    private const string Missing = """{"detail":"none"}""";
    private static readonly Attack s_attack = new("an attack", new Request("GET", Path), Due: 404);
    private readonly TrialReport _report = new();

    [Fact]
    public async Task Lay_WhenAllAreAnsweredAlike_FindsNothing()
    {
        await LayAsync((404, Missing), (404, Missing), (404, Missing));

        _report.Shown.Should().BeEmpty();
        _report["pairs compared"].Should().Be(2);
    }

    [Theory]
    [InlineData(403, Missing, 404, Missing, 404, Missing, "*nobody's*status*", "*before*status*", "*404 should come, but 403*")]
    [InlineData(404, "{}", 404, Missing, 404, "{}", "*nobody's*body*")]
    [InlineData(404, "{}", 404, "{}", 404, Missing, "*before there was*body*")]
    [InlineData(200, "{}", 200, "{}", 200, "{}", "*404 should come, but 200*")]
    public async Task Lay_WhenAnAnswerTellsSomething_FindsIt(int status, string body, int nobodys, string nobodysBody, int before, string beforeBody, params string[] expected)
    {
        await LayAsync((status, body), (nobodys, nobodysBody), (before, beforeBody));

        _report.Shown.Should().HaveCount(expected.Length);
        _report.Shown.Zip(expected).Should().AllSatisfy(pair => pair.First.Should().Match(pair.Second));
    }

    [Theory]
    [InlineData(500, "{}", "*no fault should come, but 500*")]
    [InlineData(200, "hushed", "*nothing of the other tenant's should come, but a text of theirs*")]
    public async Task Try_WhenAnAnswerIsAFaultOrHoldsASecret_FindsIt(int status, string body, string expected)
    {
        using var service = Scripted.Service(("GET " + Path, status, $"\"{body}\""));
        var stranger = service.Stranger(_report);

        await stranger.TryAsync(s_attack.Request, CancellationToken.None);

        _report.Shown.Should().ContainSingle().Which.Should().Match(expected);
    }

    [Fact]
    public async Task Begin_WhenNothingOwnIsMade_FindsIt()
    {
        using var service = Scripted.Service(("POST /admin/audit/incidents", 409, "{}"));

        await FluentActions.Awaiting(() => service.BegunAsync(_report)).Should().ThrowAsync<TrialException>();

        _report.Shown.Should().ContainSingle().Which.Should().Match("*of the caller's own should be made, but 409 came*");
    }

    [Theory]
    [InlineData("GET /admin/audit/incidents", """{"total":2}""", "*the total should be the 1 *, but was 2*")]
    [InlineData("GET /admin/audit/anomalies", """{"total":0}""", "*the total should be the 1 *, but was 0*")]
    [InlineData("GET /admin/audit/anomalies/stats", """{"data":{"by_status":{"open":1,"dismissed":1}}}""", "*and 2 in the statistics*")]
    [InlineData("GET /admin/audit/history/verify", """{"data":{"valid":false,"last_sequence":1}}""", "*should be valid to its end at 1*")]
    [InlineData("GET /admin/audit/history", """{"total":2}""", "*should be valid to its end at 2*")]
    public async Task CheckCounts_WhenSomethingElseIsCounted_FindsIt(string call, string body, string expected)
    {
        using var service = Scripted.Service((call, 200, body));
        var stranger = await service.BegunAsync(_report);

        await Siege.CheckCountsAsync(stranger, _report, CancellationToken.None);

        _report.Shown.Should().ContainSingle().Which.Should().Match(expected);
    }

    [Fact]
    public async Task CheckCounts_WhenOnlyOwnThingsAreCounted_FindsNothing()
    {
        using var service = new Scripted();
        var stranger = await service.BegunAsync(_report);

        await Siege.CheckCountsAsync(stranger, _report, CancellationToken.None);

        _report.Shown.Should().BeEmpty();
    }

    private async Task LayAsync((int Status, string Body) theirs, (int Status, string Body) nobodys, (int Status, string Body) before)
    {
        using var service = Scripted.Service(("GET " + Path, theirs.Status, theirs.Body));
        using var other = Scripted.Service(("GET " + Path, nobodys.Status, nobodys.Body));
        using var earlier = Scripted.Service(("GET " + Path, before.Status, before.Body));
        var knows = service.Stranger(_report);
        var knowsNobody = other.Stranger(_report);
        var early = earlier.Stranger(_report);
        var siege = new Siege([s_attack], _report);
        await siege.LayAsync(knows, knowsNobody, await siege.RehearseAsync(early, CancellationToken.None), CancellationToken.None);
    }
}
