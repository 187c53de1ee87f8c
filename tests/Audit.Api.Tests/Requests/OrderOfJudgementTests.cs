using System.Net;
using System.Text;

namespace Audit.Api.Tests.Requests;

/// <summary>A request with two faults is refused for the earlier one: route, sign-in, permission, body's size and type, shape, thing, version, move.</summary>
public sealed class OrderOfJudgementTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Stale = "\"99\"";
    private const string Unreadable = "99";
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("GET", "/nope", HttpStatusCode.NotFound, "error.route_not_found")]
    [InlineData("POST", "/admin/audit", HttpStatusCode.NotFound, "error.route_not_found")]
    [InlineData("GET", "/admin/audit/incidents/a/b", HttpStatusCode.NotFound, "error.route_not_found")]
    [InlineData("DELETE", Paths.Incidents, HttpStatusCode.MethodNotAllowed, "error.method_not_allowed")]
    [InlineData("GET", Paths.Reports, HttpStatusCode.MethodNotAllowed, "error.method_not_allowed")]
    public async Task Judgement_OfRouteAndSignIn_NamesTheRoute(string method, string path, HttpStatusCode status, string key)
    {
        using var nobody = api.CreateClient();

        using var response = await nobody.CallAsync(method, path);

        await response.ProblemAsync(status, key);
    }

    [Theory]
    [InlineData("POST", Paths.Incidents, "{")]
    [InlineData("POST", Paths.Incidents, "{}")]
    [InlineData("POST", Paths.Reports, "{}")]
    [InlineData("POST", Paths.Batch, "[]")]
    [InlineData("GET", Paths.Incidents + "?page=0", null)]
    [InlineData("GET", "/admin/audit/incidents/" + Paths.UnknownIncident, null)]
    [InlineData("PUT", "/admin/audit/anomalies/" + Paths.UnknownAnomaly + "/status", "{}")]
    public async Task Judgement_OfSignInAndShape_NamesTheSignIn(string method, string path, string? body)
    {
        using var nobody = api.CreateClient();

        using var response = await nobody.CallAsync(method, path, body);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "error.unauthenticated");
    }

    [Fact]
    public async Task Judgement_OfSignInAndBody_NamesTheSignIn()
    {
        using var nobody = api.CreateClient();

        using var tooLarge = await nobody.OpenAsync(TooLarge());
        using var otherType = await nobody.OpenAsync(Responses.Body("{}", "text/plain"));

        await tooLarge.ProblemAsync(HttpStatusCode.Unauthorized, "error.unauthenticated");
        await otherType.ProblemAsync(HttpStatusCode.Unauthorized, "error.unauthenticated");
    }

    [Fact]
    public async Task Judgement_OfPermissionAndAllBehindIt_NamesThePermission()
    {
        using var auditor = api.Caller(_tenant, roles: ["auditor"]);
        using var tooLarge = await auditor.OpenAsync(TooLarge());
        using var otherType = await auditor.OpenAsync(Responses.Body("{}", "text/plain"));
        using var malformed = await auditor.OpenAsync("{");
        using var invalid = await auditor.OpenAsync("{}");
        using var badKey = await auditor.OpenAsync("{}", ("Idempotency-Key", "a b"));
        using var unknown = await auditor.MoveAsync(Paths.UnknownAnomaly, new { status = "open" });

        foreach (var response in new[] { tooLarge, otherType, malformed, invalid, badKey, unknown })
        {
            await response.ProblemAsync(HttpStatusCode.Forbidden, "error.permission_denied");
        }
    }

    [Fact]
    public async Task Judgement_OfSignInAndTenant_NamesTheSignIn()
    {
        using var nobody = api.CreateClient();

        using var response = await nobody.CallAsync("GET", Paths.Incidents, null, ("Authorization", "Bearer no.token.atall"), ("X-Tenant-ID", Tenants.Fresh()));

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "error.invalid_token");
    }

    [Fact]
    public async Task Judgement_OfSizeAndType_NamesTheSize()
    {
        using var response = await Analyst.OpenAsync(TooLarge("text/plain"));

        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "error.body_too_large");
    }

    [Fact]
    public async Task Judgement_OfSizeAndShape_NamesTheSize()
    {
        using var query = await Analyst.CallAsync("POST", Paths.Incidents + "?x=1", TooLarge(), ("Prefer", "handling=strict"), ("Idempotency-Key", "a b"));
        using var thing = await Analyst.MoveAsync(Paths.UnknownAnomaly, TooLarge(), ("If-Match", Unreadable));

        await query.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "error.body_too_large");
        await thing.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "error.body_too_large");
    }

    [Fact]
    public async Task Judgement_OfTypeAndShape_NamesTheType()
    {
        using var malformed = await Analyst.OpenAsync(Responses.Body("{", "text/plain"));
        using var thing = await Analyst.MoveAsync(Paths.UnknownAnomaly, Responses.Body("""{"status":"open"}""", "text/plain"), ("If-Match", Unreadable));

        await malformed.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type");
        await thing.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type");
    }

    [Theory]
    [InlineData("""{"status":"closed"}""", null)]
    [InlineData("{}", null)]
    [InlineData("{}", Stale)]
    [InlineData("""{"status":"open"}""", Unreadable)]
    public async Task Judgement_OfShapeAndThing_NamesTheShape(string body, string? ifMatch)
    {
        using var response = await Analyst.MoveAsync(Paths.UnknownAnomaly, body, Condition(ifMatch));

        await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
    }

    [Theory]
    [InlineData("""{"status":"x"}""", Stale)]
    [InlineData("""{"status":"open"}""", Unreadable)]
    public async Task Judgement_OfShapeAndVersion_NamesTheShape(string body, string ifMatch)
    {
        var id = await GivenResolved();

        using var response = await Analyst.MoveAsync(id, body, Condition(ifMatch));

        await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
    }

    [Theory]
    [InlineData(Stale)]
    [InlineData("*")]
    public async Task Judgement_OfThingAndVersion_NamesTheThing(string ifMatch)
    {
        using var unknown = await Analyst.MoveAsync(Paths.UnknownAnomaly, new { status = "open" }, Condition(ifMatch));
        using var theirs = await Analyst.MoveAsync(await api.GivenAnomaly(Tenants.Fresh()), new { status = "open" }, Condition(ifMatch));

        await unknown.ProblemAsync(HttpStatusCode.NotFound, "error.anomaly_not_found");
        await theirs.ProblemAsync(HttpStatusCode.NotFound, "error.anomaly_not_found");
    }

    [Fact]
    public async Task Judgement_OfVersionAndMove_NamesTheVersion()
    {
        var id = await GivenResolved();

        using var stale = await Analyst.MoveAsync(id, new { status = "investigating" }, Condition(Stale));
        using var present = await Analyst.MoveAsync(id, new { status = "investigating" }, Condition("\"2\""));

        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
        await present.ProblemAsync(HttpStatusCode.Conflict, "error.transition_refused");
    }

    private async Task<string> GivenResolved()
    {
        var id = await api.GivenAnomaly(_tenant);
        (await Analyst.MoveAsync(id, new { status = "resolved" })).Dispose();
        return id;
    }

    private static (string, string)[] Condition(string? ifMatch) => ifMatch is null ? [] : [("If-Match", ifMatch)];

    private static HttpContent TooLarge(string contentType = "application/json") => Responses.Body(Encoding.ASCII.GetBytes("{".PadRight((256 * 1024) + 1)), contentType);
}
