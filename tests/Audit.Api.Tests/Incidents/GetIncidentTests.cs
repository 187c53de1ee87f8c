using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

public sealed class GetIncidentTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Get_WhenThere_AnswersItWithItsVersion()
    {
        var incident = await api.GivenIncident(_tenant);

        using var response = await Analyst.GetAsync(Paths.Incident((string)incident["id"]!));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().Be("\"1\"");
        var answer = await response.JsonAsync();
        answer.Members().Should().BeEquivalentTo("code", "message", "data", "timestamp");
        answer["data"]!.ToJsonString().Should().Be(incident.ToJsonString());
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"7\", \"1\"")]
    [InlineData("\"7\",W/\"1\" , \"8\"")]
    [InlineData("*")]
    public async Task Get_WhenTheCallerHasThatVersion_AnswersNotModified(string ifNoneMatch)
    {
        var id = (string)(await api.GivenIncident(_tenant))["id"]!;

        using var response = await Analyst.CallAsync("GET", Paths.Incident(id), null, ("If-None-Match", ifNoneMatch));

        response.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        response.Header("ETag").Should().Be("\"1\"");
        response.Header("Cache-Control").Should().Be("no-cache, private");
        response.Header("Vary").Should().Be("Authorization, Accept-Language, X-Tenant-ID");
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"11\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("w/\"2\"")]
    public async Task Get_WhenTheCallerHasAnotherVersion_AnswersTheThing(string ifNoneMatch)
    {
        var id = (string)(await api.GivenIncident(_tenant))["id"]!;

        using var response = await Analyst.CallAsync("GET", Paths.Incident(id), null, ("If-None-Match", ifNoneMatch));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        ((string)(await response.DataAsync())["id"]!).Should().Be(id);
    }

    [Fact]
    public async Task Get_WhenVersionsComeInSeveralLines_LooksAtAll()
    {
        var id = (string)(await api.GivenIncident(_tenant))["id"]!;

        using var response = await Analyst.CallAsync("GET", Paths.Incident(id), null, ("If-None-Match", "\"4\""), ("If-None-Match", "\"1\""));

        response.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData(Paths.UnknownIncident)]
    [InlineData(Paths.UnknownAnomaly)]
    [InlineData("inc_abc123")]
    [InlineData("1")]
    [InlineData("inc_81k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("INC_01K5M8Z0C2E9V7Q4T6X8Y1W3RA")]
    [InlineData("%20")]
    [InlineData("%E5%BC%82%E5%B8%B8")]
    [InlineData("' OR 1=1 --")]
    public async Task Get_WhenNothingHasThatId_AnswersNotFound(string id)
    {
        await api.GivenIncident(_tenant);

        using var response = await Analyst.GetAsync(Paths.Incident(id));

        var problem = await response.ProblemAsync(HttpStatusCode.NotFound, "error.incident_not_found");
        ((string)problem["i18n_args"]!["id"]!).Should().Be(Uri.UnescapeDataString(id));
    }

    [Fact]
    public async Task Get_WhenItsIdIsInAnotherLetterCase_AnswersNotFound()
    {
        var id = (string)(await api.GivenIncident(_tenant))["id"]!;

        using var response = await Analyst.GetAsync(Paths.Incident(id.ToUpperInvariant()));

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.incident_not_found");
    }

    [Fact]
    public async Task Get_WhenItIsAnotherTenants_AnswersAsIfItWereUnknown()
    {
        var theirs = (string)(await api.GivenIncident(Tenants.Fresh()))["id"]!;

        using var foreign = await Analyst.CallAsync("GET", Paths.Incident(theirs), null, ("X-Request-Id", "same"));
        using var unknown = await Analyst.CallAsync("GET", Paths.Incident(Paths.UnknownIncident), null, ("X-Request-Id", "same"));

        var first = await foreign.ProblemAsync(HttpStatusCode.NotFound, "error.incident_not_found");
        var second = await unknown.ProblemAsync(HttpStatusCode.NotFound, "error.incident_not_found");
        first.Members().Should().Equal(second.Members());
        ((string)first["detail"]!).Replace(theirs, "…", StringComparison.Ordinal).Should().Be(((string)second["detail"]!).Replace(Paths.UnknownIncident, "…", StringComparison.Ordinal));
        foreign.Headers.Select(h => h.Key).Should().BeEquivalentTo(unknown.Headers.Select(h => h.Key));
    }
}
