using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

public sealed class IsolationTrialTests
{
    [Fact]
    public async Task Run_WithFewKindsAndCombinations_FindsNothing()
    {
        var report = new TrialReport();

        await IsolationTrial.Trial.RunAsync(TrialSettings.Of(IsolationTrial.Trial, ("kinds", 0), ("rounds", 50), ("samples", 0)), report, CancellationToken.None);

        report.Shown.Should().BeEmpty();
        report["pairs compared"].Should().BeGreaterThan(1500);
        report["places attacked"].Should().BeGreaterThan(300);
        report["ids and hashes watched for"].Should().BeGreaterThan(50);
    }
}
