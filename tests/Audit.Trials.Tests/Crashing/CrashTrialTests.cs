using Audit.Trials.Crashing;

namespace Audit.Trials.Tests.Crashing;

/// <summary>The trial itself, short.</summary>
public sealed class CrashTrialTests
{
    private const int Kills = 15;

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingThatWasAcknowledgedAndLeavesNothingHalf()
    {
        var report = new TrialReport();

        await CrashTrial.Trial.RunAsync(TrialSettings.Of(CrashTrial.Trial, ("kills", Kills), ("seed", 29)), report, CancellationToken.None);

        report.Shown.Should().BeEmpty();
        report[CrashRun.Kills].Should().Be(Kills);
        report[Writer.Acknowledged].Should().BeGreaterThan(100);
        report[Writer.InDoubt].Should().Be(report[Writer.Done] + report[Writer.NotDone]);
        report[Judge.Checks].Should().BeGreaterThan(report[Writer.Acknowledged]);
        Enum.GetValues<KillMoment>().Should().OnlyContain(moment => report[CrashRun.Name(moment)] > 0);
    }

    [Fact]
    public void Next_WithOneSeed_PlansTheSameKillsAtAllMoments()
    {
        var (one, other) = (new Random(1), new Random(1));

        var plan = Enumerable.Range(1, 100).Select(number => Kill.Next(one, number)).ToList();

        Enumerable.Range(1, 100).Select(number => Kill.Next(other, number)).Should().Equal(plan);
        plan.Select(k => k.Moment).Distinct().Should().BeEquivalentTo(Enum.GetValues<KillMoment>());
        plan.Should().Contain(k => k.Moment == KillMoment.Load && k.Writes == 0).And.Contain(k => k.Moment == KillMoment.Load && k.Writes > 0);
        plan.Take(2).Should().OnlyContain(k => k.Moment == KillMoment.Start, "the file is made then");
    }
}
