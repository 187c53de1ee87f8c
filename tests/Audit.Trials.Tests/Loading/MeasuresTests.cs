using System.Diagnostics;
using Audit.Trials.Loading;

namespace Audit.Trials.Tests.Loading;

/// <summary>What is too much, too slow or too long is found, and nothing else is.</summary>
public sealed class MeasuresTests
{
    private const long Mega = 1024 * 1024;

    [Fact]
    public void Growth_OfWhatOnlyWarmsUp_FindsNothing() => Watched(i => new Vital(Math.Min(i, 20) * 15 * Mega, 20, 100 + (i % 2))).Growth().Should().BeEmpty();

    [Fact]
    public void Growth_WhenMemoryGoesOnGrowing_FindsIt() =>
        Watched(i => new Vital((100 + (i * 2)) * Mega, 20, 100)).Growth().Should().ContainSingle().Which.Should().Match("*should not grow and went from 160 to 280 MB of memory");

    [Fact]
    public void Growth_WhenThreadsOrFilesAreLeft_FindsThem() =>
        Watched(i => new Vital(100 * Mega, 20 + i, 100 + i)).Growth().Should().HaveCount(2).And.ContainMatch("*50 to 110 threads").And.ContainMatch("*open files");

    [Fact]
    public void Growth_OfTooFewLooks_SaysNothing() => Watched(i => new Vital(i * 100 * Mega, 20, 100), looks: 20).Growth().Should().BeEmpty();

    [Fact]
    public void Excess_WhenThereIsTooMuch_FindsIt()
    {
        Watched(_ => new Vital(Vitals.MostBytes, Vitals.MostThreads, 100)).Excess().Should().BeEmpty();
        Watched(i => new Vital(i == 50 ? Vitals.MostBytes + 1 : 1, i == 50 ? Vitals.MostThreads + 1 : 1, 100)).Excess().Should().HaveCount(2);
    }

    [Fact]
    public void FaultsOf_WhenAllIsHealthy_FindsNothing() => HealthJudge.FaultsOf(Probed(("200", 0, 900)), Probed(("200", 0, 9000))).Should().BeEmpty();

    [Fact]
    public void FaultsOf_WhenItIsNotLive_FindsIt()
    {
        HealthJudge.FaultsOf(Probed(("200", 0, 10), ("503", 100, 10)), Probed()).Should().ContainSingle().Which.Should().Match("/health/live*was with HTTP/1.1 503*");
        HealthJudge.FaultsOf(Probed(("200", 0, 1100)), Probed()).Should().ContainSingle().Which.Should().Match("*within 1 s and took 1.1 s");
    }

    [Theory]
    [InlineData(1900, 0)]
    [InlineData(2200, 1)]
    public void FaultsOf_WhenItIsUnreadyForTooLong_FindsIt(long milliseconds, int faults) =>
        HealthJudge.FaultsOf(Probed(), Probed(("200", 0, 1), ("503", 100, 1), ("503", milliseconds + 100, 1), ("200", 5000, 1))).Should().HaveCount(faults);

    [Fact]
    public void Take_WhenItIsHealthyAgain_BeginsAnew() =>
        Probed(("503", 0, 1), ("200", 1900, 1), ("503", 2000, 1), ("200", 3900, 1), ("503", 4000, 1)).LongestUnhealthy.Should().BeLessThan(TimeSpan.FromSeconds(1));

    [Fact]
    public void IsRecovered_WhenItIsSlowerOrRefused_IsNot()
    {
        HealthJudge.IsRecovered(Taken(10), Taken(40), refused: 0).Should().BeTrue();
        HealthJudge.IsRecovered(Taken(10), Taken(60), refused: 0).Should().BeFalse();
        HealthJudge.IsRecovered(Taken(10), Taken(10), refused: 1).Should().BeFalse();
    }

    [Fact]
    public void At_OfLatencies_IsWithinFiveParts()
    {
        var taken = new Latencies();
        for (var i = 0; i < 100; i++)
        {
            taken.Take(Since(i < 99 ? 10 : 1000));
        }

        taken.At(0.5).Should().BeInRange(9.5, 20);
        taken.At(1).Should().BeInRange(950, 2000);
        taken.Count.Should().Be(100);
    }

    [Theory]
    [InlineData(2, 200, false)]
    [InlineData(3, 200, true)]
    public void FaultOf_WhenAQuietTenantIsRefused_FindsMoreThanOneInAHundred(int refused, double sent, bool isFault) => (FloodPhase.FaultOf(refused, sent) is not null).Should().Be(isFault);

    [Fact]
    public void FaultOf_WhenAStopEndsOtherwise_FindsIt()
    {
        StopPhase.FaultOf(0).Should().BeNull();
        StopPhase.FaultOf(137).Should().Be("the service should end with 0 and ended with 137");
    }

    private static Vitals Watched(Func<int, Vital> at, int looks = 100)
    {
        var vitals = new Vitals();
        for (var i = 0; i < looks; i++)
        {
            vitals.Add(at(i));
        }

        return vitals;
    }

    private static HealthProbe Probed(params (string Status, long At, long Took)[] answers)
    {
        var probe = HealthProbe.Unstarted("/health");
        foreach (var (status, at, took) in answers)
        {
            probe.Take($"HTTP/1.1 {status} ", TimeSpan.FromMilliseconds(took), at * Stopwatch.Frequency / 1000);
        }

        return probe;
    }

    private static Latencies Taken(long milliseconds)
    {
        var taken = new Latencies();
        taken.Take(Since(milliseconds));
        return taken;
    }

    private static long Since(long milliseconds) => Stopwatch.GetTimestamp() - (milliseconds * Stopwatch.Frequency / 1000);
}
