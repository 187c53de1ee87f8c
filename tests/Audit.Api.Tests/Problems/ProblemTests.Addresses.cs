using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Problems;

/// <summary><c>type</c>, <c>instance</c> and <c>Location</c>: made from configuration and path, never from what a caller says of the host.</summary>
public sealed class ProblemAddressesTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Prefix = "/audit/api/v1";
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Addresses_WithoutConfiguration_AreRelativeWhateverHostIsNamed()
    {
        Analyst.DefaultRequestHeaders.Host = "evil.example";
        (string, string)[] headers = [("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "host=evil.example")];

        using var opened = await Analyst.OpenAsync(new { title = "t", severity = "low" }, headers);
        using var refused = await Analyst.OpenAsync("{}", headers);

        opened.Header("Location").Should().StartWith(Paths.Incidents + "/inc_");
        var problem = await refused.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        ((string)problem["type"]!).Should().Be("/errors/invalid-request");
        ((string)problem["instance"]!).Should().Be(Paths.Incidents);
        (await refused.Content.ReadAsStringAsync()).Should().NotContain("evil");
    }

    [Theory]
    [InlineData("https://gateway.example")]
    [InlineData("https://gateway.example/")]
    [InlineData("https://gateway.example/audit/api/v1")]
    [InlineData("https://gateway.example/audit/api/v1/")]
    public async Task Addresses_WithAPublicUrl_AreAbsolute(string publicUrl)
    {
        using var published = new AuditApi(null, ("Api:PublicUrl", publicUrl));
        using var analyst = published.Analyst(_tenant);
        analyst.DefaultRequestHeaders.Host = "evil.example";

        using var opened = await analyst.OpenAsync(new { title = "t", severity = "low" });
        using var refused = await analyst.OpenAsync("{}");

        opened.Header("Location").Should().StartWith($"{publicUrl.TrimEnd('/')}{Paths.Incidents}/inc_");
        ((string)(await refused.JsonAsync())["type"]!).Should().Be($"{publicUrl.TrimEnd('/')}/errors/invalid-request");
        ((string)(await refused.JsonAsync())["instance"]!).Should().Be(Paths.Incidents);
    }

    [Theory]
    [InlineData(Prefix, Prefix)]
    [InlineData("", "")]
    [InlineData("/AUDIT/api/v1", "/AUDIT/api/v1")]
    public async Task Addresses_UnderAPrefix_CarryTheOneTheRequestCameBy(string sentUnder, string answeredUnder)
    {
        using var prefixed = new AuditApi(null, ("Api:PathBase", Prefix));
        using var analyst = prefixed.Analyst(_tenant);

        using var opened = await analyst.CallAsync("POST", sentUnder + Paths.Incidents, new { title = "t", severity = "low" });
        using var fetched = await analyst.GetAsync(opened.Headers.Location);
        using var escalated = await analyst.CallAsync("POST", $"{sentUnder}/admin/audit/anomalies/{await prefixed.GivenAnomaly(_tenant)}/escalate");
        using var refused = await analyst.CallAsync("POST", sentUnder + Paths.Incidents, "{}");
        using var unknown = await analyst.GetAsync(sentUnder + "/nope");
        using var page = await analyst.GetAsync(sentUnder + "/errors/invalid-request");
        using var health = await analyst.GetAsync(sentUnder + "/health/live");

        opened.Header("Location").Should().StartWith($"{answeredUnder}{Paths.Incidents}/inc_");
        escalated.Header("Location").Should().StartWith($"{answeredUnder}{Paths.Incidents}/inc_");
        fetched.StatusCode.Should().Be(HttpStatusCode.OK);
        var problem = await refused.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        ((string)problem["type"]!).Should().Be($"{answeredUnder}/errors/invalid-request");
        ((string)problem["instance"]!).Should().Be(answeredUnder + Paths.Incidents);
        ((string)(await unknown.ProblemAsync(HttpStatusCode.NotFound, "error.route_not_found"))["instance"]!).Should().Be(answeredUnder + "/nope");
        page.StatusCode.Should().Be(HttpStatusCode.OK);
        health.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Prefix + Prefix + Paths.Incidents)]
    [InlineData("/audit/api" + Paths.Incidents)]
    [InlineData("/audit/api/v1x" + Paths.Incidents)]
    public async Task Path_UnderAnotherPrefix_IsNotServed(string path)
    {
        using var prefixed = new AuditApi(null, ("Api:PathBase", Prefix));
        using var analyst = prefixed.Analyst(_tenant);

        using var response = await analyst.GetAsync(path);

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.route_not_found");
    }

    [Fact]
    public async Task Path_UnderAPrefixThatIsNotConfigured_IsNotServed()
    {
        using var response = await Analyst.GetAsync(Prefix + Paths.Incidents);

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.route_not_found");
    }

    [Theory]
    [InlineData("?page=0", "?page=0")]
    [InlineData("?page=0&access_token=secret&x=1", "?page=0")]
    [InlineData("?sort=x&assignee=me&access_token=secret&updated_to=2026-01-01", "?sort=x&assignee=me&updated_to=2026-01-01")]
    [InlineData("?access_token=secret&page=0", "?page=0")]
    [InlineData("?page=0&page=1", "?page=0&page=1")]
    [InlineData("?PAGE=0", "?PAGE=0")]
    [InlineData("?page=a%20b%26c%3Dd", "?page=a%20b%26c%3Dd")]
    [InlineData("?page=%E5%BC%82", "?page=%E5%BC%82")]
    [InlineData("?page=%0D%0AX-Evil:1", "?page=%0D%0AX-Evil%3A1")]
    [InlineData("?page=%22%3C%3E", "?page=%22%3C%3E")]
    public async Task Instance_OfAnOperation_HoldsItsOwnParametersAlone(string query, string kept)
    {
        using var response = await Analyst.GetAsync(Paths.Incidents + query);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        ((string)problem["instance"]!).Should().Be(Paths.Incidents + kept);
        response.Header("X-Evil").Should().BeNull();
    }

    [Fact]
    public async Task Instance_WithTheTenantParameter_HoldsIt()
    {
        using var response = await Analyst.GetAsync($"{Paths.Incidents}?tenant_id={_tenant}&page=0&secret=1");

        ((string)(await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request"))["instance"]!).Should().Be($"{Paths.Incidents}?tenant_id={_tenant}&page=0");
    }

    [Theory]
    [InlineData("/nope?access_token=secret&page=1", "/nope")]
    [InlineData("/no%20pe/%E5%BC%82%E5%B8%B8?x", "/no%20pe/%E5%BC%82%E5%B8%B8")]
    [InlineData("/%3Cscript%3E", "/%3Cscript%3E")]
    [InlineData("/health/nope?token=secret", "/health/nope")]
    public async Task Instance_OfNoOperation_IsThePathAlone(string path, string instance)
    {
        using var response = await Analyst.GetAsync(path);

        ((string)(await response.ProblemAsync(HttpStatusCode.NotFound, "error.route_not_found"))["instance"]!).Should().Be(instance);
    }
}
