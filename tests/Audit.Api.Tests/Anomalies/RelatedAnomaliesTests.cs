using System.Net;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Anomalies;

public sealed class RelatedAnomaliesTests : IDisposable
{
    private const long Week = 7 * 24 * 60 * 60;
    private readonly string _tenant = Tenants.Fresh();
    private readonly StoppedClock _clock = new();
    private readonly AuditApi _api;
    private readonly HttpClient _analyst;

    public RelatedAnomaliesTests()
    {
        // an odd time: seconds go out, milliseconds are kept
        _clock.Advance(TimeSpan.FromMilliseconds(850));
        _api = new AuditApi(services => services.AddSingleton<TimeProvider>(_clock));
        _analyst = _api.Analyst(_tenant);
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose()
    {
        _analyst.Dispose();
        _api.Dispose();
    }

    [Theory]
    [InlineData(-Week, true)]
    [InlineData(-Week - 1, false)]
    [InlineData(Week, true)]
    [InlineData(Week + 1, false)]
    [InlineData(0, true)]
    public async Task Related_ForTheSameUser_ReachesSevenDaysEitherSide(long seconds, bool isRelated)
    {
        var middle = Now - (2 * Week);
        var id = await Given("usr_1", middle);
        var other = await Given("usr_1", middle + seconds);

        (await Related(id)).Should().Equal(isRelated ? [other] : []);
        (await Related(other)).Should().Equal(isRelated ? [id] : []);
    }

    [Fact]
    public async Task Related_WhenOneWasDetectedBetweenTwoSeconds_GoesByTheSecondThatIsShown()
    {
        var now = await Given("usr_1", detectedAt: null);
        var before = await Given("usr_1", Now - Week);
        _clock.Advance(TimeSpan.FromSeconds(Week) + TimeSpan.FromMilliseconds(100));
        var after = await Given("usr_1", detectedAt: null);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await Given("usr_1", detectedAt: null);

        (await Related(now)).Should().Equal(after, before);
    }

    [Fact]
    public async Task Related_WhenOthersAreOfAnotherUserOrTenant_LeavesThemOut()
    {
        var id = await Given("usr_1", Now);
        await Given("usr_2", Now);
        await Given("USR_1", Now);
        await Given(null, Now);
        await _api.GivenAnomaly(Tenants.Fresh(), new { type = "t", severity = "low", description = "d", user_id = "usr_1", detected_at = Now });
        var related = await Given("usr_1", Now);

        (await Related(id)).Should().Equal(related);
    }

    [Fact]
    public async Task Related_WhenItIsAboutNobody_IsEmpty()
    {
        var id = await Given(null, Now);
        await Given(null, Now);

        var list = await _analyst.ListOfAsync(Triage.Anomaly(id, "/related"));

        list["items"]!.ToJsonString().Should().Be("[]");
        list["pagination"]!.ToJsonString().Should().Be("""{"page":1,"page_size":20,"total":0,"total_pages":0,"has_next":false,"has_prev":false}""");
    }

    [Fact]
    public async Task Related_WhenThereAreMany_ShowsAPageNewestFirst()
    {
        var id = await Given("usr_1", Now);
        var others = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            others.Add(await Given("usr_1", Now));
        }

        var first = await _analyst.ListOfAsync(Triage.Anomaly(id, "/related?page_size=2"));
        var second = await _analyst.ListOfAsync(Triage.Anomaly(id, "/related?page_size=2&page=2"));

        first.Ids().Should().Equal(others[2], others[1]);
        second.Ids().Should().Equal(others[0]);
        second["pagination"]!.ToJsonString().Should().Be("""{"page":2,"page_size":2,"total":3,"total_pages":2,"has_next":false,"has_prev":true}""");
    }

    [Theory]
    [InlineData("page=0&page_size=0", "page:range page_size:range")]
    [InlineData("page_size=101", "page_size:range")]
    [InlineData("page=x", "page:format")]
    public async Task Related_WithAPageThatIsNone_NamesEveryParameter(string query, string broken)
    {
        var id = await Given("usr_1", Now);

        using var response = await _analyst.CallAsync("GET", Triage.Anomaly(id, "/related?" + query));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    private Task<string> Given(string? userId, long? detectedAt) =>
        _api.GivenAnomaly(_tenant, new { type = "t", severity = "low", description = "d", user_id = userId, detected_at = detectedAt });

    private async Task<IReadOnlyList<string>> Related(string id) => (await _analyst.ListOfAsync(Triage.Anomaly(id, "/related"))).Ids();
}
