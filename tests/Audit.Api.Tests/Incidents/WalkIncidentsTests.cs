using System.Net;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Incidents;

public sealed class WalkIncidentsTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Walk_WhileOthersAreOpened_VisitsEachOldOneOnce()
    {
        var old = new List<string>();
        for (var i = 0; i < 45; i++)
        {
            old.Add((string)(await api.GivenIncident(_tenant))["id"]!);
        }

        var visited = new List<string>();
        string? cursor = "";
        var parts = 0;
        while (cursor is not null)
        {
            var list = await Analyst.ListAsync("?page_size=10&cursor=" + cursor);
            visited.AddRange(list.Ids());
            ((bool)list["pagination"]!["has_prev"]!).Should().Be(parts > 0);
            cursor = (string?)list["pagination"]!["next_cursor"];
            ((bool)list["pagination"]!["has_next"]!).Should().Be(cursor is not null);
            list["pagination"]!.Members().Contains("next_cursor", StringComparer.Ordinal).Should().Be(cursor is not null);
            parts++;
            await api.GivenIncident(_tenant);
        }

        parts.Should().Be(5);
        visited.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(old);
    }

    [Fact]
    public async Task Walk_WhenAllAreOfTheSameMillisecond_VisitsEachOnce()
    {
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(new StoppedClock()));
        using var analyst = stopped.Analyst(_tenant);
        for (var i = 0; i < 9; i++)
        {
            await stopped.GivenIncident(_tenant);
        }

        var visited = await WalkAsync(analyst, "page_size=2");

        visited.Should().HaveCount(9).And.OnlyHaveUniqueItems().And.BeInDescendingOrder(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public async Task Walk_WhenThePartIsExactlyFull_EndsThere(int pageSize)
    {
        for (var i = 0; i < 4; i++)
        {
            await api.GivenIncident(_tenant);
        }

        (await WalkAsync(Analyst, $"page_size={pageSize}")).Should().HaveCount(4).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Walk_WhenThereIsNothing_EndsAtOnce()
    {
        var list = await Analyst.ListAsync("?cursor=");

        list.Ids().Should().BeEmpty();
        list["pagination"]!.Members().Should().NotContain("next_cursor");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?page=1")]
    [InlineData("?page=2&page_size=1")]
    public async Task List_WithoutCursor_OffersNone(string query)
    {
        await GivenTwo();

        var list = await Analyst.ListAsync(query);

        list["pagination"]!.Members().Should().NotContain("next_cursor");
    }

    [Fact]
    public async Task Walk_WithFilters_StaysWithinThem()
    {
        await GivenTwo();
        await api.GivenIncident(_tenant, new { title = "other", severity = "low" });

        var visited = await WalkAsync(Analyst, "page_size=1&severity=critical&search=brute");

        visited.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("severity=critical")]
    [InlineData("severity=critical,low&search=brute")]
    [InlineData("severity=critical&search=force")]
    [InlineData("severity=critical&search=brute&status=open")]
    public async Task Walk_WithOtherFiltersThanTheCursors_IsRefused(string other)
    {
        await GivenTwo();
        var cursor = await CursorOf("severity=critical&search=brute");

        using var response = await Analyst.GetAsync($"{Paths.Incidents}?{other}&cursor={cursor}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("cursor:format");
    }

    [Theory]
    [InlineData("severity=LOW,critical&search=brute")]
    [InlineData("severity=low&severity=critical&search=%20brute")]
    [InlineData("search=brute&severity=critical,low,low&page_size=50&page=7")]
    public async Task Walk_WithTheSameFiltersInOtherWords_GoesOn(string same)
    {
        await GivenTwo();
        var cursor = await CursorOf("severity=critical,low&search=brute");

        (await Analyst.ListAsync($"?{same}&cursor={cursor}")).Ids().Should().ContainSingle();
    }

    [Fact]
    public async Task Walk_WithAnotherTenantsCursor_StaysInTheCallersTenant()
    {
        var other = Tenants.Fresh();
        await api.GivenIncident(other);
        await GivenTwo();
        var cursor = await CursorOf("severity=critical");
        using var stranger = api.Analyst(other);

        var list = await stranger.ListAsync("?severity=critical&cursor=" + cursor);

        list["items"]!.AsArray().Select(i => (string)i!["tenant_id"]!).Should().OnlyContain(t => t == other);
        ((int)list["total"]!).Should().Be(1);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("%00")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%F0%9F%9A%A8")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("2")]
    public async Task Walk_WithTextThatIsNoCursor_IsRefused(string cursor)
    {
        using var response = await Analyst.GetAsync($"{Paths.Incidents}?cursor={cursor}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("cursor:format");
    }

    [Fact]
    public async Task Walk_WithACursorThatWasChangedOrIsEndless_IsRefused()
    {
        await GivenTwo();
        var cursor = await CursorOf("");
        var digest = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];

        foreach (var broken in new[] { digest, cursor[..8], cursor + cursor + cursor + cursor, new string('A', 4000) })
        {
            using var response = await Analyst.GetAsync($"{Paths.Incidents}?cursor={broken}");
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("cursor:format");
        }
    }

    private async Task GivenTwo()
    {
        await api.GivenIncident(_tenant);
        await api.GivenIncident(_tenant);
    }

    private async Task<string> CursorOf(string filters) =>
        (string)(await Analyst.ListAsync($"?{filters}&page_size=1&cursor="))["pagination"]!["next_cursor"]!;

    private static async Task<List<string>> WalkAsync(HttpClient client, string query)
    {
        var visited = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var list = await client.ListAsync($"?{query}&cursor={cursor}");
            visited.AddRange(list.Ids());
            cursor = (string?)list["pagination"]!["next_cursor"];
        }

        return visited;
    }
}
