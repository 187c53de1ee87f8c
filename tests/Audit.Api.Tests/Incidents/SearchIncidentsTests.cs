using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class SearchIncidentsTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("brute", "latin")]
    [InlineData("BRUTE", "latin")]
    [InlineData("rute for", "latin")]
    [InlineData("force brute", "latin")]
    [InlineData("force\tmany\n brute", "latin")]
    [InlineData("force missing", "")]
    [InlineData("%", "signs")]
    [InlineData("100%", "signs")]
    [InlineData("k_u", "signs")]
    [InlineData("disk_usage", "signs")]
    [InlineData("disk%usage", "")]
    [InlineData("diskxusage", "plain")]
    [InlineData("[prod]", "signs")]
    [InlineData("[a-z]", "")]
    [InlineData(@"c:\temp", "signs")]
    [InlineData(@"\", "signs")]
    [InlineData("\"quoted\"", "signs")]
    [InlineData("it's", "signs")]
    [InlineData("OR 1=1", "")]
    [InlineData("暴力", "chinese")]
    [InlineData("力", "chinese")]
    [InlineData("破解　多账户", "chinese")]
    [InlineData("账户力", "")]
    [InlineData("🚨", "chinese")]
    [InlineData("admin", "wide")]
    [InlineData("ＡＤＭＩＮ", "wide")]
    [InlineData("Ａdmin", "wide")]
    [InlineData("ｱ", "wide")]
    [InlineData("É", "accents")]
    [InlineData("e\u0301", "accents")]
    [InlineData("ΣΊΣΥΦΟΣ", "")]
    [InlineData("analyst-007", "plain")]
    [InlineData("secret words", "wide")]
    public async Task Search_ForTerms_FindsWhatHoldsAllOfThem(string search, string expected)
    {
        await GivenIncident("latin", "Brute force on many accounts");
        await GivenIncident("signs", """100% of disk_usage on [prod] at C:\Temp, "quoted", it's""");
        await GivenIncident("plain", "100 of diskxusage", assignee: "Analyst-007");
        await GivenIncident("chinese", "多账户暴力破解🚨");
        await GivenIncident("wide", "ａｄｍｉｎ アカウント", description: "Secret\nwords");
        await GivenIncident("accents", "École café");

        var list = await Analyst.ListAsync("?search=" + Uri.EscapeDataString(search));

        list["items"]!.AsArray().Select(i => (string)i!["related_evidence_ids"]![0]!).Should().BeEquivalentTo(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
        ((int)list["total"]!).Should().Be(list.Ids().Count);
    }

    [Fact]
    public async Task Search_ForAnId_FindsIt()
    {
        await GivenIncident("one", "one");
        var id = (string)(await GivenIncident("two", "two"))["id"]!;

        (await Analyst.ListAsync("?search=" + id)).Ids().Should().Equal(id);
        (await Analyst.ListAsync("?search=" + id.ToUpperInvariant())).Ids().Should().Equal(id);
    }

    [Fact]
    public async Task Search_ForWhatAnotherTenantHas_FindsNothing()
    {
        await api.GivenIncident(Tenants.Fresh(), new { title = "only theirs", severity = "low" });

        (await Analyst.ListAsync("?search=theirs"))["total"]!.ToJsonString().Should().Be("0");
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task Search_AtItsLimit_CountsUnicodeScalarValues(int length, bool accepted)
    {
        var search = string.Concat(Enumerable.Repeat("🚨", length));

        using var response = await Analyst.GetAsync($"{Paths.Incidents}?search={Uri.EscapeDataString(search)}");

        if (accepted)
        {
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        else
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("search:max_length");
        }
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("a%0Db")]
    [InlineData("a%1Fb")]
    [InlineData("%7F")]
    [InlineData("a%C2%85b")]
    public async Task Search_WithControlCharacters_IsRefused(string search)
    {
        using var response = await Analyst.GetAsync($"{Paths.Incidents}?search={search}");

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("search:format");
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%ED%A0%80")]
    [InlineData("%C0%80")]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("%EF%BF%BE")]
    [InlineData("%EF%BF%BF")]
    [InlineData("%F4%8F%BF%BF")]
    public async Task Search_WithBytesThatAreNoText_IsNoFaultOfTheService(string search)
    {
        using var response = await Analyst.GetAsync($"{Paths.Incidents}?search={search}");

        response.StatusCode.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Search_WithMoreHitsThanAreCounted_SaysThatThereAreMore()
    {
        GivenManyIncidents(10_001);

        var all = await Analyst.ListAsync("?page_size=1");
        var hits = await Analyst.ListAsync("?page_size=1&search=counted");
        var fewer = await Analyst.ListAsync("?page_size=1&search=counted%20nr-1-");

        ((int)all["total"]!).Should().Be(10_001);
        all["pagination"]!.Members().Should().NotContain("total_is_lower_bound");
        ((int)hits["total"]!).Should().Be(10_000);
        ((int)hits["pagination"]!["total"]!).Should().Be(10_000);
        ((bool)hits["pagination"]!["total_is_lower_bound"]!).Should().BeTrue();
        ((int)fewer["total"]!).Should().Be(1);
        fewer["pagination"]!.Members().Should().NotContain("total_is_lower_bound");
    }

    [Fact]
    public async Task Search_WithExactlyAsManyHitsAsAreCounted_IsExact()
    {
        GivenManyIncidents(10_000);

        var hits = await Analyst.ListAsync("?page_size=1&search=counted");

        ((int)hits["total"]!).Should().Be(10_000);
        hits["pagination"]!.Members().Should().NotContain("total_is_lower_bound");
    }

    private async Task<System.Text.Json.Nodes.JsonNode> GivenIncident(string name, string title, string? description = null, string? assignee = null) =>
        await api.GivenIncident(_tenant, new { title, severity = "low", description, assignee, related_evidence_ids = new[] { name } });

    /// <summary>Written beside the service: ten thousand requests would take a minute.</summary>
    private void GivenManyIncidents(int count) => StoreFile.Execute(
        api.DatabaseFile,
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
        INSERT INTO incidents (tenant_id, id, title, severity, status, source_anomaly_ids, related_evidence_ids, created_at, updated_at, version, search_text)
        SELECT $tenant, printf('inc_%026d', i), 'counted', 'low', 'open', '[]', '[]', 1767225600000 + i, 1767225600000 + i, 1, 'counted nr-' || i || '-' FROM n
        """,
        ("$count", count),
        ("$tenant", _tenant));
}
