using Audit.Trials.Loading;

namespace Audit.Trials.Tests.Loading;

/// <summary>The trial itself, short, without a judgement of times; <c>trials/run.sh load</c> is the long one.</summary>
public sealed class LoadTrialTests
{
    [Fact]
    public async Task Run_WithLittleTime_LosesNothingAndAnswersAll()
    {
        var report = new TrialReport();

        await LoadTrial.Trial.RunAsync(
            TrialSettings.Of(LoadTrial.Trial, ("seconds", 1), ("clients", 8), ("burst-seconds", 1), ("bursts", 1), ("stops", 1), ("records", 1000), ("seed", 3), ("timed", 0)),
            report,
            CancellationToken.None);

        report.Shown.Should().BeEmpty();
        report[Sender.Limited].Should().BePositive();
        report[Sender.Overloaded].Should().BePositive();
        report[Sender.Acknowledged].Should().BeGreaterThan(250);
        report[StopPhase.Stops].Should().Be(2);
        report[StopPhase.Held].Should().BePositive();
        report[BookChecks.Checked].Should().BeGreaterThanOrEqualTo(report[Sender.Acknowledged]);
        report[BookChecks.Done].Should().BeLessThanOrEqualTo(report[BookChecks.InDoubt]);
    }
}
