using Audit.Application.Common;

namespace Audit.Application.Tests.Common;

public sealed class TextsTests
{
    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void TrimAndKeep_WhenBlank_AreNull(string? text)
    {
        Texts.Trim(text).Should().BeNull();
        Texts.Keep(text).Should().BeNull();
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("  a b\t\n", "a b")]
    [InlineData("\u3000事件\u00a0", "事件")]
    [InlineData("a\u200b", "a\u200b")]
    public void Trim_WhenThereIsText_TakesWhiteSpaceOffItsEnds(string text, string trimmed) => Texts.Trim(text).Should().Be(trimmed);

    [Theory]
    [InlineData("a\r")]
    [InlineData("\u000ba")]
    [InlineData("\u0085a")]
    [InlineData("\r")]
    [InlineData("\u0000a")]
    [InlineData("a\u001f")]
    [InlineData("a\u007f")]
    public void Trim_WhenAnEndIsAControl_KeepsItToBeRefused(string text) => Texts.Trim(text).Should().Be(text);

    [Fact]
    public void Keep_WhenThereIsText_KeepsItAsItIs() => Texts.Keep("  a \n").Should().Be("  a \n");

    [Fact]
    public void TrimAll_WhenThereIsNoList_IsEmpty()
    {
        Texts.TrimAll(null).Should().BeEmpty();
        Texts.TrimAll([]).Should().BeEmpty();
    }

    [Fact]
    public void TrimAll_WhenMembersAreBlank_KeepsTheirPlaceAsNull() => Texts.TrimAll([" a ", " ", null, "b"]).Should().Equal("a", null, null, "b");

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("😀", 1)]
    [InlineData("e\u0301", 2)]
    [InlineData("👨‍👩‍👧", 5)]
    [InlineData("事件", 2)]
    public void Length_WhenCounted_IsInUnicodeScalarValues(string text, int length) => Texts.Length(text).Should().Be(length);

    [Fact]
    public void IsClean_WhenAControlOrHalfAPairIsInIt_IsFalse() => Samples.Unclean.Should().AllSatisfy(text => Texts.IsClean(text).Should().BeFalse());

    [Fact]
    public void Length_WhenHalfAPairIsInIt_CountsItAsOne() => Texts.Length("a\ud83d").Should().Be(2);

    [Theory]
    [InlineData("")]
    [InlineData("a\tb\nc")]
    [InlineData("😀𝒜")]
    [InlineData("e\u0301\u200d\u202e\ufeff\u2028\uffff")]
    [InlineData("\u00a0")]
    public void IsClean_WhenThereIsNone_IsTrue(string text) => Texts.IsClean(text).Should().BeTrue();
}
