using Audit.Application.Common;

namespace Audit.Application.Tests.Common;

public sealed class ClockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_999)]
    public void Now_WhenTheClockIsFiner_CutsToTheMillisecond(int ticks)
    {
        var now = new FixedClock(Given.Start.AddTicks(ticks)).Now();

        now.Should().BeExactly(Given.Start);
        now.Offset.Should().Be(TimeSpan.Zero);
    }
}
