using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class EscalateAnomalyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("", "application/json")]
    [InlineData("", "text/plain")]
    [InlineData("{}", "application/json")]
    [InlineData("""{"title":" ","severity":null,"assignee":""}""", "application/json")]
    public async Task Escalate_WithNothingSaid_TakesAllFromTheAnomaly(string? body, string? contentType)
    {
        var id = await api.GivenAnomaly(_tenant, new { type = "brute_force", severity = "high", description = " Five\nfailed ", user_id = "usr_abc" });

        using var response = await Analyst.EscalateAsync(id, body is null ? null : Responses.Body(body, contentType));

        response.StatusCode.Should().Be(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var incident = await response.DataAsync();
        ((string)incident["title"]!).Should().Be("brute_force: usr_abc");
        ((string)incident["severity"]!).Should().Be("high");
        ((string)incident["description"]!).Should().Be(" Five\nfailed ");
        ((string)incident["status"]!).Should().Be("open");
        incident["source_anomaly_ids"]!.ToJsonString().Should().Be($"[\"{id}\"]");
        incident["related_evidence_ids"]!.ToJsonString().Should().Be("[]");
        incident.Members().Should().NotContain("assignee");
        response.Header("Location").Should().Be(Paths.Incident((string)incident["id"]!));
        response.Header("ETag").Should().Be("\"1\"");
        (await Analyst.IncidentAsync((string)incident["id"]!)).ToJsonString().Should().Be(incident.ToJsonString());
    }

    [Fact]
    public async Task Escalate_WithEverythingSaid_TakesThat()
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.EscalateAsync(id, new { title = " 撞库 ", severity = "CRITICAL", assignee = " usr_2 " });

        var incident = await response.DataAsync();
        ((string)incident["title"]!).Should().Be("撞库");
        ((string)incident["severity"]!).Should().Be("critical");
        ((string)incident["assignee"]!).Should().Be("usr_2");
        ((string)incident["description"]!).Should().Be("Five failed sign-ins in a row");
    }

    [Theory]
    [InlineData(64, 128, 194)]
    [InlineData(64, 0, 64)]
    public async Task Escalate_OfTheLongestTypeAndUser_HasRoomForThemInTheTitle(int type, int user, int title)
    {
        var id = await api.GivenAnomaly(_tenant, new { type = TextLimits.Of(Script.Astral, type), severity = "low", description = "d", user_id = TextLimits.Of(Script.Astral, user) });

        using var response = await Analyst.EscalateAsync(id, null);

        ((string)(await response.DataAsync())["title"]!).EnumerateRunes().Should().HaveCount(title);
    }

    [Theory]
    [InlineData("open", "investigating")]
    [InlineData("acknowledged", "investigating")]
    [InlineData("investigating", "investigating")]
    [InlineData("resolved", "resolved")]
    [InlineData("dismissed", "dismissed")]
    public async Task Escalate_FromAnyStatus_LinksBothSidesAndInvestigatesWhereThatIsLegal(string from, string to)
    {
        var id = await api.GivenAnomaly(_tenant);
        await Analyst.GivenStatus(id, from);
        var before = (long)(await Analyst.AnomalyAsync(id))["version"]!;

        using var response = await Analyst.EscalateAsync(id, null);

        var incident = (string)(await response.DataAsync())["id"]!;
        var anomaly = await Analyst.AnomalyAsync(id);
        ((string)anomaly["status"]!).Should().Be(to);
        ((string)anomaly["related_case_id"]!).Should().Be(incident);
        ((long)anomaly["version"]!).Should().Be(before + 1);
        var happened = (await Analyst.HappenedAsync(id)).SkipWhile(h => !h.StartsWith("escalated", StringComparison.Ordinal));
        happened.Should().Equal(from == to ? [$"escalated >{incident}"] : [$"escalated >{incident}", $"status_changed {from}>{to}"]);
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Escalate_WhenItIsLinkedAlready_TakesTheNewIncidentAndTellsTheOldOne()
    {
        var id = await api.GivenAnomaly(_tenant);
        (await Analyst.LinkAsync(id, new { case_id = "JIRA-1" })).Dispose();

        using var response = await Analyst.EscalateAsync(id, null);

        var incident = (string)(await response.DataAsync())["id"]!;
        ((string)(await Analyst.AnomalyAsync(id))["related_case_id"]!).Should().Be(incident);
        (await Analyst.HappenedAsync(id)).Should().Contain($"escalated JIRA-1>{incident}");
    }

    [Fact]
    public async Task Escalate_ASecondTime_IsRefusedWithTheIncidentOfTheFirst()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var first = await Analyst.EscalateAsync(id, null);
        var incident = (string)(await first.DataAsync())["id"]!;
        (await Analyst.LinkAsync(id, new { case_id = "JIRA-1" })).Dispose();

        using var second = await Analyst.EscalateAsync(id, new { title = "again" });

        var problem = await second.ProblemAsync(HttpStatusCode.Conflict, "error.already_escalated");
        problem["i18n_args"]!.ToJsonString().Should().Be($$"""{"incident_id":"{{incident}}"}""");
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(1);
        ((long)(await Analyst.AnomalyAsync(id))["version"]!).Should().Be(3);
    }

    [Fact]
    public async Task Escalate_ByManyAtOnce_MakesOneIncident()
    {
        var id = await api.GivenAnomaly(_tenant);

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Analyst.EscalateAsync(id, null)));

        var winner = responses.Where(r => r.StatusCode == HttpStatusCode.Created).Should().ContainSingle().Subject;
        var incident = (string)(await winner.DataAsync())["id"]!;
        foreach (var loser in responses.Where(r => r != winner))
        {
            ((string)(await loser.ProblemAsync(HttpStatusCode.Conflict, "error.already_escalated"))["i18n_args"]!["incident_id"]!).Should().Be(incident);
        }

        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"title\":\"t\"}")]
    public async Task Escalate_AgainUnderItsKey_AnswersTheSameIncident(string? body)
    {
        var id = await api.GivenAnomaly(_tenant);
        using var first = await Analyst.EscalateAsync(id, body, ("Idempotency-Key", "k"));

        using var again = await Analyst.EscalateAsync(id, body, ("Idempotency-Key", "k"));
        using var other = await Analyst.EscalateAsync(id, new { title = "other" }, ("Idempotency-Key", "k"));

        again.StatusCode.Should().Be(HttpStatusCode.Created);
        again.Header("Idempotency-Replayed").Should().Be("true");
        again.Header("Location").Should().Be(first.Header("Location"));
        again.Header("ETag").Should().Be("\"1\"");
        (await again.DataAsync()).ToJsonString().Should().Be((await first.DataAsync()).ToJsonString());
        await other.ProblemAsync(HttpStatusCode.UnprocessableEntity, "error.idempotency_key_reused");
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(1);
    }

    [Fact]
    public async Task Escalate_WithACondition_GoesByTheAnomalysVersion()
    {
        var id = await api.GivenAnomaly(_tenant);
        (await Analyst.CommentAsync(id, new { content = "c" })).Dispose();

        using var stale = await Analyst.EscalateAsync(id, null, ("If-Match", "\"1\""));
        using var present = await Analyst.EscalateAsync(id, null, ("If-Match", "\"2\""));
        using var late = await Analyst.EscalateAsync(id, null, ("If-Match", "\"2\""));

        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
        stale.Header("ETag").Should().Be("\"2\"");
        present.StatusCode.Should().Be(HttpStatusCode.Created);
        present.Header("ETag").Should().Be("\"1\"", "the answer is about the incident");
        await late.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
        late.Header("ETag").Should().Be("\"3\"");
    }

    [Theory]
    [InlineData("""{"severity":"urgent","title":7,"assignee":"a\u0000"}""", "severity:enum title:format assignee:format")]
    [InlineData("""{"title":"<201>","assignee":"<129>"}""", "title:max_length assignee:max_length")]
    [InlineData("""{"title":"a\u0000b"}""", "title:format")]
    public async Task Escalate_WithBrokenMembers_NamesEveryOneAndChangesNothing(string body, string broken)
    {
        var id = await api.GivenAnomaly(_tenant);
        var sent = body.Replace("<201>", TextLimits.Of(Script.Astral, 201), StringComparison.Ordinal).Replace("<129>", TextLimits.Of(Script.Astral, 129), StringComparison.Ordinal);

        using var response = await Analyst.EscalateAsync(id, sent);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    [Theory]
    [InlineData("title=x", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type")]
    [InlineData("{}", null, HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type")]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest, "error.malformed_body")]
    [InlineData(" ", "application/json", HttpStatusCode.BadRequest, "error.malformed_body")]
    public async Task Escalate_WithABodyThatCannotBeRead_ChangesNothing(string body, string? contentType, HttpStatusCode status, string key)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.EscalateAsync(id, Responses.Body(body, contentType));

        await response.ProblemAsync(status, key);
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }
}
