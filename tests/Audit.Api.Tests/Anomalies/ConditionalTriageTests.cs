using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class ConditionalTriageTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("*")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("W/\"9\",\"2\"")]
    [InlineData(" \"2\" ")]
    [InlineData("")]
    public async Task Move_WhenItIsTheVersionTheCallerSaw_IsDone(string ifMatch)
    {
        var id = await GivenAcknowledged();

        using var response = await Analyst.MoveAsync(id, new { status = "resolved" }, ("If-Match", ifMatch));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().Be("\"3\"");
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"3\"")]
    [InlineData("\"02\"")]
    [InlineData("\"\"")]
    [InlineData("\"*\"")]
    [InlineData("W/\"2\"")]
    [InlineData("\"1\", W/\"2\"")]
    public async Task Move_WhenItIsAnotherVersion_ChangesNothingAndTellsThePresentOne(string ifMatch)
    {
        var id = await GivenAcknowledged();

        using var response = await Analyst.MoveAsync(id, new { status = "resolved" }, ("If-Match", ifMatch));

        var problem = await response.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
        response.Header("ETag").Should().Be("\"2\"");
        problem["i18n_args"]!.ToJsonString().Should().Be("""{"current_version":2}""");
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("\"2")]
    [InlineData("'2'")]
    [InlineData("w/\"2\"x")]
    [InlineData("\"2\" \"3\"")]
    public async Task Move_WithAConditionThatCannotBeRead_IsRefused(string ifMatch)
    {
        var id = await GivenAcknowledged();

        using var response = await Analyst.MoveAsync(id, new { status = "resolved" }, ("If-Match", ifMatch));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("If-Match:format");
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Fact]
    public async Task Move_WithConditionsInSeveralLines_LooksAtAll()
    {
        var id = await GivenAcknowledged();

        using var response = await Analyst.MoveAsync(id, new { status = "resolved" }, ("If-Match", "\"7\""), ("If-Match", "\"2\""));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("open", "a move that the table hasn't")]
    [InlineData("acknowledged", "no move at all")]
    public async Task Move_WhenItIsAnotherVersion_IsRefusedBeforeAllElse(string status, string why)
    {
        var id = await GivenAcknowledged();

        using var response = await Analyst.MoveAsync(id, new { status }, ("If-Match", "\"1\""));

        response.StatusCode.Should().Be(HttpStatusCode.PreconditionFailed, "it is {0}", why);
    }

    [Fact]
    public async Task Move_WhenNothingHasThatId_AnswersNotFoundWhateverTheCondition()
    {
        using var response = await Analyst.MoveAsync(Paths.UnknownAnomaly, new { status = "open" }, ("If-Match", "*"));

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.anomaly_not_found");
    }

    [Fact]
    public async Task Move_AfterALostCondition_PassesWithTheVersionThatWasTold()
    {
        var id = await GivenAcknowledged();
        using var lost = await Analyst.MoveAsync(id, new { status = "resolved" }, ("If-Match", "\"1\""));

        using var response = await Analyst.MoveAsync(id, new { status = "resolved" }, ("If-Match", lost.Header("ETag")!));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Move_AfterALink_IsAnotherVersion()
    {
        var id = await api.GivenAnomaly(_tenant);
        await api.GivenIncident(_tenant, new { title = "t", severity = "low", source_anomaly_ids = new[] { id } });

        using var response = await Analyst.MoveAsync(id, new { status = "resolved" }, ("If-Match", "\"1\""));

        await response.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
    }

    /// <summary>Its version is 2.</summary>
    private async Task<string> GivenAcknowledged()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var response = await Analyst.MoveAsync(id, new { status = "acknowledged" });
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return id;
    }
}
