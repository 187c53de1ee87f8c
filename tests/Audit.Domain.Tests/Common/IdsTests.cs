using System.Text.RegularExpressions;
using Audit.Domain.Common;

namespace Audit.Domain.Tests.Common;

public sealed partial class IdsTests
{
    private const string Digits = "01k5m8z0c2e9v7q4t6x8y1w3ra";
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    [Theory]
    [InlineData(Ids.Incident, "inc_")]
    [InlineData(Ids.Anomaly, "ano_")]
    [InlineData(Ids.Comment, "cmt_")]
    public void New_WhenMade_IsThePrefixAnd26CrockfordCharacters(string prefix, string expected)
    {
        var id = Ids.New(prefix, Given.Start);

        id.Should().StartWith(expected);
        IdForm().IsMatch(id).Should().BeTrue(id);
        Ids.CanBe(prefix, id).Should().BeTrue();
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.000Z")]
    [InlineData("2026-04-03T12:00:00.007Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void New_WhenReadBack_IsAUuidOfVersion7AndThatMillisecond(string time)
    {
        var now = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        var value = Ids.New(Ids.Incident, now)[4..].Aggregate(UInt128.Zero, (sum, c) => (sum << 5) + (UInt128)Alphabet.IndexOf(c, StringComparison.Ordinal));

        ((long)(value >> 80)).Should().Be(now.ToUnixTimeMilliseconds());
        ((int)(value >> 76) & 0xf).Should().Be(7);
        ((int)(value >> 62) & 0b11).Should().Be(0b10);
    }

    [Fact]
    public void New_WhenMadeLater_SortsBehindByOrdinalComparison()
    {
        var random = new Random(7);
        var times = Enumerable.Range(0, 2000).Select(i => DateTimeOffset.UnixEpoch.AddMilliseconds(random.NextInt64(i * 1_000_000_000L, (i + 1) * 1_000_000_000L))).ToList();
        times.AddRange([Given.Start.AddYears(4000), Given.Start.AddYears(4000).AddMilliseconds(1)]);

        times.Select(t => Ids.New(Ids.Anomaly, t)).Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void New_WhenMadeTenThousandTimesInOneMillisecond_IsNeverTheSame() =>
        Enumerable.Range(0, 10_000).Select(_ => Ids.New(Ids.Comment, Given.Start)).ToHashSet(StringComparer.Ordinal).Should().HaveCount(10_000);

    [Theory]
    [InlineData("00000000000000000000000000")]
    [InlineData("7zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("0123456789abcdefghjkmnpqrs")]
    [InlineData("7tvwxyz0000000000000000000")]
    public void CanBe_WhenEveryDigitIsOfTheAlphabet_IsTrue(string digits) => Ids.CanBe(Ids.Incident, "inc_" + digits).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("inc_")]
    [InlineData(Digits)]
    [InlineData("inc_" + Digits + "0")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3r")]
    [InlineData("ano_" + Digits)]
    [InlineData("INC_" + Digits)]
    [InlineData("inc-" + Digits)]
    [InlineData(" nc_" + Digits)]
    [InlineData("inc_01K5M8Z0C2E9V7Q4T6X8Y1W3RA")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3rA")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3ri")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3rl")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3ro")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3ru")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3r ")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3r\0")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3r１")]
    [InlineData("inc_ 1k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("inc_81k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("inc_91k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("inc_z1k5m8z0c2e9v7q4t6x8y1w3ra")]
    public void CanBe_WhenAnythingIsWrong_IsFalse(string? id) => Ids.CanBe(Ids.Incident, id).Should().BeFalse();

    [Theory]
    [InlineData("1970-01-01T00:00:00.000Z")]
    [InlineData("2026-04-03T12:00:00.007Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void TimeOf_WhenItIsAnIdOfOurs_IsTheMillisecondItWasMadeIn(string time)
    {
        var now = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        Ids.TimeOf(Ids.New(Ids.Anomaly, now)).Should().Be(now);
        Ids.TimeOf(Ids.New(Ids.Incident, now.AddTicks(9_999))).Should().Be(now);
    }

    /// <summary>The expected milliseconds were computed with Python.</summary>
    [Fact]
    public void TimeOf_WhenComputedElsewhere_IsTheSame() => Ids.TimeOf("inc_" + Digits).ToUnixTimeMilliseconds().Should().Be(1758395859330);

    [Theory]
    [InlineData("")]
    [InlineData("inc_")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3ri")]
    [InlineData("inc_01K5M8Z0C2E9V7Q4T6X8Y1W3RA")]
    [InlineData("evt_1")]
    [InlineData("0")]
    public void TimeOf_WhenItIsNoId_Throws(string id) => FluentActions.Invoking(() => Ids.TimeOf(id)).Should().ThrowExactly<ArgumentException>();

    [GeneratedRegex("^(inc|ano|cmt)_[0-7][0-9a-hjkmnp-tv-z]{25}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdForm();
}
