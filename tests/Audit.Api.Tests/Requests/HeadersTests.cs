using System.Net;
using System.Text.Json.Nodes;

namespace Audit.Api.Tests.Requests;

public sealed class HeadersTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string PerCaller = "Authorization, Accept-Language, X-Tenant-ID";
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Answers_OfEveryKind_CarryTheRequestIdAndForbidSniffing()
    {
        var incident = (string)(await api.GivenIncident(_tenant))["id"]!;
        using var detector = api.Detector(_tenant);
        using var nobody = api.CreateClient();
        var calls = new (HttpClient Client, string Method, string Path, object? Body, HttpStatusCode Status)[]
        {
            (Analyst, "POST", Paths.Incidents, """{"title":"t","severity":"low"}""", HttpStatusCode.Created),
            (Analyst, "GET", Paths.Incident(incident), null, HttpStatusCode.OK),
            (Analyst, "GET", Paths.Incidents, null, HttpStatusCode.OK),
            (detector, "POST", Paths.Reports, """{"type":"t","severity":"low","description":"d"}""", HttpStatusCode.Created),
            (detector, "POST", Paths.Batch, """[{"type":"t","severity":"low","description":"d"}]""", HttpStatusCode.Created),
            (Analyst, "POST", Paths.Incidents, "{}", HttpStatusCode.BadRequest),
            (Analyst, "GET", Paths.Incident(Paths.UnknownIncident), null, HttpStatusCode.NotFound),
            (nobody, "GET", Paths.Incidents, null, HttpStatusCode.Unauthorized),
            (detector, "GET", Paths.Incidents, null, HttpStatusCode.Forbidden),
            (Analyst, "GET", "/nope", null, HttpStatusCode.NotFound),
            (Analyst, "DELETE", Paths.Incidents, null, HttpStatusCode.MethodNotAllowed),
            (Analyst, "GET", "/health/live", null, HttpStatusCode.OK),
            (Analyst, "GET", "/health/ready", null, HttpStatusCode.OK),
            (Analyst, "GET", "/errors", null, HttpStatusCode.OK),
            (Analyst, "GET", "/errors/no-such-error", null, HttpStatusCode.NotFound),
        };

        foreach (var call in calls)
        {
            using var response = await call.Client.CallAsync(call.Method, call.Path, call.Body, ("X-Request-Id", "id.of_the-Caller"));

            response.StatusCode.Should().Be(call.Status, "{0} {1}", call.Method, call.Path);
            response.Header("X-Request-Id").Should().Be("id.of_the-Caller");
            response.Header("X-Content-Type-Options").Should().Be("nosniff");
        }
    }

    [Fact]
    public async Task Answers_AboutTheTenantsThings_AreForThatCallerAlone()
    {
        var anomaly = await api.GivenAnomaly(_tenant);
        using var opened = await Analyst.OpenAsync("""{"title":"t","severity":"low"}""");
        using var moved = await Analyst.MoveAsync(anomaly, new { status = "resolved" });
        using var listed = await Analyst.GetAsync(Paths.Incidents);
        using var notModified = await Analyst.CallAsync("GET", opened.Header("Location")!, null, ("If-None-Match", "*"));

        foreach (var response in new[] { opened, moved, listed, notModified })
        {
            response.Header("Cache-Control").Should().Be("no-cache, private");
            response.Header("Vary").Should().Be(PerCaller);
        }
    }

    [Fact]
    public async Task Refusals_OfEveryKind_AreKeptByNobody()
    {
        using var invalid = await Analyst.OpenAsync("{}");
        using var unknown = await Analyst.GetAsync(Paths.Incident(Paths.UnknownIncident));
        using var noRoute = await Analyst.GetAsync("/nope");
        using var noMethod = await Analyst.DeleteAsync(Paths.Incidents);

        foreach (var response in new[] { invalid, unknown, noRoute, noMethod })
        {
            response.Headers.CacheControl!.NoStore.Should().BeTrue();
            response.Header("Vary").Should().Be(PerCaller);
        }
    }

    [Fact]
    public async Task Answers_WithoutARequestId_EachHaveOneOfTheirOwn()
    {
        using var first = await Analyst.GetAsync(Paths.Incidents);
        using var second = await Analyst.GetAsync(Paths.Incidents);

        first.Header("X-Request-Id").Should().MatchRegex("^req_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        second.Header("X-Request-Id").Should().NotBe(first.Header("X-Request-Id"));
    }

    [Fact]
    public async Task Answers_WhenOneIsWritten_CarryItsVersion()
    {
        var anomaly = await api.GivenAnomaly(_tenant);

        using var moved = await Analyst.MoveAsync(anomaly, new { status = "acknowledged" });

        moved.Header("ETag").Should().Be($"\"{(await moved.JsonAsync())["data"]!["version"]!.ToJsonString()}\"");
    }

    [Fact]
    public async Task Times_OfAnIncident_AreToTheMillisecond()
    {
        var incident = await api.GivenIncident(_tenant);

        foreach (var name in new[] { "created_at", "updated_at" })
        {
            incident[name].Should().BeAssignableTo<JsonValue>();
            ((string)incident[name]!).Should().MatchRegex(@"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        }
    }
}
