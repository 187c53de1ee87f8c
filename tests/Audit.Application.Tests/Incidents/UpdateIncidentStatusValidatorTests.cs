using Audit.Application.Incidents;
using FluentValidation.Results;

namespace Audit.Application.Tests.Incidents;

public sealed class UpdateIncidentStatusValidatorTests
{
    private static readonly string[] s_over = ["resolved", "closed"];
    private static readonly string[] s_duplicate = ["duplicate"];

    [Theory]
    [InlineData("open")]
    [InlineData("INVESTIGATING")]
    [InlineData(" Contained ")]
    [InlineData("resolved")]
    [InlineData("closed")]
    public void Validate_WhenTheStatusIsOne_Passes(string status) => Validate(status, note: "why").IsValid.Should().BeTrue();

    [Theory]
    [InlineData("dismissed")]
    [InlineData("false_positive")]
    [InlineData("1")]
    [InlineData("open,resolved")]
    public void Validate_WhenTheStatusIsNone_IsEnumOnce(string status)
    {
        Validate(status).ShouldViolate("Status", "enum", ("allowed", new[] { "open", "investigating", "contained", "resolved", "closed" }));
        Validate(status, "benign").Violations().Should().Equal(("Status", "enum"));
    }

    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void Validate_WhenTextIsBlank_IsAbsent(string? blank)
    {
        Validate(blank).ShouldViolate("Status", "required");
        Validate(blank, "benign").ShouldViolate("Status", "required");
        Validate("open", blank, blank, blank).IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("true_positive")]
    [InlineData("Benign")]
    [InlineData("FALSE_POSITIVE")]
    [InlineData("duplicate")]
    [InlineData(" undetermined ")]
    public void Validate_WhenItEndsWithAResolution_Passes(string resolution)
    {
        Validate("resolved", resolution).IsValid.Should().BeTrue();
        Validate("CLOSED", resolution).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Validate_WhenTheResolutionIsNone_IsEnum() => Validate("resolved", "fixed").ShouldViolate(
        "Resolution", "enum", ("allowed", new[] { "true_positive", "benign", "false_positive", "duplicate", "undetermined" }));

    [Theory]
    [InlineData("open")]
    [InlineData("investigating")]
    [InlineData("contained")]
    public void Validate_WhenItDoesNotEndWithAResolution_IsEnumOfTheStatus(string status)
    {
        Validate(status, "benign").ShouldViolate("Status", "enum", ("allowed", s_over));
        Validate(status, "duplicate", duplicateOf: "inc_x").ShouldViolate("Status", "enum", ("allowed", s_over));
    }

    [Theory]
    [InlineData("resolved")]
    [InlineData("closed")]
    public void Validate_WhenItIsADuplicateOfOne_Passes(string status) => Validate(status, "DUPLICATE", duplicateOf: "CASE-7").IsValid.Should().BeTrue();

    [Fact]
    public void Validate_WhenADuplicateNamesNoOriginal_Passes() => Validate("resolved", "duplicate").IsValid.Should().BeTrue();

    [Fact]
    public void Validate_WhenAnOriginalIsNamedWithoutTheResolution_IsRequired() =>
        Validate("resolved", duplicateOf: "inc_x").ShouldViolate("Resolution", "required", ("allowed", s_duplicate));

    [Fact]
    public void Validate_WhenAnOriginalIsNamedWithAnotherResolution_IsEnum()
    {
        Validate("resolved", "benign", duplicateOf: "inc_x").ShouldViolate("Resolution", "enum", ("allowed", s_duplicate));
        Validate("resolved", "fixed", duplicateOf: "inc_x").Violations().Should().Equal(("Resolution", "enum"));
    }

    [Fact]
    public void Validate_WhenTextIsAtItsLimitOrBelow_Passes()
    {
        Samples.Within(10_000).Should().AllSatisfy(text => Validate("resolved", note: text).IsValid.Should().BeTrue());
        Samples.Within(128).Should().AllSatisfy(text => Validate("resolved", "duplicate", duplicateOf: text).IsValid.Should().BeTrue());
    }

    [Fact]
    public void Validate_WhenTextIsTooLong_IsMaxLength()
    {
        Samples.Beyond(10_000).Should().AllSatisfy(text => Validate("open", note: text).ShouldViolate("ResolutionNote", "max_length", ("max", 10_000)));
        Samples.Beyond(128).Should().AllSatisfy(text => Validate("closed", "duplicate", duplicateOf: text).ShouldViolate("DuplicateOf", "max_length", ("max", 128)));
    }

    [Fact]
    public void Validate_WhenTextHoldsAControlOrHalfAPair_IsFormat()
    {
        Samples.Unclean.Should().AllSatisfy(text => Validate("open", note: text).ShouldViolate("ResolutionNote", "format"));
        Samples.Unclean.Should().AllSatisfy(text => Validate("closed", "duplicate", duplicateOf: text).ShouldViolate("DuplicateOf", "format"));
    }

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() => Validate("x", "y", "\0", "\0").Violations().Should().Equal(
        ("Status", "enum"), ("Resolution", "enum"), ("ResolutionNote", "format"), ("DuplicateOf", "format"));

    private static ValidationResult Validate(string? status, string? resolution = null, string? note = null, string? duplicateOf = null) =>
        new UpdateIncidentStatusValidator().Validate(new UpdateIncidentStatusCommand("inc_x", status, resolution, note, duplicateOf, Cascade: false, Strict: false));
}
