using Audit.Application.Anomalies;
using FluentValidation.Results;

namespace Audit.Application.Tests.Anomalies;

public sealed class UpdateAnomalyStatusValidatorTests
{
    [Theory]
    [InlineData("open")]
    [InlineData("ACKNOWLEDGED")]
    [InlineData("Investigating")]
    [InlineData(" resolved ")]
    [InlineData("dismissed")]
    [InlineData("false_positive")]
    public void Validate_WhenTheStatusIsOne_Passes(string status) => Validate(status).IsValid.Should().BeTrue();

    [Theory]
    [InlineData("closed")]
    [InlineData("1")]
    [InlineData("open,resolved")]
    [InlineData("op\0en")]
    public void Validate_WhenTheStatusIsNone_IsEnumAndSaysTheNames(string status) =>
        Validate(status).ShouldViolate("Status", "enum", ("allowed", new[] { "open", "acknowledged", "investigating", "resolved", "dismissed", "false_positive" }));

    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void Validate_WhenTextIsBlank_IsAbsent(string? blank)
    {
        Validate(blank).ShouldViolate("Status", "required");
        Validate("open", blank).IsValid.Should().BeTrue();
        Validate("open", reason: blank).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Validate_WhenTheAssigneeIsAtItsLimitOrBelow_Passes() => Samples.Within(128).Should().AllSatisfy(text => Validate("open", text).IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenTheAssigneeIsTooLong_IsMaxLength()
    {
        foreach (var text in Samples.Beyond(128))
        {
            Validate("open", text).ShouldViolate("Assignee", "max_length", ("max", 128));
        }
    }

    [Fact]
    public void Validate_WhenTheAssigneeHoldsAControlOrHalfAPair_IsFormat() =>
        Samples.Unclean.Should().AllSatisfy(text => Validate("open", text).ShouldViolate("Assignee", "format"));

    [Fact]
    public void Validate_WhenTheReasonIsAtItsLimitOrBelow_Passes() =>
        Samples.Within(10_000).Should().AllSatisfy(text => Validate("open", reason: text).IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenTheReasonIsTooLongOrUnclean_IsRefused()
    {
        Samples.Beyond(10_000).Should().AllSatisfy(text => Validate("open", reason: text).ShouldViolate("Reason", "max_length", ("max", 10_000)));
        Samples.Unclean.Should().AllSatisfy(text => Validate("open", reason: text).ShouldViolate("Reason", "format"));
    }

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() =>
        Validate("x", "\0", "\0").Violations().Should().Equal(("Status", "enum"), ("Reason", "format"), ("Assignee", "format"));

    private static ValidationResult Validate(string? status, string? assignee = null, string? reason = null) =>
        new UpdateAnomalyStatusValidator().Validate(new UpdateAnomalyStatusCommand("ano_x", status, reason, assignee));
}
