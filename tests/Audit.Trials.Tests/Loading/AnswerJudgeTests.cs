using Audit.Trials.Loading;

namespace Audit.Trials.Tests.Loading;

public sealed class AnswerJudgeTests
{
    private static readonly Call s_read = new(Sample.Actor(), "get", "GET", "/admin/audit/incidents/inc_1") { Says = "inc_1" };

    [Theory]
    [InlineData(429, Verdict.Limited)]
    [InlineData(503, Verdict.Overloaded)]
    public void Judge_WhenItMayBeRefused_TakesAWholeRefusal(int status, Verdict verdict) =>
        AnswerJudge.Judge(s_read, Sample.Refusal(status), Tolerance.Refusal).Should().Be((verdict, null));

    [Theory]
    [InlineData(429, "1", ",\"retry_after\":2")]
    [InlineData(503, null, ",\"retry_after\":2")]
    [InlineData(503, "2", "")]
    [InlineData(503, "0", ",\"retry_after\":0")]
    [InlineData(503, "soon", ",\"retry_after\":2")]
    [InlineData(503, "2", ",\"retry_after\":3")]
    public void Judge_WhenARefusalDoesNotSayWhenToComeAgain_FindsIt(int status, string? header, string said) =>
        Violation(s_read, Sample.Refusal(status, header, said), Tolerance.Refusal).Should().Match("get (GET *) should be refused with Retry-After and an equal retry_after * and got *");

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public void Judge_WhenNothingMayBeRefused_FindsARefusal(int status) =>
        Violation(s_read, Sample.Refusal(status), Tolerance.None).Should().Match($"*should be answered with 200 and got {status} *");

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(500)]
    [InlineData(502)]
    public void Judge_WhenItIsAnsweredOtherwise_FindsIt(int status) =>
        Violation(s_read, Sample.Refusal(status), Tolerance.Refusal | Tolerance.End).Should().Match($"*should be answered with 200 and got {status} *");

    [Theory]
    [InlineData("""{"code":0,"data":{"id":"inc_2"}}""")]
    [InlineData("""{"code":1,"data":{"id":"inc_1"}}""")]
    [InlineData("""{"code":0,"data":{"id":"inc_1""")]
    public void Judge_WhenASuccessIsNone_FindsIt(string body) => Violation(s_read, Sample.Reply(200, body), Tolerance.None).Should().NotBeNull();

    [Fact]
    public void Judge_WhenItIsAnswered_FindsNothing() =>
        AnswerJudge.Judge(s_read, Sample.Reply(200, """{"code":0,"data":{"id":"inc_1"}}"""), Tolerance.None).Should().Be((Verdict.Done, null));

    [Fact]
    public void Judge_WhenARefusalIsNoProblem_FindsIt()
    {
        Violation(s_read, Sample.Reply(503, "Service Unavailable", "Retry-After: 2"), Tolerance.Refusal).Should().Match("*should be refused with a Problem and got 503 *");
        Violation(s_read, Sample.Reply(503, "{", "Content-Type: application/problem+json", "Retry-After: 2"), Tolerance.Refusal).Should().Match("*should be refused with a whole Problem and got 503 *");
        Violation(s_read, Sample.Reply(503, """{"status":500,"code":1}""", "Content-Type: application/problem+json"), Tolerance.Refusal).Should().Match("*its status and code*");
    }

    [Theory]
    [InlineData(Ending.Cut)]
    [InlineData(Ending.Silent)]
    [InlineData(Ending.Late)]
    [InlineData(Ending.NotTaken)]
    public void Judge_WhenThereIsNoWholeAnswer_FindsIt(Ending ending) =>
        AnswerJudge.Judge(s_read, Reply.Without(ending), Tolerance.Refusal).Should().Match<(Verdict Verdict, string? Violation)>(j => j.Verdict == Verdict.Wrong && j.Violation!.Contains("should be answered and got", StringComparison.Ordinal));

    [Theory]
    [InlineData(Ending.Cut, Verdict.Wrong)]
    [InlineData(Ending.Late, Verdict.Wrong)]
    [InlineData(Ending.Silent, Verdict.Untaken)]
    [InlineData(Ending.NotTaken, Verdict.Untaken)]
    public void Judge_AtTheEndOfTheService_FindsOnlyABegunOrAwaitedAnswer(Ending ending, Verdict verdict) =>
        AnswerJudge.Judge(s_read, Reply.Without(ending), Tolerance.End).Verdict.Should().Be(verdict);

    [Fact]
    public void Judge_WithIfMatch_TakesALostRace() =>
        AnswerJudge.Judge(s_read with { IfMatch = 2 }, Sample.Refusal(412, retryAfter: null, said: ""), Tolerance.None).Should().Be((Verdict.LostRace, null));

    [Fact]
    public void Judge_OfASlowOne_TakesThatPatienceWasLost() =>
        AnswerJudge.Judge(s_read with { IsSlow = true }, Sample.Refusal(408, retryAfter: null, said: ""), Tolerance.None).Should().Be((Verdict.TooSlow, null));

    private static string? Violation(Call call, Reply reply, Tolerance tolerance)
    {
        var (verdict, violation) = AnswerJudge.Judge(call, reply, tolerance);
        verdict.Should().Be(Verdict.Wrong);
        return violation;
    }
}
