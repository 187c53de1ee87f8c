using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Processes;
using Audit.Trials.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Requests;

public sealed class IdempotencyKeyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Body = """{"title":"t","severity":"low"}""";
    private const string Report = """{"type":"t","severity":"low","description":"d","external_id":"det-1"}""";
    private static readonly (string, string) s_key = ("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324");
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Fact]
    public async Task Open_Again_AnswersAsTheFirstTime()
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var analyst = stopped.Analyst(_tenant);
        const string Full = """{"title":"多账户 🚨","severity":"HIGH","description":" d\n","assignee":"a","source_anomaly_ids":["x"],"related_evidence_ids":["y","z"]}""";
        using var first = await analyst.OpenAsync(Full, s_key);
        clock.Advance(TimeSpan.FromMinutes(1));

        using var second = await analyst.OpenAsync(Full, s_key);

        first.Header("Idempotency-Replayed").Should().BeNull();
        second.Header("Idempotency-Replayed").Should().Be("true");
        second.StatusCode.Should().Be(HttpStatusCode.Created);
        foreach (var header in new[] { "Location", "ETag", "Content-Type", "Cache-Control", "Vary" })
        {
            second.Header(header).Should().Be(first.Header(header)).And.NotBeNull();
        }

        var (before, after) = (await first.JsonAsync(), await second.JsonAsync());
        after["data"]!.ToJsonString().Should().Be(before["data"]!.ToJsonString());
        ((string)before["timestamp"]!).Should().Be("2026-01-01T00:00:00.000Z");
        ((string)after["timestamp"]!).Should().Be("2026-01-01T00:01:00.000Z");
        StoreFile.Count(stopped.DatabaseFile, "incidents", _tenant).Should().Be(1);
        StoreFile.History(stopped.DatabaseFile, _tenant).Should().ContainSingle();
    }

    [Fact]
    public async Task Open_Again_HasARequestIdOfItsOwn()
    {
        using var first = await Analyst.OpenAsync(Body, s_key, ("X-Request-Id", "first"));
        using var second = await Analyst.OpenAsync(Body, s_key, ("X-Request-Id", "second"));

        second.Header("X-Request-Id").Should().Be("second");
        second.Header("Idempotency-Replayed").Should().Be("true");
    }

    [Fact]
    public async Task Report_Again_AnswersAsTheFirstTime()
    {
        using var detector = api.Detector(_tenant);
        using var first = await detector.ReportAsync(Report, s_key);
        var id = (string)(await first.DataAsync())["id"]!;
        (await Analyst.MoveAsync(id, new { status = "resolved" })).Dispose();

        using var second = await detector.ReportAsync(Report, s_key);
        using var withoutKey = await detector.ReportAsync(Report);

        second.StatusCode.Should().Be(HttpStatusCode.Created);
        second.Header("ETag").Should().Be("\"1\"");
        second.Header("Idempotency-Replayed").Should().Be("true");
        (await second.DataAsync()).ToJsonString().Should().Be((await first.DataAsync()).ToJsonString());
        withoutKey.StatusCode.Should().Be(HttpStatusCode.OK);
        withoutKey.Header("ETag").Should().Be("\"2\"");
    }

    [Fact]
    public async Task Report_OfAKnownOneAgain_AnswersOkBothTimes()
    {
        using var detector = api.Detector(_tenant);
        (await detector.ReportAsync(Report)).Dispose();

        using var first = await detector.ReportAsync(Report, s_key);
        using var second = await detector.ReportAsync(Report, s_key);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        second.StatusCode.Should().Be(HttpStatusCode.OK);
        second.Header("Idempotency-Replayed").Should().Be("true");
    }

    [Theory]
    [InlineData("""{"title":"u","severity":"low"}""")]
    [InlineData("""{"severity":"low","title":"t"}""")]
    [InlineData(Body + " ")]
    [InlineData("""{"title":"t","severity":"LOW"}""")]
    public async Task Open_WithAnotherBody_IsRefused(string other)
    {
        (await Analyst.OpenAsync(Body, s_key)).Dispose();

        using var response = await Analyst.OpenAsync(other, s_key);

        await response.ProblemAsync(HttpStatusCode.UnprocessableEntity, "error.idempotency_key_reused");
        response.Header("Idempotency-Replayed").Should().BeNull();
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(1);
    }

    [Fact]
    public async Task Open_WithABrokenBody_IsJudgedBeforeTheKey()
    {
        (await Analyst.OpenAsync(Body, s_key)).Dispose();

        using var response = await Analyst.OpenAsync("{}", s_key);

        await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
    }

    [Fact]
    public async Task Open_WithAnotherKey_IsAnotherIncident()
    {
        using var first = await Analyst.OpenAsync(Body, s_key);
        using var second = await Analyst.OpenAsync(Body, (s_key.Item1, s_key.Item2.ToUpperInvariant()));

        second.Header("Idempotency-Replayed").Should().BeNull();
        second.Header("Location").Should().NotBe(first.Header("Location"));
    }

    [Fact]
    public async Task Open_ByAnotherActorOrTenant_IsAnotherIncident()
    {
        using var colleague = api.Analyst(_tenant, "usr_analyst002");
        using var stranger = api.Analyst(Tenants.Fresh());
        using var first = await Analyst.OpenAsync(Body, s_key);

        using var second = await colleague.OpenAsync(Body, s_key);
        using var third = await stranger.OpenAsync("""{"title":"u","severity":"low"}""", s_key);

        second.StatusCode.Should().Be(HttpStatusCode.Created);
        third.StatusCode.Should().Be(HttpStatusCode.Created);
        new[] { first, second, third }.Select(r => r.Header("Location")).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Report_WithTheKeyOfAnotherPath_IsRefused()
    {
        using var both = api.Caller(_tenant, roles: ["security_admin"], scope: "audit:ingest");
        (await both.OpenAsync(Body, s_key)).Dispose();

        using var response = await both.ReportAsync(Report, s_key);

        await response.ProblemAsync(HttpStatusCode.UnprocessableEntity, "error.idempotency_key_reused");
    }

    [Fact]
    public async Task Open_AfterARefusal_IsDoneWithTheSameKey()
    {
        using var refused = await Analyst.OpenAsync("""{"title":"","severity":"low"}""", s_key);
        using var done = await Analyst.OpenAsync(Body, s_key);

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        done.StatusCode.Should().Be(HttpStatusCode.Created);
        done.Header("Idempotency-Replayed").Should().BeNull();
    }

    [Theory]
    [InlineData(255)]
    [InlineData(1)]
    public async Task Open_WithAKeyWithinItsLimit_IsReplayed(int length)
    {
        var key = ("Idempotency-Key", new string('~', length));
        (await Analyst.OpenAsync(Body, key)).Dispose();

        using var response = await Analyst.OpenAsync(Body, key);

        response.Header("Idempotency-Replayed").Should().Be("true");
    }

    [Theory]
    [InlineData("a b", "format")]
    [InlineData("a\tb", "format")]
    [InlineData("键", "format")]
    [InlineData("é", "format")]
    [InlineData("a\u007f", "format")]
    [InlineData("256", "max_length")]
    public async Task Open_WithAKeyThatIsNone_NamesTheHeader(string key, string code)
    {
        using var response = await Analyst.OpenAsync(Body, ("Idempotency-Key", key == "256" ? new string('a', 256) : key));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal($"Idempotency-Key:{code}");
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Open_WithABlankKey_IsDoneAsWithoutOne(string key)
    {
        (await Analyst.OpenAsync(Body, ("Idempotency-Key", key))).Dispose();

        using var response = await Analyst.OpenAsync(Body, ("Idempotency-Key", key));

        response.Header("Idempotency-Replayed").Should().BeNull();
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(2);
    }

    [Fact]
    public async Task Open_WithTwoKeys_NamesTheHeaderAndTheOtherFaults()
    {
        using var response = await Analyst.OpenAsync("""{"title":5}""", ("Idempotency-Key", "a"), ("Idempotency-Key", "b"));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken()
            .Should().BeEquivalentTo("Idempotency-Key:format", "title:format", "severity:required");
    }

    [Fact]
    public async Task Move_WithAKey_IgnoresIt()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var first = await Analyst.MoveAsync(id, new { status = "resolved" }, s_key);

        using var second = await Analyst.MoveAsync(id, new { status = "open" }, s_key, ("Idempotency-Key", "a b"));

        second.StatusCode.Should().Be(HttpStatusCode.OK);
        second.Header("Idempotency-Replayed").Should().BeNull();
    }

    [Fact]
    public async Task Open_ByTwentyTwinsAtOnce_IsOneIncident()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Analyst.OpenAsync(Body, s_key)));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.Created);
        responses.Count(r => r.Header("Idempotency-Replayed") == "true").Should().Be(19);
        responses.Select(r => r.Header("Location")).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(1);
        StoreFile.Count(api.DatabaseFile, "idempotency_keys", _tenant).Should().Be(1);
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    [Fact]
    public async Task Open_AfterARestart_IsReplayed()
    {
        using var folder = new TemporaryFolder();
        var store = ("ConnectionStrings:Audit", "Data Source=" + folder.File("audit.db"));
        string? location;
        using (var before = new AuditApi(null, store))
        using (var analyst = before.Analyst(_tenant))
        using (var first = await analyst.OpenAsync(Body, s_key))
        {
            location = first.Header("Location");
        }

        using var after = new AuditApi(null, store);
        using var again = after.Analyst(_tenant);
        using var second = await again.OpenAsync(Body, s_key);

        second.Header("Idempotency-Replayed").Should().Be("true");
        second.Header("Location").Should().Be(location).And.NotBeNull();
    }

    [Theory]
    [InlineData(23, 59, true)]
    [InlineData(24, 0, false)]
    public async Task Open_AfterADay_IsNew(int hours, int minutes, bool replayed)
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var analyst = stopped.Analyst(_tenant);
        (await analyst.OpenAsync(Body, s_key)).Dispose();
        clock.Advance(new TimeSpan(hours, minutes, 0));

        using var second = await analyst.OpenAsync(Body, s_key);
        using var third = await analyst.OpenAsync(Body, s_key);

        second.StatusCode.Should().Be(HttpStatusCode.Created);
        second.Header("Idempotency-Replayed").Should().Be(replayed ? "true" : null);
        third.Header("Idempotency-Replayed").Should().Be("true");
        StoreFile.Count(stopped.DatabaseFile, "incidents", _tenant).Should().Be(replayed ? 1 : 2);
        StoreFile.Count(stopped.DatabaseFile, "idempotency_keys", _tenant).Should().Be(1);
    }

    [Fact]
    public async Task Open_AfterADayWithAnotherBody_IsNew()
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var analyst = stopped.Analyst(_tenant);
        (await analyst.OpenAsync(Body, s_key)).Dispose();
        clock.Advance(TimeSpan.FromDays(1));

        using var response = await analyst.OpenAsync("""{"title":"u","severity":"low"}""", s_key);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Open_ByWhoLostThePermission_IsRefusedBeforeAReplay()
    {
        (await Analyst.OpenAsync(Body, s_key)).Dispose();
        using var demoted = api.Caller(_tenant, roles: ["auditor"]);

        using var response = await demoted.OpenAsync(Body, s_key);

        await response.ProblemAsync(HttpStatusCode.Forbidden, "error.permission_denied");
        response.Header("Idempotency-Replayed").Should().BeNull();
    }

    [Fact]
    public async Task Open_ThatLinks_LinksOnceHoweverOftenItIsSent()
    {
        var anomaly = await api.GivenAnomaly(_tenant);
        var body = new JsonObject { ["title"] = "t", ["severity"] = "low", ["source_anomaly_ids"] = new JsonArray(anomaly) }.ToJsonString();

        (await Analyst.OpenAsync(body, s_key)).Dispose();
        (await Analyst.OpenAsync(body, s_key)).Dispose();

        StoreFile.History(api.DatabaseFile, _tenant).Select(e => e["action"]).Should().Equal("created", "created", "linked");
    }
}
