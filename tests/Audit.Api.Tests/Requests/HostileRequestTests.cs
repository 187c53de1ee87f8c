using System.Net;
using System.Text;
using Audit.Api.Problems;
using Audit.Domain.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Audit.Api.Tests.Responses;
using ApiOptions = Audit.Api.Requests.ApiOptions;

namespace Audit.Api.Tests.Requests;

/// <summary>Requests that are made to cost more than they should, or to bring out what should stay inside.</summary>
public sealed class HostileRequestTests(AuditApi api) : IClassFixture<AuditApi>
{
    private const string Incidents = "/admin/audit/incidents";
    private const int Small = 1024 * 1024;
    private readonly string _tenant = "tnt_" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Create_WithALongNameOverManyElements_AllocatesInProportionToTheBody()
    {
        // each element's path written out would be 7 GB
        var body = $$"""{"{{new string('a', 100 * 1024)}}":[{{string.Join(',', Enumerable.Repeat("1", 70_000))}}],"title":"x","severity":"low"}""";
        using var client = api.Analyst(_tenant);
        var before = GC.GetTotalAllocatedBytes();

        using var response = await client.PostAsync(Incidents, Body(body));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(1024L * 1024 * 1024, "other tests allocate at the same time, but not gigabytes");
    }

    [Fact]
    public async Task Create_WithALongNameOverManyFaults_IsAnsweredBriefly()
    {
        var repeated = string.Join(',', Enumerable.Repeat("\"a\":1", 1001));
        using var client = api.Analyst(_tenant);

        using var response = await client.PostAsync(Incidents, Body($$"""{"{{new string('a', 100 * 1024)}}":{{{repeated}}},"title":"x","severity":"low"}"""));

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem.ToJsonString().Length.Should().BeLessThan(Small);
        problem["errors"]!.AsArray().Should().ContainSingle("the same fault of the same field is named once");
    }

    [Fact]
    public async Task Create_WithAVeryLongNameOverVeryManyFaults_AllocatesInProportionToTheBody()
    {
        // the name written out for each fault would be 3 GB
        var repeated = string.Join(',', Enumerable.Repeat("\"\":1", 24_000));
        using var client = api.Analyst(_tenant);
        var before = GC.GetTotalAllocatedBytes();

        using var response = await client.PostAsync(Incidents, Body("{\"" + new string('a', 120 * 1024) + "\":{" + repeated + "}}"));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(1024L * 1024 * 1024, "other tests allocate at the same time, but not gigabytes");
    }

    [Fact]
    public async Task ReportBatch_WithHalfAMillionFaults_NamesAThousand()
    {
        var report = "{\"event_ids\":[" + string.Join(',', Enumerable.Repeat("\"\"", 500)) + "]}";
        using var client = api.Detector(_tenant);

        using var response = await client.PostAsync("/internal/audit/anomalies/batch", Body($"[{string.Join(',', Enumerable.Repeat(report, 1000))}]"));

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem["errors"]!.AsArray().Should().HaveCount(1000);
    }

    [Fact]
    public async Task Answer_WhenEvenTheProblemCannotBeWritten_ShowsNothing()
    {
        var options = new BreakableOptions();
        using var broken = new AuditApi(services => services.AddSingleton<IOptions<ApiOptions>>(options));
        using var client = broken.Analyst(_tenant);
        options.IsBroken = true;
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var response = await client.GetAsync("/admin/audit/incidents/unknown");

        var problem = await response.ProblemAsync(HttpStatusCode.InternalServerError, "error.internal");
        var known = ErrorCatalogue.Of(ErrorKeys.InternalError);
        ((string)problem["title"]!).Should().Be(ErrorTexts.Title(known, Language.English));
        ((string)problem["detail"]!).Should().Be(ErrorTexts.Detail(known, new Dictionary<string, object>(StringComparer.Ordinal), Language.English));
        ((int)problem["code"]!).Should().Be(known.Code);
        ((string)problem["type"]!).Should().Be("/errors/" + known.Slug);
        response.Headers.GetValues("X-Request-Id").Should().Equal((string)problem["request_id"]!);
        problem.ToJsonString().Should().NotContainAny("secret", "Exception", client.DefaultRequestHeaders.Authorization!.Parameter!);
    }

    [Theory]
    [InlineData("title", "\\u000bx")]
    [InlineData("title", "x\\r")]
    [InlineData("assignee", "\\u0085")]
    [InlineData("description", "\\u000b")]
    [InlineData("description", " \\r\\n ")]
    public async Task Create_WithControlCharactersAtTheEnds_RefusesThem(string field, string text)
    {
        using var client = api.Analyst(_tenant);
        var title = field == "title" ? "" : "\"title\":\"t\",";

        using var response = await client.PostAsync(Incidents, Body($$"""{{{title}}"severity":"low","{{field}}":"{{text}}"}"""));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(field + ":format");
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-99999999999999999999")]
    public async Task Report_WithATimeBeyondEveryNumber_NamesTheFieldsOwnRange(string seconds)
    {
        using var client = api.Detector(_tenant);

        using var response = await client.PostAsync("/internal/audit/anomalies", Body($$"""{"type":"t","severity":"low","description":"d","detected_at":{{seconds}}}"""));

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem.Broken().Should().Equal("detected_at:range");
        ((string)problem["errors"]![0]!["description"]!).Should().NotContain("922337203685477580");
    }

    [Theory]
    [InlineData("page=--5", "page:format")]
    [InlineData("page=-", "page:format")]
    [InlineData("page=-99999999999", "page:range")]
    [InlineData("page=&page=abc", "page:format")]
    [InlineData("page=1&page=2", "page:format")]
    [InlineData("page=%0d", "page:format")]
    [InlineData("search=a&search=b", "search:format")]
    [InlineData("cursor=%0d", "cursor:format")]
    [InlineData("status=open%0d", "status:enum")]
    public async Task List_WithOddNumbers_SaysWhatIsWrong(string query, string broken)
    {
        using var client = api.Analyst(_tenant);

        using var response = await client.GetAsync(Incidents + "?" + query);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
    }

    [Fact]
    public async Task List_WithUndeclaredSpellings_IgnoresThem()
    {
        using var client = api.Analyst(_tenant);

        using var response = await client.GetAsync(Incidents + "?status[0]=bogus&status[]=bogus&severity.x=bogus&cursor=%20&page=2&page=&search=&search=x");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Create_WhenJoinedHeaderLinesNameTwoTenants_IsRefused()
    {
        using var client = api.Caller(_tenant, roles: ["super_admin"]);
        client.DefaultRequestHeaders.Add("X-Tenant-ID", "t9, t8");

        using var response = await client.PostAsync(Incidents, Body("""{"title":"t","severity":"low"}"""));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("tenant_id:format");
    }

    [Fact]
    public async Task Create_WhenJoinedHeaderLinesRepeatTheOwnTenant_IsDone()
    {
        using var client = api.Analyst(_tenant);
        client.DefaultRequestHeaders.Add("X-Tenant-ID", $"{_tenant}, {_tenant}");

        using var response = await client.PostAsync(Incidents, Body("""{"title":"t","severity":"low"}"""));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Create_WhenTheOwnTenantHasACommaInItsName_MayRepeatIt()
    {
        using var client = api.Analyst(_tenant + ",b");
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Tenant-ID", _tenant + ",b");

        using var response = await client.PostAsync(Incidents, Body("""{"title":"t","severity":"low"}"""));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Create_WithAnUnknownParameterNamedAsARequiredMember_ReportsBoth()
    {
        using var client = api.Analyst(_tenant);
        client.DefaultRequestHeaders.Add("Prefer", "handling=strict");

        using var response = await client.PostAsync(Incidents + "?title=1", Body("""{"severity":"low"}"""));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("title:unknown_field", "title:required");
    }

    [Fact]
    public async Task Create_WithAMemberTwiceOfTheWrongType_ReportsItOnce()
    {
        using var client = api.Analyst(_tenant);

        using var response = await client.PostAsync(Incidents, Body("""{"title":1,"title":"a","severity":"low"}"""));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("title:format");
    }

    [Fact]
    public async Task Create_WhenATenantOf128EmojiIsNamed_IsTooLong()
    {
        using var client = api.Caller(_tenant, roles: ["super_admin"]);
        var tenant = Uri.EscapeDataString(new StringBuilder().Insert(0, "😀", 128).ToString());

        using var response = await client.PostAsync($"{Incidents}?tenant_id={tenant}", Body("""{"title":"t","severity":"low"}"""));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("tenant_id:max_length");
    }

    [Fact]
    public async Task Create_WhenARepeatSpellsThePathOtherwise_IsReplayed()
    {
        using var client = api.Analyst(_tenant);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "k");
        (await client.PostAsync(Incidents, Body("""{"title":"t","severity":"low"}"""))).Dispose();

        using var response = await client.PostAsync(Incidents.ToUpperInvariant() + "/", Body("""{"title":"t","severity":"low"}"""));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WhenAskedWithHead_Answers(string path)
    {
        using var client = api.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        (await client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private sealed class BreakableOptions : IOptions<ApiOptions>
    {
        public bool IsBroken { get; set; }

        public ApiOptions Value => IsBroken ? throw new InvalidOperationException("secret") : new ApiOptions();
    }
}
