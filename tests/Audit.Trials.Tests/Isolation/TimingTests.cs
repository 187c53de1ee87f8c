using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

/// <summary>Of numbers, not of clocks.</summary>
public sealed class TimingTests
{
    [Theory]
    [InlineData(1.0, 1.0, 0)]
    [InlineData(1.24, 0.81, 0)]
    [InlineData(1.3, 1.0, 1)]
    [InlineData(1.0, 1.3, 1)]
    [InlineData(0.7, 1.0, 1)]
    [InlineData(1.0, 0.7, 1)]
    public void Judge_WhenARatioIsOutsideTheBounds_FindsIt(double median, double high, int found)
    {
        var report = new TrialReport();

        new Timing(1, new Random(1), report).Judge("get by id", (median, high));

        report.Found.Should().Be(found);
    }

    [Fact]
    public void Ratios_OfTwoSamples_AreThoseOfTheirMediansAndHighEnds()
    {
        List<long> one = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
        List<long> other = [1, 1, 1, 1, 1, 3, 3, 3, 3, 5];

        Timing.Ratios((one, other)).Should().Be((2, 2));
    }
}
