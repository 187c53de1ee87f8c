using System.Net;
using System.Text.Json;

namespace Audit.Client.Tests;

[Collection(nameof(RunningAudit))]
public sealed class ProblemTests(RunningAudit service) : IAsyncLifetime
{
    private const string Nobody = "inc_00000000000000000000000000";
    private AuditClient _audit = null!;

    public async Task InitializeAsync() => _audit = await service.ClientAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task BadRequest_WhenFieldsAreBroken_NamesThemAll()
    {
        var problem = await Refused.ByAsync(_audit.Incidents.CreateAsync(new() { Title = " ", Severity = Severity.Low, Assignee = new string('x', 129), RelatedEvidenceIds = ["a", "a"] }), HttpStatusCode.BadRequest);

        problem.Key.Should().Be("error.invalid_request");
        problem.Code.Should().Be(problem.Problem!.Code).And.BeInRange(30101000, 30101999);
        problem.Errors.Select(e => (e.Field, e.Code)).Should().BeEquivalentTo(
        [
            ("title", FieldViolationCode.Required), ("assignee", FieldViolationCode.MaxLength), ("related_evidence_ids[1]", FieldViolationCode.Duplicate),
        ]);
        problem.Message.Should().Be($"{problem.Problem.Title}: {problem.Problem.Detail}");
        problem.RequestId.Should().NotBeNull();
    }

    [Fact]
    public async Task Closing_WithoutResolution_IsRefusedUnlessTheCallerIsLenient()
    {
        var id = await OpenAsync();
        await _audit.Incidents.UpdateStatusAsync(id, new() { Status = IncidentStatus.Resolved });
        UpdateIncidentStatusRequest close = new() { Status = IncidentStatus.Closed };

        (await Refused.ByAsync(_audit.Incidents.UpdateStatusAsync(id, close), HttpStatusCode.BadRequest)).Errors.Should().ContainSingle().Which.Field.Should().Be("resolution");
        (await _audit.Incidents.UpdateStatusAsync(id, close, options: new() { Prefer = "handling=lenient" })).Data.Resolution.Should().Be(Resolution.Undetermined);
    }

    [Fact]
    public async Task Texts_WhenAnotherLanguageIsAskedFor_AreInItAndTheKeyIsTheSame()
    {
        var english = await Refused.ByAsync(_audit.Incidents.GetAsync(Nobody), HttpStatusCode.NotFound);
        var chinese = await Refused.ByAsync(_audit.Incidents.GetAsync(Nobody, options: new() { AcceptLanguage = "zh-CN" }), HttpStatusCode.NotFound);

        chinese.Message.Should().MatchRegex("[一-龥]").And.NotBe(english.Message);
        chinese.Key.Should().Be(english.Key).And.Be("error.incident_not_found");
    }

    [Fact]
    public async Task Unauthorized_WhenTheTokenIsNone_TellsNothingOfIt()
    {
        var audit = service.Client(new() { Token = _ => ValueTask.FromResult("secret.secret.secret") });

        var problem = await Refused.ByAsync(audit.Me.GetAsync(), HttpStatusCode.Unauthorized);

        problem.Headers.WwwAuthenticate.Should().ContainSingle().Which.Scheme.Should().Be("Bearer");
        (problem + JsonSerializer.Serialize(problem.Problem)).Should().NotContain("secret");
    }

    [Fact]
    public async Task Forbidden_WithoutThePermissionOrTheTenant_IsSaid()
    {
        var auditor = await service.ClientAsync(role: "auditor", scope: "");

        await Refused.ByAsync(auditor.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Low }), HttpStatusCode.Forbidden);
        await Refused.ByAsync(_audit.Incidents.ListAsync(options: new() { TenantId = "tnt_other" }), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task SuperAdministrator_WhenActingInAnotherTenant_NamesIt()
    {
        var (token, tenant) = (await service.TokenAsync("tnt_home", "super_admin"), RunningAudit.NewTenant());
        var root = service.Client(new() { Token = _ => ValueTask.FromResult(token), TenantId = tenant });

        (await root.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Low })).Data.TenantId.Should().Be(tenant);
    }

    [Fact]
    public async Task NotFound_WithAnIdThatLooksLikeAPath_IsOfTheThing() =>
        (await Refused.ByAsync(_audit.Anomalies.GetAsync("a/../b?c#d e%20"), HttpStatusCode.NotFound)).Key.Should().Be("error.anomaly_not_found");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Id_WhenItWouldMakeAnotherPath_IsNoRequest(string id) => await _audit.Invoking(a => a.Incidents.GetAsync(id)).Should().ThrowAsync<ArgumentException>();

    [Fact]
    public async Task Conflict_WithoutSuchAMove_NamesThoseThatThereAre()
    {
        var id = await OpenAsync();

        var problem = await Refused.ByAsync(_audit.Incidents.UpdateStatusAsync(id, new() { Status = IncidentStatus.Closed, Resolution = Resolution.Benign }), HttpStatusCode.Conflict);

        problem.Problem!.I18nArgs["allowed"].EnumerateArray().Select(a => a.GetString()).Should().Equal("investigating", "contained", "resolved");
    }

    [Fact]
    public async Task ConditionalUpdate_WhenItComesSecond_LosesAndLearnsThePresentVersion()
    {
        var created = await _audit.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Low });
        var won = await _audit.Incidents.UpdateStatusAsync(created.Data.Id, new() { Status = IncidentStatus.Investigating }, ifMatch: created.ETag);

        var problem = await Refused.ByAsync(_audit.Incidents.UpdateStatusAsync(created.Data.Id, new() { Status = IncidentStatus.Contained }, ifMatch: created.ETag), HttpStatusCode.PreconditionFailed);

        problem.ETag.Should().Be(won.ETag).And.NotBe(created.ETag);
        (await _audit.Incidents.GetAsync(created.Data.Id)).Data.Status.Should().Be(IncidentStatus.Investigating);
    }

    [Fact]
    public async Task Read_OfAVersionThatIsKnown_IsA304WithoutAProblem()
    {
        var created = await _audit.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Low });

        var problem = await Refused.ByAsync(_audit.Incidents.GetAsync(created.Data.Id, ifNoneMatch: created.ETag), HttpStatusCode.NotModified);

        problem.ETag.Should().Be(created.ETag);
        problem.Problem.Should().BeNull();
    }

    [Fact]
    public async Task Key_WhenUsedForSomethingElse_IsUnprocessable()
    {
        var key = $"{Guid.NewGuid()}";
        await _audit.Incidents.CreateAsync(new() { Title = "One", Severity = Severity.Low }, idempotencyKey: key);

        await Refused.ByAsync(_audit.Incidents.CreateAsync(new() { Title = "Two", Severity = Severity.Low }, idempotencyKey: key), HttpStatusCode.UnprocessableEntity);
    }

    private async Task<string> OpenAsync() => (await _audit.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Low })).Data.Id;
}
