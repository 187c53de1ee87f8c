using Audit.Trials.Fuzzing;

namespace Audit.Trials.Tests.Fuzzing;

/// <summary>The trial itself, short; <c>trials/run.sh fuzz</c> is the long one.</summary>
public sealed class FuzzTrialTests
{
    private const int Requests = 3000;

    [Fact]
    public async Task Run_WithAFewThousandRequests_FindsNothing()
    {
        var report = new TrialReport();

        await FuzzTrial.Trial.RunAsync(TrialSettings.Of(FuzzTrial.Trial, ("requests", Requests), ("seed", 7)), report, CancellationToken.None);

        report.Shown.Should().BeEmpty();
        report.Found.Should().Be(0);
        report["requests sent"].Should().Be(Requests);
        report["answers 2xx"].Should().BeGreaterThan(Requests / 4, "most of what is valid succeeds");
        report["answers 4xx"].Should().BeGreaterThan(Requests / 4);
        report["kinds of success seen"].Should().BeGreaterThan(24, "every operation succeeds");
        report["history entries verified"].Should().BePositive();
    }
}
