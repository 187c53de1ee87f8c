using Audit.Application.History;
using FluentValidation.Results;

namespace Audit.Application.Tests.History;

public sealed class VerifyHistoryValidatorTests
{
    private static readonly string s_hash = new('a', 64);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(long.MaxValue, 100_000)]
    public void Validate_WhenThePartIsOne_Passes(long from, int limit) => Validate(from, limit).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    public void Validate_WhenItBeginsBeforeTheFirst_IsRange(long from) => Validate(from).ShouldViolate("FromSequence", "range", ("min", 1L), ("max", long.MaxValue));

    [Theory]
    [InlineData(0)]
    [InlineData(100_001)]
    public void Validate_WhenTheLimitIsNone_IsRange(int limit) => Validate(limit: limit).ShouldViolate("Limit", "range", ("min", 1), ("max", 100_000));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData(" 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF ")]
    public void Validate_WhenTheExpectedEntryIsOne_Passes(string hash) => Validate(sequence: 1, hash: hash).IsValid.Should().BeTrue();

    [Theory]
    [InlineData("x")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde１")]
    [InlineData("0123456789abcdef0123456789abcdef\n0123456789abcdef0123456789abcdef")]
    public void Validate_WhenTheExpectedHashIsNone_IsFormat(string hash) => Validate(sequence: 1, hash: hash).ShouldViolate("ExpectedHash", "format");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Validate_WhenTheExpectedSequenceIsNone_IsRange(long sequence) =>
        Validate(sequence: sequence, hash: s_hash).ShouldViolate("ExpectedSequence", "range", ("min", 1L), ("max", long.MaxValue));

    [Fact]
    public void Validate_WhenOneOfTheTwoIsMissing_IsRequired()
    {
        Validate(hash: s_hash).ShouldViolate("ExpectedSequence", "required");
        Validate(sequence: 1).ShouldViolate("ExpectedHash", "required");
        Validate(sequence: 1, hash: " ").ShouldViolate("ExpectedHash", "required");
    }

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() => Validate(0, 0, 0, "x").Violations().Should().Equal(
        ("FromSequence", "range"), ("Limit", "range"), ("ExpectedSequence", "range"), ("ExpectedHash", "format"));

    private static ValidationResult Validate(long from = 1, int limit = 1, long? sequence = null, string? hash = null) =>
        new VerifyHistoryValidator().Validate(new VerifyHistoryQuery(from, limit, sequence, hash));
}
