using System.Net;
using Audit.Trials.Faults;
using Audit.Trials.Tests.Crashing;

namespace Audit.Trials.Tests.Faults;

public sealed class WatchTests
{
    private readonly TrialReport _report = new();

    [Fact]
    public async Task AskReady_WhenItIsReadyThatMayNotBe_FindsIt()
    {
        using var service = Between.Scripted(HttpStatusCode.OK, "{}");

        await new Watch(Refusals.Judge(_report, Expectation.AllStops)).AskReadyAsync(service);

        _report.Shown.Should().ContainSingle().Which.Should().Match("here: GET /health/ready should be refused and was answered with 200 *");
    }

    [Fact]
    public async Task AskReady_WhenItIsNotReadyThatMustBe_FindsIt()
    {
        using var service = new HttpClient(new Between((_, _) => Task.FromResult(Refusals.Answer(HttpStatusCode.ServiceUnavailable, Refusals.Right)))) { BaseAddress = new Uri("http://127.0.0.1") };
        var judge = Refusals.Judge(_report, Expectation.AllGoesOn);

        await new Watch(judge).AskReadyAsync(service);

        _report.Shown.Should().ContainSingle().Which.Should().Match("here: GET /health/ready should be done and was answered with 503 *");
        judge.Now.Unready.IsCompletedSuccessfully.Should().BeTrue();
        judge.Now.Ready.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task AskLive_WhenItIsNot_FindsIt()
    {
        using var service = Between.Scripted(HttpStatusCode.ServiceUnavailable, Refusals.Right);

        await new Watch(Refusals.Judge(_report, Expectation.AllStops)).AskLiveAsync(service);

        _report.Shown.Should().ContainSingle().Which.Should().Match("here: GET /health/live should be 200 and was answered with 503");
    }

    [Fact]
    public async Task Ask_WhenNobodyAnswers_FindsIt()
    {
        using var service = new HttpClient(new Between((_, _) => throw new HttpRequestException("gone"))) { BaseAddress = new Uri("http://127.0.0.1") };
        var watch = new Watch(Refusals.Judge(_report, Expectation.AllStops));

        await watch.AskReadyAsync(service);
        await watch.AskLiveAsync(service);

        _report.Shown.Should().Equal("here: GET /health/ready should be answered and was not: gone", "here: GET /health/live should be answered and was not: gone");
    }
}
