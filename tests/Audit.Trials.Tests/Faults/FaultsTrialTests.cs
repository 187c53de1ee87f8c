using Audit.Trials.Faults;
using Audit.Trials.Running;

namespace Audit.Trials.Tests.Faults;

/// <summary>The trial itself, short: what anybody can bring about, and of the locks one.</summary>
public sealed class FaultsTrialTests
{
    /// <summary>How fast it is, the trial says; a machine that does much else may be slow.</summary>
    private const int Patience = 4;

    private readonly TrialReport _report = new();

    [Fact]
    public async Task Strike_WithAnyFault_RefusesAndGoesOnAndLosesNothing()
    {
        using var folder = new TemporaryFolder();
        var store = Directory.CreateDirectory(folder.File("store")).FullName;
        await using var run = await FaultRun.StartAsync(new Place(Path.Combine(store, "audit.db")), "t", 7, new FaultTimes(Patience, lockSeconds: 1), _report);
        var locks = 0;
        foreach (var make in FaultsTrial.Anywhere)
        {
            using var fault = make();
            if (!fault.IsLock || locks++ == 0)
            {
                await run.StrikeAsync(fault, CancellationToken.None);
            }
        }

        await run.EndAsync();

        _report.Shown.Should().BeEmpty();
        _report[FaultRun.Injected].Should().Be(8);
        _report[AnswerJudge.Refused].Should().BeGreaterThan(100);
        _report[WritingClient.Refused].Should().BeGreaterThan(50);
        _report[WritingClient.Acknowledged].Should().BeGreaterThan(8 * 50);
        _report[Trials.Crashing.Judge.Checks].Should().BeGreaterThan(_report[WritingClient.Acknowledged]);
    }

    [Fact]
    public async Task Strike_WhenTheFaultIsNotNoticed_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var store = Directory.CreateDirectory(folder.File("store")).FullName;
        await using var run = await FaultRun.StartAsync(new Place(Path.Combine(store, "audit.db")), "t", 7, new FaultTimes(1, lockSeconds: 1), _report);
        using var fault = new Nothing();

        await run.StrikeAsync(fault, CancellationToken.None);

        _report.Shown.Should().ContainMatch("nothing: GET /health/ready should be refused and was answered with 200 *")
            .And.ContainMatch("nothing: GET /admin/* should be refused and was answered with 200 *");
    }

    private sealed class Nothing() : Fault("nothing", Expectation.AllStops)
    {
        public override void Begin(Place place, Random random)
        {
        }

        public override void End(Place place)
        {
        }
    }
}
