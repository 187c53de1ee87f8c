using System.Diagnostics;
using System.Net;
using Audit.Trials.Faults;

namespace Audit.Trials.Tests.Faults;

/// <summary>What may be answered while something is wrong with the store, and what may not.</summary>
public sealed class AnswerJudgeTests
{
    private readonly TrialReport _report = new();

    [Theory]
    [InlineData(500, Refusals.Right, "application/problem+json", 2, "it is no 503")]
    [InlineData(404, "{}", "application/problem+json", 2, "it is no 503")]
    [InlineData(503, Refusals.Right, "text/html", 2, "it is no application/problem+json")]
    [InlineData(503, "<html>", "application/problem+json", 2, "it is no JSON object")]
    [InlineData(503, "[]", "application/problem+json", 2, "it is no JSON object")]
    [InlineData(503, """{"status":503,"code":30109002,"i18n_key":"error.store_unavailable"}""", "application/problem+json", 2, "it has no retry_after")]
    [InlineData(503, """{"status":503,"code":30109002,"i18n_key":"error.store_unavailable","retry_after":0}""", "application/problem+json", 0, "it has no retry_after")]
    [InlineData(503, Refusals.Right, "application/problem+json", 3, "its Retry-After is not its retry_after")]
    [InlineData(503, Refusals.Right, "application/problem+json", null, "its Retry-After is not its retry_after")]
    [InlineData(503, """{"status":503,"code":30109001,"i18n_key":"error.internal","retry_after":2}""", "application/problem+json", 2, "it is no error.store_unavailable")]
    [InlineData(503, """{"status":500,"code":30109002,"i18n_key":"error.store_unavailable","retry_after":2}""", "application/problem+json", 2, "it is no error.store_unavailable")]
    public void Judge_WhenARefusalIsNotAsItShouldBe_FindsIt(int status, string text, string type, int? retryAfter, string finding)
    {
        using var response = Refusals.Answer((HttpStatusCode)status, text, type, retryAfter);

        Judge(Refusals.Judge(_report, Expectation.Either), response, text);

        _report.Shown.Should().ContainMatch($"here: GET /x should be done, or refused because of the store, but {finding}: it was answered with {status} after *");
    }

    [Theory]
    [InlineData((int)Duty.GoOn, 200, "")]
    [InlineData((int)Duty.GoOn, 503, "should be done")]
    [InlineData((int)Duty.Either, 200, "")]
    [InlineData((int)Duty.Either, 503, "")]
    [InlineData((int)Duty.Stop, 200, "should be refused")]
    [InlineData((int)Duty.Stop, 503, "")]
    public void Judge_WhenItIsDoneOrRefusedThatMayNotBe_FindsIt(int duty, int status, string finding)
    {
        using var response = Refusals.Answer((HttpStatusCode)status, Refusals.Right);

        Judge(Refusals.Judge(_report, new Expectation((Duty)duty, Duty.Either, Duty.Either)), response, Refusals.Right);

        _report.Shown.Select(v => v.Split(" and was answered")[0]).Should().Equal(finding.Length == 0 ? [] : ["here: GET /x " + finding]);
    }

    [Fact]
    public void Judge_WhileItMayNotBeKnownOrAfterItHasChanged_AllowsBoth()
    {
        using var response = Refusals.Answer(HttpStatusCode.OK, "{}");
        var unknown = new AnswerJudge(_report, new Situation("here", Expectation.AllStops, TimeSpan.FromMinutes(1)), TimeSpan.FromMinutes(1));
        Judge(unknown, response, "{}");
        var changed = Refusals.Judge(_report, Expectation.AllStops);
        var asked = changed.Ask();
        changed.Now = new Situation("then", Expectation.AllStops, TimeSpan.Zero);

        changed.Judge("GET /x", asked, e => e.Reads, response, "{}", isDone: true);

        _report.Found.Should().Be(0);
    }

    [Fact]
    public void Binds_WhenReadyHasSaidThatItIsKnown_FromASecondLater()
    {
        var situation = new Situation("here", Expectation.AllStops, TimeSpan.FromHours(1));
        var later = Stopwatch.GetTimestamp() + (60 * Stopwatch.Frequency);

        situation.Heard(isReady: true);
        situation.Binds(later).Should().BeFalse();
        situation.Heard(isReady: false);

        situation.Binds(later).Should().BeTrue();
    }

    [Fact]
    public void Judge_WhenAnAnswerTakesTooLong_FindsIt()
    {
        using var response = Refusals.Answer(HttpStatusCode.OK, "{}");

        Judge(new AnswerJudge(_report, new Situation("here", Expectation.Either, TimeSpan.Zero), TimeSpan.Zero), response, "{}");

        _report.Shown.Should().ContainMatch("here: GET /x should be answered within 0 s and was answered *");
    }

    private static void Judge(AnswerJudge judge, HttpResponseMessage response, string text) =>
        judge.Judge("GET /x", judge.Ask(), e => e.Reads, response, text, response.IsSuccessStatusCode);
}
