using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Requests;

/// <summary>Every operation that takes an <c>Idempotency-Key</c>, sent again.</summary>
public sealed class IdempotentOperationsTests(StoppedApi stopped) : IClassFixture<StoppedApi>, IDisposable
{
    private static readonly (string, string) s_key = ("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324");
    private readonly string _tenant = Tenants.Fresh();
    private readonly AuditApi _api = stopped.Api;
    private HttpClient Caller => field ??= _api.Everybody(_tenant);

    public static TheoryData<string> Operations => [.. IdempotentOperations.All];

    /// <summary>Those that name a thing.</summary>
    public static TheoryData<string> Writes => [.. WriteOperations.WithKey];

    public void Dispose() => Caller.Dispose();

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_Again_AnswersAsTheFirstTimeAndChangesNothing(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        using var first = await Caller.SendAsync(call, 0, s_key);
        var before = Stored();
        stopped.Advance(TimeSpan.FromMinutes(1));

        using var second = await Caller.SendAsync(call, 0, s_key, ("X-Request-Id", "second"));

        first.IsSuccessStatusCode.Should().BeTrue(await first.Content.ReadAsStringAsync());
        first.Header("Idempotency-Replayed").Should().BeNull();
        second.Header("Idempotency-Replayed").Should().Be("true");
        second.Header("X-Request-Id").Should().Be("second");
        second.StatusCode.Should().Be(first.StatusCode);
        foreach (var header in new[] { "Location", "ETag", "Content-Type", "Cache-Control", "Vary" })
        {
            second.Header(header).Should().Be(first.Header(header));
        }

        var (one, other) = (await first.JsonAsync(), await second.JsonAsync());
        (DateTimeOffset.Parse((string)other["timestamp"]!, null) - DateTimeOffset.Parse((string)one["timestamp"]!, null)).Should().Be(TimeSpan.FromMinutes(1));
        one.AsObject().Remove("timestamp");
        other.AsObject().Remove("timestamp");
        other.ToJsonString().Should().Be(one.ToJsonString());
        Stored().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_AgainAfterOtherChanges_AnswersWhatWasTrueThen(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        using var first = await Caller.SendAsync(call, 0, s_key);
        if (operation is not ("createIncident" or "reportAnomaly" or "escalateAnomaly"))
        {
            (await Caller.SendAsync(call, 1)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var second = await Caller.SendAsync(call, 0, s_key);

        second.Header("Idempotency-Replayed").Should().Be("true");
        second.Header("ETag").Should().Be(first.Header("ETag"));
        (await second.JsonAsync())["data"]?.ToJsonString().Should().Be((await first.JsonAsync())["data"]?.ToJsonString());
    }

    [Fact]
    public async Task Send_ToAThingWithEveryMember_AnswersAllOfThemAgain()
    {
        var anomaly = await _api.GivenAnomaly(_tenant);
        using var named = _api.Caller(_tenant, roles: ["security_admin"], name: "张三");
        var path = Paths.Incident((string)(await _api.GivenIncident(
            _tenant, new { title = "多账户 🚨", severity = "HIGH", description = "d\n", assignee = "a", source_anomaly_ids = new[] { anomaly }, related_evidence_ids = new[] { "e" } }))["id"]!);
        foreach (var status in new[] { "contained", "resolved", "investigating", "resolved", "closed" })
        {
            object body = status == "closed" ? new { status, resolution = "duplicate", resolution_note = "n", duplicate_of = "case-1" } : new { status };
            stopped.Advance(TimeSpan.FromMilliseconds(1));
            (await named.CallAsync("PUT", path + "/status", body)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var first = await named.CallAsync("POST", path + "/comment", new { content = " c " }, s_key);
        using var second = await named.CallAsync("POST", path + "/comment", new { content = " c " }, s_key);
        using var read = await named.GetAsync(path);

        second.Header("Idempotency-Replayed").Should().Be("true");
        var data = (await second.DataAsync()).ToJsonString();
        data.Should().Be((await first.DataAsync()).ToJsonString()).And.Be((await read.DataAsync()).ToJsonString());
        (await read.DataAsync()).Members().Should().Contain(["duplicate_of", "closed_at", "contained_at", "resolved_by", "resolution", "reopened_count"]);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_WithAnotherBody_IsRefused(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        (await Caller.SendAsync(call, 0, s_key)).Dispose();
        var before = Stored();

        using var response = await Caller.SendAsync(call, 1, s_key);

        await response.ProblemAsync(HttpStatusCode.UnprocessableEntity, "error.idempotency_key_reused");
        response.Header("Idempotency-Replayed").Should().BeNull();
        Stored().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Send_ToAnotherThing_IsRefused(string operation)
    {
        var (call, other) = (await _api.GivenCallOf(_tenant, operation), await _api.GivenCallOf(_tenant, operation));
        (await Caller.SendAsync(call, 0, s_key)).Dispose();

        using var response = await Caller.SendAsync(other, 0, s_key);

        await response.ProblemAsync(HttpStatusCode.UnprocessableEntity, "error.idempotency_key_reused");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_AfterABrokenBody_IsDoneWithTheSameKey(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        using var refused = await Caller.CallAsync("POST", call.Path, """{"title":5,"assignee":5,"content":5,"case_id":5}""", s_key);

        using var done = await Caller.SendAsync(call, 0, s_key);

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        done.IsSuccessStatusCode.Should().BeTrue();
        done.Header("Idempotency-Replayed").Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Send_AfterALostCondition_IsDoneWithTheSameKey(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        using var refused = await Caller.SendAsync(call, 0, s_key, ("If-Match", "\"7\""));
        StoreFile.Count(_api.DatabaseFile, "idempotency_keys", _tenant).Should().Be(0);

        using var done = await Caller.SendAsync(call, 0, s_key, ("If-Match", "\"1\""));
        using var again = await Caller.SendAsync(call, 0, s_key, ("If-Match", "\"1\""));

        refused.StatusCode.Should().Be(HttpStatusCode.PreconditionFailed);
        done.IsSuccessStatusCode.Should().BeTrue();
        done.Header("Idempotency-Replayed").Should().BeNull();
        again.Header("Idempotency-Replayed").Should().Be("true", "its condition was met when it was done");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_ByAnotherActorOrTenant_IsNoReplay(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        (await Caller.SendAsync(call, 0, s_key)).Dispose();
        using var colleague = _api.Everybody(_tenant, "usr_b");
        var foreign = Tenants.Fresh();
        using var stranger = _api.Everybody(foreign);

        using var second = await colleague.SendAsync(call, 1, s_key);
        using var third = await stranger.SendAsync(await _api.GivenCallOf(foreign, operation), 1, s_key);

        foreach (var response in new[] { second, third })
        {
            response.StatusCode.Should().NotBe(HttpStatusCode.UnprocessableEntity);
            response.Header("Idempotency-Replayed").Should().BeNull();
        }

        third.IsSuccessStatusCode.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_ByWhoLostThePermission_IsRefusedBeforeAReplay(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        (await Caller.SendAsync(call, 0, s_key)).Dispose();
        using var demoted = _api.Caller(_tenant, roles: ["auditor"]);

        using var response = await demoted.SendAsync(call, 0, s_key);

        await response.ProblemAsync(HttpStatusCode.Forbidden, "error.permission_denied");
        response.Header("Idempotency-Replayed").Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_ByTwentyTwinsAtOnce_IsDoneOnce(string operation)
    {
        var call = await _api.GivenCallOf(_tenant, operation);
        var before = StoreFile.History(_api.DatabaseFile, _tenant).Count;
        var alone = await AloneAsync(operation);

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Caller.SendAsync(call, 0, s_key)));

        responses.Should().OnlyContain(r => r.IsSuccessStatusCode);
        responses.Count(r => r.Header("Idempotency-Replayed") == "true").Should().Be(19);
        responses.Select(r => (r.StatusCode, r.Header("ETag"), r.Header("Location"))).Distinct().Should().ContainSingle();
        StoreFile.History(_api.DatabaseFile, _tenant).Should().HaveCount(before + alone);
        StoreFile.Count(_api.DatabaseFile, "idempotency_keys", _tenant).Should().Be(1);
    }

    /// <summary>How many entries the call makes when it is sent once.</summary>
    private async Task<int> AloneAsync(string operation)
    {
        var tenant = Tenants.Fresh();
        using var caller = _api.Everybody(tenant);
        var call = await _api.GivenCallOf(tenant, operation);
        var before = StoreFile.History(_api.DatabaseFile, tenant).Count;
        (await caller.SendAsync(call)).Dispose();
        return StoreFile.History(_api.DatabaseFile, tenant).Count - before;
    }

    private string Stored() => string.Join('\n', new[] { "incidents", "anomalies", "history" }.Select(table => StoreFile.Text(_api.DatabaseFile, table, _tenant)));
}

/// <summary>The service on a clock that a test sets forward.</summary>
public sealed class StoppedApi : IDisposable
{
    private readonly StoppedClock _clock = new();

    public StoppedApi() => Api = new AuditApi(services => services.AddSingleton<TimeProvider>(_clock));

    public AuditApi Api { get; }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public void Dispose() => Api.Dispose();
}
