namespace Audit.Bench.Tests;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Parse_WhenNothingIsSaid_TakesTheDefaults()
    {
        var options = BenchOptions.Parse([]);

        options.Should().BeEquivalentTo(new { Size = 10_000, Seconds = 1, Rounds = 3, SeedOnly = false });
        options.Json.Should().BeNull();
    }

    [Fact]
    public void Parse_WhenAllIsSaid_TakesIt() =>
        BenchOptions.Parse(["--size", "5000", "--seconds", "10", "--rounds", "5", "--json", "a.json", "--chart", "b.svg", "--markdown", "c.md", "--seed-only"])
            .Should().BeEquivalentTo(new { Size = 5_000, Seconds = 10, Rounds = 5, Json = "a.json", Chart = "b.svg", Markdown = "c.md", SeedOnly = true });

    [Theory]
    [InlineData("--sise", "--sise", "1000")]
    [InlineData("--size", "--size")]
    [InlineData("--json", "--json", "")]
    [InlineData("--size", "--size", "999")]
    [InlineData("--size", "--size", "10,000")]
    [InlineData("--size", "--size", "99999999999")]
    [InlineData("--seconds", "--seconds", "0")]
    [InlineData("--seconds", "--seconds", "1.5")]
    [InlineData("--rounds", "--rounds", "8")]
    [InlineData("more", "--size", "1000", "more")]
    public void Parse_WhenAnArgumentIsWrong_NamesIt(string named, params string[] arguments) =>
        FluentActions.Invoking(() => BenchOptions.Parse(arguments)).Should().Throw<UsageException>().WithMessage($"*{named}*");

    [Theory]
    [InlineData(1_000, 1_000)]
    [InlineData(2_500, 1_000, 2_500)]
    [InlineData(10_000, 1_000, 10_000)]
    [InlineData(1_000_000, 1_000, 10_000, 100_000, 1_000_000)]
    [InlineData(10_000_000, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)]
    public void Sizes_WhenTheLargestIsGiven_AreThePowersOfTenBelowAndThat(int size, params int[] expected) =>
        BenchOptions.Parse(["--size", $"{size}"]).Sizes.Should().Equal(expected);
}
