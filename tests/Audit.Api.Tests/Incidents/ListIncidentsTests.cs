using System.Net;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Incidents;

public sealed class ListIncidentsTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task List_WhenTheTenantHasNone_IsEmpty()
    {
        await api.GivenIncident(Tenants.Fresh());

        using var response = await Analyst.GetAsync(Paths.Incidents);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var list = await response.JsonAsync();
        list.Members().Should().BeEquivalentTo("code", "message", "items", "total", "pagination", "timestamp");
        list["code"]!.ToJsonString().Should().Be("0");
        list["items"]!.ToJsonString().Should().Be("[]");
        list["total"]!.ToJsonString().Should().Be("0");
        list["pagination"]!.ToJsonString().Should().Be("""{"page":1,"page_size":20,"total":0,"total_pages":0,"has_next":false,"has_prev":false}""");
        response.Header("ETag").Should().BeNull();
        response.Header("Cache-Control").Should().Be("no-cache, private");
        response.Header("Vary").Should().Be("Authorization, Accept-Language, X-Tenant-ID");
    }

    [Fact]
    public async Task List_WhenThereAreSome_ShowsThemAsTheyAreFetched()
    {
        var incident = await api.GivenIncident(_tenant);

        var list = await Analyst.ListAsync();

        list["items"]![0]!.ToJsonString().Should().Be(incident.ToJsonString());
    }

    [Fact]
    public async Task List_WithoutPage_ShowsTheTwentyNewest()
    {
        var ids = await GivenIncidents(23);

        var list = await Analyst.ListAsync();

        list.Ids().Should().HaveCount(20).And.BeSubsetOf(ids);
        list["total"]!.ToJsonString().Should().Be("23");
        list["pagination"]!.ToJsonString().Should().Be("""{"page":1,"page_size":20,"total":23,"total_pages":2,"has_next":true,"has_prev":false}""");
        list["items"]!.AsArray().Select(i => ((string)i!["created_at"]!, (string)i["id"]!)).Should().BeInDescendingOrder();
    }

    [Theory]
    [InlineData(1, 2, 2, true, false)]
    [InlineData(2, 2, 2, true, true)]
    [InlineData(3, 2, 1, false, true)]
    [InlineData(4, 2, 0, false, true)]
    [InlineData(1, 5, 5, false, false)]
    [InlineData(1, 100, 5, false, false)]
    [InlineData(2, 4, 1, false, true)]
    [InlineData(2147483647, 100, 0, false, true)]
    [InlineData(21474837, 100, 0, false, true)]
    public async Task List_ByPage_ShowsThatPart(int page, int pageSize, int count, bool hasNext, bool hasPrev)
    {
        await GivenIncidents(5);
        var all = (await Analyst.ListAsync()).Ids();

        var list = await Analyst.ListAsync($"?page={page}&page_size={pageSize}");

        list.Ids().Should().Equal(all.Skip((int)Math.Min(5, (page - 1L) * pageSize)).Take(count)).And.HaveCount(count);
        var pagination = list["pagination"]!;
        ((int)pagination["page"]!).Should().Be(page);
        ((int)pagination["page_size"]!).Should().Be(pageSize);
        ((bool)pagination["has_next"]!).Should().Be(hasNext);
        ((bool)pagination["has_prev"]!).Should().Be(hasPrev);
        ((int)pagination["total"]!).Should().Be(5);
        ((int)list["total"]!).Should().Be(5);
        ((int)pagination["total_pages"]!).Should().Be((5 + pageSize - 1) / pageSize);
    }

    [Theory]
    [InlineData("page=0", "page:range")]
    [InlineData("page=-1", "page:range")]
    [InlineData("page=abc", "page:format")]
    [InlineData("page=1e3", "page:format")]
    [InlineData("page=1.0", "page:format")]
    [InlineData("page=0x1", "page:format")]
    [InlineData("page=1&page=2", "page:format")]
    [InlineData("page=-", "page:format")]
    [InlineData("page=%D9%A1", "page:format")]
    [InlineData("page=2147483648", "page:range")]
    [InlineData("page=-2147483649", "page:range")]
    [InlineData("page=99999999999999999999", "page:range")]
    [InlineData("page_size=0", "page_size:range")]
    [InlineData("page_size=-1", "page_size:range")]
    [InlineData("page_size=101", "page_size:range")]
    [InlineData("page_size=abc", "page_size:format")]
    [InlineData("page_size=1e3", "page_size:format")]
    [InlineData("page_size=2147483648", "page_size:range")]
    [InlineData("page_size=99999999999999999999", "page_size:range")]
    public async Task List_WithANumberThatIsNone_NamesTheParameter(string query, string broken)
    {
        using var response = await Analyst.GetAsync($"{Paths.Incidents}?{query}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
    }

    [Theory]
    [InlineData("page=0", "The value or count must be from 1 to 2147483647.")]
    [InlineData("page=2147483648", "The value or count must be from 1 to 2147483647.")]
    [InlineData("page_size=101", "The value or count must be from 1 to 100.")]
    [InlineData("page_size=2147483648", "The value or count must be from 1 to 100.")]
    [InlineData("severity=urgent", "Must be one of: low, medium, high, critical.")]
    [InlineData("status=opened", "Must be one of: open, investigating, contained, resolved, closed.")]
    public async Task List_WithABrokenParameter_SaysWhatWouldDo(string query, string description)
    {
        using var response = await Analyst.GetAsync($"{Paths.Incidents}?{query}");

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        ((string)problem["errors"]![0]!["description"]!).Should().Be(description);
    }

    [Theory]
    [InlineData("page=&page_size=&status=&severity=&search=")]
    [InlineData("page=%20&page_size=%09&status=%20&severity=,%20,&search=%E3%80%80")]
    [InlineData("status&severity&search&page&page_size")]
    public async Task List_WithBlankParameters_TakesThemAsAbsent(string query)
    {
        await GivenIncidents(1);

        var list = await Analyst.ListAsync("?" + query);

        list["pagination"]!.ToJsonString().Should().Be("""{"page":1,"page_size":20,"total":1,"total_pages":1,"has_next":false,"has_prev":false}""");
    }

    [Theory]
    [InlineData("status=open", "a,b")]
    [InlineData("status=OPEN", "a,b")]
    [InlineData("status=investigating", "c")]
    [InlineData("status=contained", "")]
    [InlineData("status=open,closed", "a,b,d")]
    [InlineData("status=open,open,", "a,b")]
    [InlineData("status=%20Open%20,%20Closed", "a,b,d")]
    [InlineData("status=open&status=closed", "a,b,d")]
    [InlineData("status=open,investigating&status=closed", "a,b,c,d")]
    [InlineData("severity=low", "a,d")]
    [InlineData("severity=LOW,Critical", "a,c,d")]
    [InlineData("severity=medium", "")]
    [InlineData("severity=high&severity=critical", "b,c")]
    [InlineData("status=open&severity=low", "a")]
    [InlineData("STATUS=closed", "d")]
    [InlineData("search=shared&severity=low", "a,d")]
    public async Task List_WithFilters_ShowsWhatMeetsAll(string query, string titles)
    {
        await GivenIncident("a", "low", "open");
        await GivenIncident("b", "high", "open");
        await GivenIncident("c", "critical", "investigating");
        await GivenIncident("d", "low", "closed");

        var list = await Analyst.ListAsync("?" + query);

        var expected = titles.Split(',', StringSplitOptions.RemoveEmptyEntries);
        list["items"]!.AsArray().Select(i => (string)i!["title"]!).Should().BeEquivalentTo(expected);
        ((int)list["total"]!).Should().Be(expected.Length);
        ((int)list["pagination"]!["total"]!).Should().Be(expected.Length);
    }

    [Theory]
    [InlineData("status=opened", "status:enum")]
    [InlineData("status=1", "status:enum")]
    [InlineData("status=open,closing", "status:enum")]
    [InlineData("status=open&status=dismissed", "status:enum")]
    [InlineData("severity=urgent", "severity:enum")]
    [InlineData("severity=3", "severity:enum")]
    [InlineData("severity=low;high", "severity:enum")]
    [InlineData("status=x&severity=y&page=0&page_size=z&search=%01&cursor=c", "page_size:format status:enum severity:enum search:format page:range cursor:format")]
    public async Task List_WithUnknownNames_NamesEveryBrokenParameter(string query, string broken)
    {
        using var response = await Analyst.GetAsync($"{Paths.Incidents}?{query}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Fact]
    public async Task List_WhenAllAreOfTheSameMillisecond_OrdersThemById()
    {
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(new StoppedClock()));
        for (var i = 0; i < 6; i++)
        {
            await stopped.GivenIncident(_tenant);
        }

        using var analyst = stopped.Analyst(_tenant);
        var first = await analyst.ListAsync("?page_size=4");
        var second = await analyst.ListAsync("?page_size=4&page=2");

        first.Ids().Concat(second.Ids()).Should().HaveCount(6).And.OnlyHaveUniqueItems().And.BeInDescendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public async Task List_WithParametersItDoesNotKnow_IgnoresThem()
    {
        await GivenIncidents(1);

        var list = await Analyst.ListAsync("?sorting=title&order=asc&limit=0");

        list.Ids().Should().ContainSingle();
    }

    private async Task<List<string>> GivenIncidents(int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((string)(await api.GivenIncident(_tenant))["id"]!);
        }

        return ids;
    }

    private async Task GivenIncident(string title, string severity, string status)
    {
        var incident = await api.GivenIncident(_tenant, new { title, severity, description = "shared" });
        StoreFile.Execute(api.DatabaseFile, "UPDATE incidents SET status = $status WHERE id = $id", ("$status", status), ("$id", (string)incident["id"]!));
    }
}
