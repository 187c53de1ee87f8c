using System.Globalization;
using Audit.Application.Common;

namespace Audit.Application.Tests.Common;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2026-04-03")]
    [InlineData("0001-01-01")]
    [InlineData("9998-12-31")]
    [InlineData("2024-02-29")]
    [InlineData("2026-04-03T12:00:00Z")]
    [InlineData("2026-04-03t12:00:00z")]
    [InlineData("2026-04-03T12:00:00.5Z")]
    [InlineData("2026-04-03T12:00:00.1234567Z")]
    [InlineData("2026-04-03T12:00:00.123456789Z")]
    [InlineData("2026-04-03T14:00:00+02:00")]
    [InlineData("2026-04-03T12:00:00.007-00:00")]
    public void IsReadable_WhenItIsATimeOrDateOfRfc3339_IsTrue(string text) => Period.IsReadable(text).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1775217600")]
    [InlineData("2026-4-3")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("26-04-03")]
    [InlineData("２０２６-04-03")]
    [InlineData("2026-04-03T12:00Z")]
    [InlineData("2026-04-03T12:00:00")]
    [InlineData("2026-04-03T25:00:00Z")]
    [InlineData("2026-04-03T12:00:00.Z")]
    [InlineData("2026-04-03T12:00:00,5Z")]
    [InlineData("2026-04-03T12:00:00+0200")]
    [InlineData("2026-04-03T12:00:00+2:00")]
    [InlineData("2026-04-03T12:00:00+02")]
    [InlineData("2026-04-03T12:00:00ZZ")]
    [InlineData("9999-01-01")]
    [InlineData("9999-01-01T00:00:00Z")]
    [InlineData("9998-12-31T23:00:00-02:00")]
    [InlineData("0001-01-01T00:00:00+02:00")]
    public void IsReadable_WhenItIsNone_IsFalse(string text) => Period.IsReadable(text).Should().BeFalse();

    [Fact]
    public void Between_WhenNothingIsGiven_HasNoEnds()
    {
        var period = Period.Between(null, null);

        period.Should().Be(new Period(null, null));
        period.Contains(DateTimeOffset.MinValue).Should().BeTrue();
        period.Contains(DateTimeOffset.MaxValue).Should().BeTrue();
    }

    [Theory]
    [InlineData("2026-04-03", "2026-04-03T00:00:00.000Z")]
    [InlineData("2026-04-03T12:00:00.007Z", "2026-04-03T12:00:00.007Z")]
    [InlineData("2026-04-03T12:00:00.0070001Z", "2026-04-03T12:00:00.008Z")]
    [InlineData("2026-04-03T14:00:00+02:00", "2026-04-03T12:00:00.000Z")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00.000Z")]
    public void Between_WhenItHasABeginning_BeginsWithTheFirstMillisecondThatIsNotBefore(string from, string first)
    {
        var period = Period.Between(from, null);

        period.Should().Be(new Period(Time(first), null));
        period.Contains(Time(first)).Should().BeTrue();
        period.Contains(Time("2026-04-02T23:59:59.999Z")).Should().Be(from == "0001-01-01");
    }

    [Theory]
    [InlineData("2026-04-03", "2026-04-03T23:59:59.999Z")]
    [InlineData("2026-04-03T12:00:00Z", "2026-04-03T12:00:00.000Z")]
    [InlineData("2026-04-03T12:00:00.0079999Z", "2026-04-03T12:00:00.007Z")]
    [InlineData("2026-04-03T14:00:00+02:00", "2026-04-03T12:00:00.000Z")]
    [InlineData("9998-12-31", "9998-12-31T23:59:59.999Z")]
    public void Between_WhenItHasAnEnd_EndsWithTheLastMillisecondThatIsNotBehind(string to, string last)
    {
        var period = Period.Between(null, to);

        period.Contains(Time(last)).Should().BeTrue();
        period.Contains(Time(last).AddMilliseconds(1)).Should().BeFalse();
    }

    [Theory]
    [InlineData("2026-04-03", "2026-04-03")]
    [InlineData("2026-04-03T12:00:00Z", "2026-04-03T12:00:00Z")]
    [InlineData("2026-04-03T12:00:00.0070001Z", "2026-04-03T12:00:00.0070001Z")]
    [InlineData("2026-04-03T12:00:00.0070001Z", "2026-04-03T12:00:00.0079999Z")]
    [InlineData("2026-04-03T14:00:00+02:00", "2026-04-03T12:00:00Z")]
    [InlineData("2026-04-03T23:59:59.9999999Z", "2026-04-03")]
    [InlineData("9998-12-31T23:59:59.9999999Z", "9998-12-31")]
    public void IsBackwards_WhenTheEndIsNotBefore_IsFalse(string from, string to) => Period.IsBackwards(from, to).Should().BeFalse();

    [Theory]
    [InlineData("2026-04-04", "2026-04-03")]
    [InlineData("2026-04-03T12:00:00.001Z", "2026-04-03T12:00:00Z")]
    [InlineData("2026-04-03T12:00:00.0070002Z", "2026-04-03T12:00:00.0070001Z")]
    [InlineData("2026-04-03T12:00:00Z", "2026-04-03T12:00:00+02:00")]
    [InlineData("2026-04-04T00:00:00Z", "2026-04-03")]
    public void IsBackwards_WhenTheEndIsBefore_IsTrue(string from, string to) => Period.IsBackwards(from, to).Should().BeTrue();

    /// <summary>Times are kept to the millisecond: none lies between.</summary>
    [Fact]
    public void Between_WhenBothEndsLieWithinOneMillisecond_IsEmpty()
    {
        var period = Period.Between("2026-04-03T12:00:00.0070001Z", "2026-04-03T12:00:00.0079999Z");

        period.Contains(Time("2026-04-03T12:00:00.007Z")).Should().BeFalse();
        period.Contains(Time("2026-04-03T12:00:00.008Z")).Should().BeFalse();
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
