using System.Buffers.Binary;
using System.Buffers.Text;
using Audit.Application.Common;

namespace Audit.Application.Tests.Common;

public sealed class CursorTests
{
    private const string Filters = "incidents\u001fopen";
    private static readonly CursorPosition s_position = new(Given.Start, "inc_01k5m8z0c2e9v7q4t6x8y1w3ra");

    public static TheoryData<string> Garbage =>
    [
        "",
        "x",
        "not a cursor",
        "AAAA",
        "äöü",
        "\0",
        "=",
        "+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/",
        new string('A', 32),
        new string('A', 100_000),
        new string('A', 100_001),
        Guid.Empty.ToString(),
    ];

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", "inc_01k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("2026-04-03T12:00:00.007Z", "x")]
    [InlineData("9999-12-31T23:59:59.999Z", "事件")]
    public void Read_WhenItWasWrittenForTheseFilters_GivesThePlaceBack(string time, string id)
    {
        var position = new CursorPosition(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), id);

        Cursor.Read(Cursor.Write(position, Filters), Filters).Should().Be(position);
    }

    [Fact]
    public void Write_WhenWritten_NeedsNoEscapingInAUrl() =>
        Cursor.Write(s_position, Filters).Should().MatchRegex("^[A-Za-z0-9_-]+$");

    [Theory]
    [InlineData("")]
    [InlineData("incidents")]
    [InlineData("incidents\u001fOPEN")]
    [InlineData("anomalies\u001fopen")]
    public void Read_WhenItWasWrittenForOtherFilters_IsNull(string filters) => Cursor.Read(Cursor.Write(s_position, Filters), filters).Should().BeNull();

    [Theory]
    [MemberData(nameof(Garbage))]
    public void Read_WhenItIsNoCursor_IsNull(string text) => Cursor.Read(text, Filters).Should().BeNull();

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(253_402_300_800_000)]
    [InlineData(long.MaxValue)]
    public void Read_WhenItsTimeIsNone_IsNull(long milliseconds)
    {
        var bytes = Base64Url.DecodeFromChars(Cursor.Write(s_position, Filters));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), milliseconds);

        Cursor.Read(Base64Url.EncodeToString(bytes), Filters).Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    public void Read_WhenCutOff_IsNull(int bytes) =>
        Cursor.Read(Base64Url.EncodeToString(Base64Url.DecodeFromChars(Cursor.Write(s_position, Filters)).AsSpan(0, bytes)), Filters).Should().BeNull();

    [Fact]
    public void Read_WhenTheIdIsLongerThanAnyCanBe_IsNull() =>
        Cursor.Read(Cursor.Write(new CursorPosition(Given.Start, new string('x', 65)), Filters), Filters).Should().BeNull();

    [Fact]
    public void Read_WhenTheIdIsNoUtf8_DoesNotThrow()
    {
        byte[] bytes = [.. Base64Url.DecodeFromChars(Cursor.Write(s_position, Filters)).AsSpan(0, 16), 0xff, 0xfe, 0xc0];

        FluentActions.Invoking(() => Cursor.Read(Base64Url.EncodeToString(bytes), Filters)).Should().NotThrow();
    }
}
