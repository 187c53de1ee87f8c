using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Anomalies;

public sealed class AnomalyStatusTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("open", "acknowledged")]
    [InlineData("open", "investigating")]
    [InlineData("open", "resolved")]
    [InlineData("open", "dismissed")]
    [InlineData("acknowledged", "investigating")]
    [InlineData("acknowledged", "resolved")]
    [InlineData("acknowledged", "dismissed")]
    [InlineData("investigating", "resolved")]
    [InlineData("investigating", "dismissed")]
    [InlineData("resolved", "open")]
    [InlineData("dismissed", "open")]
    public async Task Move_WhenTheTableHasIt_IsDone(string from, string to)
    {
        var id = await GivenAnomalyIn(from);
        var version = await VersionOf(id, from);

        using var response = await Analyst.MoveAsync(id, new { status = to });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var anomaly = await response.DataAsync();
        ((string)anomaly["status"]!).Should().Be(to);
        ((long)anomaly["version"]!).Should().Be(version + 1);
        response.Header("ETag").Should().Be($"\"{version + 1}\"");
        var history = StoreFile.History(api.DatabaseFile, _tenant);
        history.ShouldBeOneChain();
        history[^1].Should().Contain("action", "status_changed").And.Contain("from", from).And.Contain("to", to).And.Contain("subject_id", id).And.Contain("actor_id", "usr_analyst001");
    }

    [Theory]
    [InlineData("acknowledged", "open", "investigating,resolved,dismissed")]
    [InlineData("investigating", "open", "resolved,dismissed")]
    [InlineData("investigating", "acknowledged", "resolved,dismissed")]
    [InlineData("resolved", "acknowledged", "open")]
    [InlineData("resolved", "investigating", "open")]
    [InlineData("resolved", "dismissed", "open")]
    [InlineData("resolved", "false_positive", "open")]
    [InlineData("dismissed", "acknowledged", "open")]
    [InlineData("dismissed", "investigating", "open")]
    [InlineData("dismissed", "resolved", "open")]
    public async Task Move_WhenTheTableHasItNot_IsRefusedWithWhatIsAllowed(string from, string to, string allowed)
    {
        var id = await GivenAnomalyIn(from);
        var version = await VersionOf(id, from);
        var entries = StoreFile.History(api.DatabaseFile, _tenant).Count;

        using var response = await Analyst.MoveAsync(id, new { status = to, assignee = "somebody else" });

        var problem = await response.ProblemAsync(HttpStatusCode.Conflict, "error.transition_refused");
        problem["i18n_args"]!.ToJsonString().Should().Be(
            new JsonObject
            {
                ["subject"] = "anomaly",
                ["from"] = from,
                ["to"] = to == "false_positive" ? "dismissed" : to,
                ["allowed"] = new JsonArray([.. allowed.Split(',').Select(a => JsonValue.Create(a))]),
            }.ToJsonString());
        ((string)problem["detail"]!).Should().EndWith($"allowed targets: {allowed.Replace(",", ", ", StringComparison.Ordinal)}.");
        (await VersionOf(id, from)).Should().Be(version);
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(entries);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("acknowledged")]
    [InlineData("investigating")]
    [InlineData("resolved")]
    [InlineData("dismissed")]
    public async Task Move_ToTheSameStatus_ChangesNothing(string status)
    {
        var id = await GivenAnomalyIn(status);
        using var before = await Analyst.MoveAsync(id, new { status });
        var entries = StoreFile.History(api.DatabaseFile, _tenant).Count;

        using var response = await Analyst.MoveAsync(id, new { status, assignee = "  " });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.DataAsync()).ToJsonString().Should().Be((await before.DataAsync()).ToJsonString());
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(entries);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("dismissed")]
    public async Task Move_ToTheSameStatusWithAnotherAssignee_ChangesTheAssigneeAlone(string status)
    {
        var id = await GivenAnomalyIn(status);
        var version = await VersionOf(id, status);

        using var response = await Analyst.MoveAsync(id, new { status, assignee = " usr_analyst002 " });
        using var again = await Analyst.MoveAsync(id, new { status, assignee = "usr_analyst002" });

        var anomaly = await response.DataAsync();
        ((string)anomaly["assignee"]!).Should().Be("usr_analyst002");
        ((string)anomaly["status"]!).Should().Be(status);
        ((long)anomaly["version"]!).Should().Be(version + 1);
        again.Header("ETag").Should().Be($"\"{version + 1}\"");
        StoreFile.History(api.DatabaseFile, _tenant)[^1].Should().Contain("action", "assigned").And.Contain("to", "usr_analyst002").And.NotContainKey("from");
    }

    [Fact]
    public async Task Move_WithAnAssignee_IsOneChangeWithTwoEntries()
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.MoveAsync(id, new { status = "investigating", assignee = "usr_analyst002" });

        ((long)(await response.DataAsync())["version"]!).Should().Be(2);
        StoreFile.History(api.DatabaseFile, _tenant).Select(e => e["action"]).Should().Equal("created", "status_changed", "assigned");
    }

    [Fact]
    public async Task Move_WithoutAssignee_LeavesItAsItIs()
    {
        var id = await api.GivenAnomaly(_tenant);
        (await Analyst.MoveAsync(id, new { status = "acknowledged", assignee = "usr_analyst002" })).Dispose();

        using var response = await Analyst.MoveAsync(id, """{"status":"investigating","assignee":null}""");

        ((string)(await response.DataAsync())["assignee"]!).Should().Be("usr_analyst002");
    }

    [Theory]
    [InlineData("INVESTIGATING", "investigating")]
    [InlineData(" Resolved\t", "resolved")]
    [InlineData("False_Positive", "dismissed")]
    public async Task Move_WithAStatusInAnyLetterCase_AnswersLowerCase(string sent, string answered)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.MoveAsync(id, new { status = sent });

        ((string)(await response.DataAsync())["status"]!).Should().Be(answered);
    }

    [Fact]
    public async Task Move_ToFalsePositive_DismissesWithThatReason()
    {
        var id = await GivenAnomalyIn("investigating");

        using var response = await Analyst.MoveAsync(id, new { status = "false_positive" });

        var anomaly = await response.DataAsync();
        ((string)anomaly["status"]!).Should().Be("dismissed");
        ((string)anomaly["reason"]!).Should().Be("false_positive");
        StoreFile.History(api.DatabaseFile, _tenant)[^1].Should().Contain("to", "dismissed").And.Contain("note", "false_positive");
    }

    [Fact]
    public async Task Move_ToFalsePositiveWhenDismissed_TakesTheReasonOnce()
    {
        var id = await GivenAnomalyIn("dismissed");
        var version = await VersionOf(id, "dismissed");

        using var response = await Analyst.MoveAsync(id, new { status = "false_positive" });
        using var again = await Analyst.MoveAsync(id, new { status = "false_positive" });
        using var plain = await Analyst.MoveAsync(id, new { status = "dismissed" });

        ((string)(await response.DataAsync())["reason"]!).Should().Be("false_positive");
        ((long)(await response.DataAsync())["version"]!).Should().Be(version + 1);
        again.Header("ETag").Should().Be($"\"{version + 1}\"");
        ((string)(await plain.DataAsync())["reason"]!).Should().Be("false_positive");
        StoreFile.History(api.DatabaseFile, _tenant)[^1].Should().Contain("action", "updated");
    }

    [Theory]
    [InlineData("resolved")]
    [InlineData("false_positive")]
    public async Task Move_ToTheEndAndBack_SetsAndClearsWhoEndedIt(string end)
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var analyst = stopped.Analyst(_tenant, "usr_ends");
        var id = await stopped.GivenAnomaly(_tenant);
        clock.Advance(TimeSpan.FromHours(1));

        using var ended = await analyst.MoveAsync(id, new { status = end });
        clock.Advance(TimeSpan.FromHours(1));
        using var reopened = await analyst.MoveAsync(id, new { status = "open" });

        var at = clock.GetUtcNow().ToUnixTimeSeconds();
        var first = await ended.DataAsync();
        ((long)first["resolved_at"]!).Should().Be(at - 3600);
        ((string)first["resolved_by"]!).Should().Be("usr_ends");
        ((long)first["updated_at"]!).Should().Be(at - 3600);
        ((long)first["created_at"]!).Should().Be(at - 7200);
        var second = await reopened.DataAsync();
        second.Members().Should().NotContain(["resolved_at", "resolved_by", "reason"]);
        ((long)second["updated_at"]!).Should().Be(at);
    }

    [Fact]
    public async Task Move_ToAcknowledged_KeepsWhenSomebodyFirstTookNotice()
    {
        var clock = new StoppedClock();
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var analyst = stopped.Analyst(_tenant);
        var id = await stopped.GivenAnomaly(_tenant);
        var noticed = clock.GetUtcNow().ToUnixTimeSeconds();
        HttpResponseMessage? last = null;

        foreach (var status in new[] { "acknowledged", "resolved", "open", "acknowledged" })
        {
            last?.Dispose();
            last = await analyst.MoveAsync(id, new { status });
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        ((long)(await last!.DataAsync())["acknowledged_at"]!).Should().Be(noticed);
        last!.Dispose();
    }

    [Fact]
    public async Task Move_OfAnyAnomaly_AnswersTimesAsWholeUnixSeconds()
    {
        var id = await GivenAnomalyIn("acknowledged");

        using var response = await Analyst.MoveAsync(id, new { status = "resolved" });

        var anomaly = await response.DataAsync();
        foreach (var time in new[] { "detected_at", "created_at", "updated_at", "acknowledged_at", "resolved_at" })
        {
            anomaly[time]!.ToJsonString().Should().MatchRegex(@"^\d{10}$");
        }

        anomaly["comments"]!.ToJsonString().Should().Be("[]");
        anomaly["event_ids"]!.ToJsonString().Should().Be("[]");
    }

    [Theory]
    [InlineData(Paths.UnknownAnomaly)]
    [InlineData(Paths.UnknownIncident)]
    [InlineData("ano_abc123")]
    [InlineData("1")]
    public async Task Move_OfAnUnknownAnomaly_AnswersNotFound(string id)
    {
        using var response = await Analyst.MoveAsync(id, new { status = "resolved" });

        var problem = await response.ProblemAsync(HttpStatusCode.NotFound, "error.anomaly_not_found");
        ((string)problem["i18n_args"]!["id"]!).Should().Be(id);
    }

    [Fact]
    public async Task Move_OfAnotherTenantsAnomaly_AnswersNotFoundAndLeavesItAlone()
    {
        var other = Tenants.Fresh();
        var theirs = await api.GivenAnomaly(other);

        using var response = await Analyst.MoveAsync(theirs, new { status = "resolved", assignee = "me" }, ("If-Match", "\"1\""));

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.anomaly_not_found");
        StoreFile.History(api.DatabaseFile, other).Should().ContainSingle();
        StoreFile.Count(api.DatabaseFile, "history", _tenant).Should().Be(0);
    }

    private async Task<string> GivenAnomalyIn(string status)
    {
        var id = await api.GivenAnomaly(_tenant);
        if (status != "open")
        {
            using var response = await Analyst.MoveAsync(id, new { status });
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        return id;
    }

    private async Task<long> VersionOf(string id, string status)
    {
        using var response = await Analyst.MoveAsync(id, new { status });
        return (long)(await response.DataAsync())["version"]!;
    }
}
