using System.Net;
using Audit.Trials.Crashing;
using Audit.Trials.Running;

namespace Audit.Trials.Tests.Crashing;

/// <summary>A service that isn't there when it should be.</summary>
public sealed class CrashRunTests
{
    [Fact]
    public async Task Check_WhenTheServiceIsGoneByItself_FindsItAndItsExitCode()
    {
        using var folder = new TemporaryFolder();
        var report = new TrialReport();
        await using var run = new CrashRun(folder.File("audit.db"), await CleanStart.MakeAsync(), [new Writer("w0", Instance.Tenants[0], 1, report)], report);
        await run.StrikeAsync(new Kill(1, KillMoment.Load, Writes: 5, After: 0, IsFirst: true));
        await run.CheckAsync("first", isDeep: false);
        report.Shown.Should().BeEmpty();

        await run.Instance!.Service.KillAsync();
        await run.CheckAsync("second", isDeep: false);
        await run.EndAsync();

        report.Shown.Should().HaveCount(2);
        report.Shown[0].Should().StartWith("second: ");
        report.Shown[1].Should().Be("at the end: the service should end with 0 and ended with 137");
    }

    [Fact]
    public async Task Reach_WhenAllWritersHaveEnded_SaysThatItIsNotReached()
    {
        var report = new TrialReport();
        using var refusing = Between.Scripted(HttpStatusCode.InternalServerError, "{}");
        using var load = new Load();

        load.Add([new Writer("w0", Instance.Tenants[0], 1, report)], _ => refusing);

        (await load.ReachAsync(1)).Should().BeFalse();
        report.Shown.Should().ContainSingle();
    }
}
