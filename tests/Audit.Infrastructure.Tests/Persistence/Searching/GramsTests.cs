using Audit.Infrastructure.Persistence.Searching;

namespace Audit.Infrastructure.Tests.Persistence.Searching;

public sealed class GramsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a b\u3000c\n登")]
    [InlineData("ab", "ab")]
    [InlineData("abc", "ab", "abc", "bc")]
    [InlineData("abcd", "ab", "abc", "bc", "bcd", "cd")]
    [InlineData("登录失败", "登录", "登录失", "录失", "录失败", "失败")]
    [InlineData("登a录", "登a", "登a录", "a录")]
    public void Of_WhateverTheText_GivesItsPairsAndTriplesInOrder(string text, params string[] grams) =>
        Tokens(Grams.Of(text, 7)).OrderBy(t => t, StringComparer.Ordinal).Should().Equal(grams.Select(g => "7:" + g).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\0")]
    [InlineData("\u001f")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    [InlineData("\u00a0")]
    [InlineData("\u2028")]
    [InlineData("\u3000")]
    [InlineData(" \t \u3000")]
    public void Of_WhenWhiteSpaceOrAControlCharacterStandsBetween_EndsTheWordThere(string between) =>
        Tokens(Grams.Of($"ab{between}cd", 1)).Should().Equal("1:ab", "1:cd");

    [Theory]
    [InlineData("a😀b")]
    [InlineData("😀😀😀")]
    [InlineData("\U00020000\U00020001\U00020002")]
    public void Of_WhenCharactersLieBeyondTheBasicPlane_CountsEachAsOne(string text)
    {
        var scalars = text.EnumerateRunes().Select(r => r.ToString()).ToList();

        Tokens(Grams.Of(text, 1)).Should().BeEquivalentTo("1:" + scalars[0] + scalars[1], "1:" + text, "1:" + scalars[1] + scalars[2]);
    }

    [Fact]
    public void Of_WhenMarksCombine_TakesEachForACharacterOfItsOwn() =>
        // no single character stands for these two, so that folding leaves them
        Tokens(Grams.Of("q\u0302x", 1)).Should().BeEquivalentTo("1:q\u0302", "1:q\u0302x", "1:\u0302x");

    [Fact]
    public void Of_WhenTenantsDiffer_GivesNoTokenTwice()
    {
        var one = Tokens(Grams.Of("1:1:ab:1", 1));
        var eleven = Tokens(Grams.Of("1:1:ab:1", 11));

        one.Should().OnlyContain(t => t.StartsWith("1:", StringComparison.Ordinal));
        eleven.Should().OnlyContain(t => t.StartsWith("11:", StringComparison.Ordinal));
        one.Should().NotIntersectWith(eleven);
    }

    [Theory]
    [InlineData("ab", true, "ab")]
    [InlineData("登录", true, "登录")]
    [InlineData("😀😀", true, "😀😀")]
    [InlineData("abc", true, "abc")]
    [InlineData("失😀败", true, "失😀败")]
    [InlineData("abcd", false, "abc", "bcd")]
    [InlineData("abcdef", false, "abc", "def")]
    [InlineData("abcdefg", false, "abc", "cde", "efg")]
    [InlineData("abcdefghijklm", false, "abc", "def", "ghi", "klm")]
    [InlineData("登录失败了", false, "登录失", "失败了")]
    [InlineData("a", false)]
    [InlineData("登", false)]
    [InlineData("😀", false)]
    [InlineData("a\0b", false)]
    [InlineData("ab\u0007", false)]
    public void OfTerm_WhateverItsLength_NamesTokensThatCoverIt(string term, bool whole, params string[] grams)
    {
        Grams.OfTerm(term, 42, Grams.MostOfATerm, out var isWhole).Should().Equal(grams.Select(g => "42:" + g));

        isWhole.Should().Be(whole);
    }

    [Fact]
    public void OfTerm_WhateverItsLength_CoversEveryCharacterAsFarAsTheCap()
    {
        // no character twice, so that each token has one place
        var text = string.Concat(Enumerable.Range(0x4e00, 200).Select(c => (char)c));
        for (var length = 2; length <= text.Length; length++)
        {
            var term = text[..length];
            var tokens = Grams.OfTerm(term, 1, Grams.MostOfATerm, out _);

            tokens.Count.Should().Be(Math.Min(4, length == 2 ? 1 : (length + 2) / 3));
            tokens.Should().BeSubsetOf(Tokens(Grams.Of(term, 1)), "a text that contains the term must have them all");
            tokens[^1].Should().EndWith(term[^Math.Min(3, length)..]);
            if (length <= 12)
            {
                tokens.SelectMany(t => t[2..]).Distinct().Should().BeEquivalentTo(term);
            }
        }
    }

    [Fact]
    public void OfTerm_WhenTheTermIsInAText_NamesOnlyTokensOfTheText()
    {
        var random = new Random(11);
        string[] characters = ["a", "b", "登", "录", "😀", "\u0302", "\"", "%", ":"];
        for (var i = 0; i < 2000; i++)
        {
            var text = Enumerable.Range(0, random.Next(2, 30)).Select(_ => characters[random.Next(characters.Length)]).ToList();
            var from = random.Next(text.Count - 1);
            var term = string.Concat(text.Skip(from).Take(random.Next(2, 12)));

            Grams.OfTerm(term, 3, Grams.MostOfATerm, out _).Should().NotBeEmpty().And.BeSubsetOf(Tokens(Grams.Of("x " + string.Concat(text) + "\ny", 3)));
        }
    }

    [Fact]
    public void Match_WhenTokensHaveQuotesOrWordsOfTheQueryLanguage_QuotesThem() =>
        Grams.Match(["1:a\"b", "1:OR", "1:\"\"\"", "1:*)", "1:OR"]).Should().Be("\"1:a\"\"b\" AND \"1:OR\" AND \"1:\"\"\"\"\"\"\" AND \"1:*)\"");

    /// <summary>As the index parts them: at spaces only.</summary>
    private static string[] Tokens(string grams) => grams.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
