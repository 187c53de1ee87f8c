namespace Audit.Trials.Tests;

public sealed class ArgumentsTests
{
    private static readonly Trial s_trial = new("fuzz", "nothing breaks it", [new("requests", 1000, 1, "requests to send"), new("seed", 1, 0, "where it begins")], (_, _, _) => Task.CompletedTask);

    [Fact]
    public void Parse_WithOptions_TakesThemAndDefaultsForTheRest()
    {
        var (trial, settings) = Arguments.Parse(["fuzz", "--seed", "7"], [s_trial]);

        trial.Should().BeSameAs(s_trial);
        settings["seed"].Should().Be(7);
        settings["requests"].Should().Be(1000);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("fuzz", "--size", "1")]
    [InlineData("fuzz", "--seed")]
    [InlineData("fuzz", "--seed", "-1")]
    [InlineData("fuzz", "--requests", "0")]
    [InlineData("fuzz", "seed", "1")]
    public void Parse_WhenSomethingMakesNoSense_SaysSo(params string[] arguments) =>
        FluentActions.Invoking(() => Arguments.Parse(arguments, [s_trial])).Should().Throw<UsageException>();

    [Fact]
    public void Parse_WithoutArguments_SaysWhatThereIs() =>
        FluentActions.Invoking(() => Arguments.Parse([], [s_trial])).Should().Throw<UsageException>().WithMessage("*fuzz: nothing breaks it*--requests*requests to send (default 1000)*");
}
