using System.Net;

namespace Audit.Api.Tests.Requests;

public sealed class StrictHandlingTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private static readonly (string, string) s_strict = ("Prefer", "handling=strict");
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("handling=strict")]
    [InlineData("Handling=STRICT")]
    [InlineData("handling=\"strict\"")]
    [InlineData(" handling = strict ")]
    [InlineData("handling=strict; foo=bar")]
    [InlineData("respond-async, handling=strict")]
    [InlineData("return=minimal;a=\"b\",handling=strict, wait=10")]
    [InlineData("wait=10,,handling=strict")]
    public async Task Open_WithUnknownMembers_NamesThemUnderStrictHandling(string prefer)
    {
        using var response = await Analyst.OpenAsync(
            """{"title":"t","severity":"low","sevrity":"x","tags":[{"a":1}],"Title":"t"}""", ("Prefer", prefer));

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem.Broken().Should().Equal("sevrity:unknown_field", "tags:unknown_field", "Title:unknown_field");
        response.Header("Preference-Applied").Should().Be("handling=strict");
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(0);
    }

    [Theory]
    [InlineData("handling=lenient")]
    [InlineData("handling=lenient, handling=strict")]
    [InlineData("note=\"x, handling=strict\"")]
    [InlineData("handling")]
    [InlineData("handling=strictly")]
    [InlineData("handling=")]
    [InlineData("xhandling=strict")]
    [InlineData("respond-async; handling=strict")]
    [InlineData("foo=\"handling\"")]
    [InlineData("")]
    public async Task Open_WithUnknownMembers_IgnoresThemOtherwise(string prefer)
    {
        using var response = await Analyst.OpenAsync("""{"title":"t","severity":"low","sevrity":"x"}""", ("Prefer", prefer));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Header("Preference-Applied").Should().BeNull();
    }

    [Fact]
    public async Task Open_WithPreferencesInSeveralLines_LooksAtAll()
    {
        using var response = await Analyst.OpenAsync("""{"title":"t","severity":"low","x":1}""", ("Prefer", "wait=1"), s_strict);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Open_WithKnownMembers_IsDoneAndSaysHow()
    {
        using var response = await Analyst.OpenAsync(
            """{"title":"t","severity":"low","description":null,"assignee":"a","source_anomaly_ids":[],"related_evidence_ids":[]}""", s_strict);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Header("Preference-Applied").Should().Be("handling=strict");
    }

    [Theory]
    [InlineData("?limit=5", "limit")]
    [InlineData("?status=open&order=title&x=1", "order,x")]
    [InlineData("?page_sise=5&page=1", "page_sise")]
    [InlineData("?pageSize=5", "pageSize")]
    [InlineData("?%20=1", " ")]
    [InlineData("?a%5B0%5D=1", "a[0]")]
    public async Task List_WithUnknownParameters_NamesThemUnderStrictHandling(string query, string unknown)
    {
        using var strict = await Analyst.CallAsync("GET", Paths.Incidents + query, null, s_strict);
        using var lenient = await Analyst.CallAsync("GET", Paths.Incidents + query);

        (await strict.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(unknown.Split(',').Select(u => $"{u}:unknown_field"));
        strict.Header("Preference-Applied").Should().Be("handling=strict");
        lenient.StatusCode.Should().Be(HttpStatusCode.OK);
        lenient.Header("Preference-Applied").Should().BeNull();
    }

    [Fact]
    public async Task List_WithDeclaredParameters_IsDoneAndSaysHow()
    {
        using var response = await Analyst.CallAsync(
            "GET", $"{Paths.Incidents}?status=open&severity=low&search=a&page=1&page_size=5&cursor=&tenant_id={_tenant}", null, s_strict);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("Preference-Applied").Should().Be("handling=strict");
    }

    [Fact]
    public async Task Operations_WithParametersTheyDoNotHave_NameThem()
    {
        var incident = (string)(await api.GivenIncident(_tenant))["id"]!;
        var anomaly = await api.GivenAnomaly(_tenant);
        using var detector = api.Detector(_tenant);

        using var get = await Analyst.CallAsync("GET", Paths.Incident(incident) + "?page=1", null, s_strict);
        using var open = await Analyst.CallAsync("POST", Paths.Incidents + "?page=1", """{"title":"t","severity":"low"}""", s_strict);
        using var move = await Analyst.CallAsync("PUT", Paths.Status(anomaly) + "?status=resolved", """{"status":"open"}""", s_strict);
        using var report = await detector.CallAsync("POST", Paths.Reports + "?page=1", """{"type":"t","severity":"low","description":"d"}""", s_strict);
        using var batch = await detector.CallAsync("POST", Paths.Batch + "?page=1", """[{"type":"t","severity":"low","description":"d"}]""", s_strict);

        foreach (var (response, unknown) in new[] { (get, "page"), (open, "page"), (move, "status"), (report, "page"), (batch, "page") })
        {
            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal($"{unknown}:unknown_field");
            response.Header("Preference-Applied").Should().Be("handling=strict");
        }
    }

    [Fact]
    public async Task ReportMany_WithUnknownMembers_NamesThemByTheirPlace()
    {
        using var detector = api.Detector(_tenant);

        using var response = await detector.CallAsync(
            "POST", Paths.Batch, """[{"type":"t","severity":"low","description":"d"},{"type":"t","severity":"x","description":"d","typ":1}]""", s_strict);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo("[1].severity:enum", "[1].typ:unknown_field");
    }

    [Fact]
    public async Task Refusals_OfEveryKind_SayThatHandlingWasStrict()
    {
        using var missing = await Analyst.CallAsync("GET", Paths.Incident(Paths.UnknownIncident), null, s_strict);
        using var malformed = await Analyst.OpenAsync("{", s_strict);
        using var unsupported = await Analyst.OpenAsync(Responses.Body("{}", "text/plain"), s_strict);

        foreach (var response in new[] { missing, malformed, unsupported })
        {
            response.Header("Preference-Applied").Should().Be("handling=strict");
        }
    }

    [Fact]
    public async Task Get_WhenNotModified_SaysThatHandlingWasStrict()
    {
        var incident = (string)(await api.GivenIncident(_tenant))["id"]!;

        using var response = await Analyst.CallAsync("GET", Paths.Incident(incident), null, s_strict, ("If-None-Match", "*"));

        response.StatusCode.Should().Be(HttpStatusCode.NotModified);
        response.Header("Preference-Applied").Should().Be("handling=strict");
    }
}
