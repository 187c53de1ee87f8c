using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

/// <summary>One service answers the platform's caller, another the tenant that is named.</summary>
public sealed class CrossingTests
{
    private const string Incidents = "GET /admin/audit/incidents";
    private const string Timeline = "GET /admin/audit/incidents/inc_00000000000000000000000001/timeline";
    private const string ByThem = """{"items":[{"actor_tenant_id":"tnt-home"}],"pagination":{"has_next":false}}""";
    private const string Empty = """{"items":[],"total":0,"pagination":{"has_next":false}}""";
    private readonly TrialReport _report = new();

    [Fact]
    public async Task Check_WhenTheyActInWhatIsNamed_FindsNothing()
    {
        await CheckAsync(Scripted.Service((Timeline, 200, ByThem)), Scripted.Service((Timeline, 200, ByThem)));

        _report.Shown.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_WhenTheySeeSomethingElse_FindsIt()
    {
        await CheckAsync(Scripted.Service((Timeline, 200, ByThem), (Incidents, 200, Empty)), Scripted.Service((Timeline, 200, ByThem)));

        _report.Shown.Should().SatisfyRespectively(
            byParameter => byParameter.Should().Match("*the incidents of tnt-own should come*"),
            byHeader => byHeader.Should().Match("*what tnt-own sees itself should come*"));
    }

    [Fact]
    public async Task Check_WhenTheirTenantIsNotRecorded_FindsIt()
    {
        await CheckAsync(new Scripted(), new Scripted());

        _report.Shown.Should().ContainSingle().Which.Should().Match("*an entry that names tnt-home should be there*");
    }

    [Fact]
    public async Task Check_WhenItIsDoneInTheirOwnTenant_FindsIt()
    {
        var isOpened = false;
        var platform = Scripted.Service((Timeline, 200, ByThem))
            .On("POST /admin/audit/incidents", _ =>
            {
                isOpened = true;
                return (201, """{"data":{"id":"inc_00000000000000000000000001"}}""");
            })
            .On(Incidents, _ => (200, isOpened ? Empty : """{"items":[{"id":"inc_00000000000000000000000001"}],"total":1,"pagination":{"has_next":false}}"""));
        await CheckAsync(platform, Scripted.Service((Timeline, 200, ByThem)));

        _report.Shown.Should().ContainSingle().Which.Should().Match("*what tnt-home saw before should come*");
    }

    private async Task CheckAsync(Scripted platform, Scripted named)
    {
        using (platform)
        using (named)
        using (var client = platform.Client())
        {
            await Crossing.CheckAsync(client, "tnt-home", named.Stranger(_report), _report, CancellationToken.None);
        }
    }
}
