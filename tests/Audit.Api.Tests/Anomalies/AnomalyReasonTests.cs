using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class AnomalyReasonTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("resolved", "announced test", "announced test")]
    [InlineData("dismissed", " 演练\n ", " 演练\n ")]
    [InlineData("false_positive", "announced test", "announced test")]
    [InlineData("false_positive", " ", "false_positive")]
    [InlineData("dismissed", "", null)]
    [InlineData("dismissed", null, null)]
    public async Task Move_ToTheEndWithAReason_KeepsIt(string status, string? reason, string? kept)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.MoveAsync(id, new { status, reason });

        ((string?)(await response.DataAsync())["reason"]).Should().Be(kept);
        var entry = StoreFile.History(api.DatabaseFile, _tenant)[^1];
        entry.GetValueOrDefault("note").Should().Be(kept);
    }

    [Fact]
    public async Task Move_OnTheWayWithAReason_SaysItInTheHistoryAlone()
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.MoveAsync(id, new { status = "acknowledged", reason = "looks odd" });

        (await response.DataAsync()).Members().Should().NotContain("reason");
        StoreFile.History(api.DatabaseFile, _tenant)[^1].Should().Contain("note", "looks odd");
    }

    [Fact]
    public async Task Move_ToTheSameEndWithAnotherReason_TakesItAndRecordsIt()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var first = await Analyst.MoveAsync(id, new { status = "resolved", reason = "one" });

        using var second = await Analyst.MoveAsync(id, new { status = "resolved", reason = "two" });
        using var same = await Analyst.MoveAsync(id, new { status = "resolved", reason = "two" });
        using var silent = await Analyst.MoveAsync(id, new { status = "resolved" });

        ((string)(await second.DataAsync())["reason"]!).Should().Be("two");
        (await second.DataAsync())["resolved_at"]!.ToJsonString().Should().Be((await first.DataAsync())["resolved_at"]!.ToJsonString());
        same.Header("ETag").Should().Be("\"3\"");
        silent.Header("ETag").Should().Be("\"3\"");
        ((string)(await silent.DataAsync())["reason"]!).Should().Be("two");
        StoreFile.History(api.DatabaseFile, _tenant)[^1].Should().Contain("action", "updated").And.Contain("to", "reason").And.Contain("note", """{"from":"one","to":"two"}""");
    }

    [Theory]
    [InlineData("open")]
    [InlineData("investigating")]
    public async Task Move_ToTheSameStatusOnTheWayWithAReason_ChangesNothing(string status)
    {
        var id = await api.GivenAnomaly(_tenant);
        await Analyst.GivenStatus(id, status);
        var before = await Analyst.AnomalyAsync(id);

        using var response = await Analyst.MoveAsync(id, new { status, reason = "why not" });

        (await response.DataAsync()).ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public async Task Move_BackWithAReason_ForgetsTheOldOneAndRecordsTheNew()
    {
        var id = await api.GivenAnomaly(_tenant);
        (await Analyst.MoveAsync(id, new { status = "dismissed", reason = "noise" })).Dispose();

        using var response = await Analyst.MoveAsync(id, new { status = "open", reason = "it came again" });

        (await response.DataAsync()).Members().Should().NotContain("reason");
        StoreFile.History(api.DatabaseFile, _tenant).Select(e => e.GetValueOrDefault("note")).Should().Equal((object?)null, "noise", "it came again");
    }

    [Theory]
    [InlineData("""{"status":"resolved","reason":7}""", "reason:format")]
    [InlineData("""{"status":"resolved","reason":"a\u0000"}""", "reason:format")]
    [InlineData("""{"status":"resolved","reason":"<10001>"}""", "reason:max_length")]
    public async Task Move_WithAReasonThatIsNoText_NamesTheMember(string body, string broken)
    {
        var id = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.MoveAsync(id, body.Replace("<10001>", TextLimits.Of(Script.Astral, 10_001), StringComparison.Ordinal));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }
}
