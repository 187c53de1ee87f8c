using System.Net;
using System.Text;

namespace Audit.Api.Tests.Requests;

/// <summary>Every write that names a thing, with two faults each time: the earlier one is told.</summary>
public sealed class OrderOfWorkTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Broken = """{"status":5,"title":5,"assignee":5,"content":5,"case_id":5}""";
    private static readonly (string, string) s_badKey = ("Idempotency-Key", "a b");
    private static readonly (string, string) s_badMatch = ("If-Match", "99");
    private static readonly (string, string) s_stale = ("If-Match", "\"99\"");
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public static TheoryData<string> Writes => WriteOperations.Ids;

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Judgement_OfSignInAndAllBehindIt_NamesTheSignIn(string operation)
    {
        using var nobody = api.CreateClient();

        foreach (var body in new object[] { Broken, TooLarge(), Responses.Body("{}", "text/plain") })
        {
            using var response = await SendAsync(nobody, operation, body, s_badKey, s_badMatch);
            await response.ProblemAsync(HttpStatusCode.Unauthorized, "error.unauthenticated");
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Judgement_OfPermissionAndAllBehindIt_NamesThePermission(string operation)
    {
        using var auditor = api.Caller(_tenant, roles: ["auditor"]);
        using var detector = api.Detector(_tenant);

        foreach (var caller in new[] { auditor, detector })
        {
            foreach (var body in new object[] { Broken, TooLarge(), Responses.Body("{}", "text/plain") })
            {
                using var response = await SendAsync(caller, operation, body, s_badKey, s_badMatch);
                await response.ProblemAsync(HttpStatusCode.Forbidden, "error.permission_denied");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Judgement_OfSizeTypeAndShape_GoesInThatOrder(string operation)
    {
        using var large = await SendAsync(Analyst, operation, TooLarge("text/plain"), s_badKey, s_badMatch);
        using var type = await SendAsync(Analyst, operation, Responses.Body(Broken, "text/plain"), s_badKey, s_badMatch);
        using var shape = await SendAsync(Analyst, operation, Broken, s_stale);

        await large.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "error.body_too_large");
        await type.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type");
        await shape.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Judgement_OfShapeThingAndVersion_GoesInThatOrder(string operation)
    {
        var write = WriteOperations.Named(operation);
        var id = await api.GivenThingFor(_tenant, write);
        using var condition = await SendAsync(Analyst, operation, write.Body(0), s_badMatch);
        using var thing = await SendAsync(Analyst, operation, write.Body(0), s_stale);
        using var shape = await Analyst.CallAsync(write.Method, write.PathTo(id), Broken, s_stale);
        using var version = await Analyst.CallAsync(write.Method, write.PathTo(id), write.Body(0), s_stale);

        await condition.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        thing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        await shape.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        await version.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
    }

    [Theory]
    [InlineData("updateIncidentStatus", true)]
    [InlineData("updateIncident", true)]
    [InlineData("assignIncident", false)]
    [InlineData("addIncidentComment", false)]
    [InlineData("escalateAnomaly", false)]
    public async Task Judgement_OfHeadersAndBody_NamesAllThatIsBroken(string operation, bool ignoresKeys)
    {
        using var response = await SendAsync(Analyst, operation, Broken, s_badKey, s_badMatch, ("Prefer", "handling=strict"));

        var broken = (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken();
        broken.Should().Contain("If-Match:format").And.Contain(b => b.EndsWith(":unknown_field", StringComparison.Ordinal));
        broken.Contains("Idempotency-Key:format", StringComparer.Ordinal).Should().Be(!ignoresKeys);
    }

    [Theory]
    [InlineData("/admin/audit/incidents/bulk")]
    [InlineData("/admin/audit/anomalies/bulk")]
    public async Task Judgement_OfABulkChange_GoesInTheSameOrder(string path)
    {
        using var nobody = api.CreateClient();
        using var auditor = api.Caller(_tenant, roles: ["auditor"]);

        using var unauthenticated = await nobody.CallAsync("POST", path, Broken);
        using var denied = await auditor.CallAsync("POST", path, TooLarge());
        using var large = await Analyst.CallAsync("POST", path, TooLarge("text/plain"));
        using var type = await Analyst.CallAsync("POST", path, Responses.Body("{", "text/plain"));
        using var malformed = await Analyst.CallAsync("POST", path, "{");
        using var method = await nobody.CallAsync("PUT", path + "/x/y", "{}");

        await unauthenticated.ProblemAsync(HttpStatusCode.Unauthorized, "error.unauthenticated");
        await denied.ProblemAsync(HttpStatusCode.Forbidden, "error.permission_denied");
        await large.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "error.body_too_large");
        await type.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type");
        await malformed.ProblemAsync(HttpStatusCode.BadRequest, "error.malformed_body");
        await method.ProblemAsync(HttpStatusCode.NotFound, "error.route_not_found");
    }

    /// <summary>To a thing that isn't there.</summary>
    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string operation, object body, params (string, string)[] headers)
    {
        var write = WriteOperations.Named(operation);
        return client.CallAsync(write.Method, write.PathTo(write.Of == Thing.Incident ? Paths.UnknownIncident : Paths.UnknownAnomaly), body, headers);
    }

    private static HttpContent TooLarge(string contentType = "application/json") => Responses.Body(Encoding.ASCII.GetBytes("{".PadRight((256 * 1024) + 1)), contentType);
}
