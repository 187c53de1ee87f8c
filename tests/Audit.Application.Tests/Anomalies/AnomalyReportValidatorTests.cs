using Audit.Application.Anomalies;
using FluentValidation.Results;

namespace Audit.Application.Tests.Anomalies;

public sealed class AnomalyReportValidatorTests
{
    /// <summary>Given.Now in Unix seconds; the clock is nearly a second further.</summary>
    private const long Now = 1775217900;

    public static readonly TheoryData<string, int> Limits = new()
    {
        { "Type", 64 },
        { "Description", 10_000 },
        { "UserId", 128 },
        { "MitreTactic", 128 },
        { "ExternalId", 128 },
    };

    [Fact]
    public void Validate_WhenOnlyTheRequiredIsThere_Passes() => Validate(Report()).IsValid.Should().BeTrue();

    [Theory]
    [MemberData(nameof(Limits))]
    public void Validate_WhenTextIsAtItsLimitOrBelow_Passes(string field, int max)
    {
        foreach (var text in Samples.Within(max))
        {
            Validate(With(field, text)).IsValid.Should().BeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Validate_WhenTextIsOneCharacterTooLong_IsMaxLength(string field, int max)
    {
        foreach (var text in Samples.Beyond(max))
        {
            Validate(With(field, text)).ShouldViolate(field, "max_length", ("max", max));
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Validate_WhenTextHoldsAControlOrHalfAPair_IsFormat(string field, int max)
    {
        foreach (var text in Samples.Unclean.Append(new string('a', max + 1) + "\0b"))
        {
            Validate(With(field, text)).Violations().Should().Equal((field, "format"));
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void Validate_WhenTextIsBlank_IsAbsent(string? blank)
    {
        Validate(With("Type", blank)).ShouldViolate("Type", "required");
        Validate(With("Description", blank)).ShouldViolate("Description", "required");
        Validate(Report(severity: blank)).ShouldViolate("Severity", "required");
        Validate(With("UserId", blank)).IsValid.Should().BeTrue();
        Validate(With("MitreTactic", blank)).IsValid.Should().BeTrue();
        Validate(With("ExternalId", blank)).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Validate_WhenTheSeverityIsNone_IsEnum() =>
        Validate(Report(severity: "urgent")).ShouldViolate("Severity", "enum", ("allowed", new[] { "low", "medium", "high", "critical" }));

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(Now)]
    [InlineData(Now + 300)]
    public void Validate_WhenDetectedBeforeFiveMinutesFromNow_Passes(long? detectedAt) => Validate(Report(detectedAt: detectedAt)).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(-1L)]
    [InlineData(Now + 301)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Validate_WhenDetectedBefore1970OrTooFarAhead_IsRange(long detectedAt) =>
        Validate(Report(detectedAt: detectedAt)).ShouldViolate("DetectedAt", "range", ("min", 0L), ("max", Now + 300));

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Validate_WhenThereAreManyEvents_TakesUpTo500(int count, bool passes) => Validate(Report(events: Samples.Ids(count))).IsValid.Should().Be(passes);

    [Fact]
    public void Validate_WhenEventsAreBlankOrRepeated_NamesEach() =>
        Validate(Report(events: ["a", "", "a", new string('x', 129)])).Violations()
            .Should().Equal(("EventIds[1]", "required"), ("EventIds[2]", "duplicate"), ("EventIds[3]", "max_length"));

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() =>
        Validate(new AnomalyReport(null, "x", null, "\0", [null], new string('a', 129), -1, "\u007f")).Violations().Should().Equal(
            ("Type", "required"),
            ("Severity", "enum"),
            ("Description", "required"),
            ("UserId", "format"),
            ("EventIds[0]", "required"),
            ("MitreTactic", "max_length"),
            ("ExternalId", "format"),
            ("DetectedAt", "range"));

    private static AnomalyReport Report(string? severity = "low", string?[]? events = null, long? detectedAt = null) => new("t", severity, "d", null, events, null, detectedAt, null);

    private static AnomalyReport With(string field, string? text) => field switch
    {
        "Type" => new(text, "low", "d", null, null, null, null, null),
        "Description" => new("t", "low", text, null, null, null, null, null),
        "UserId" => new("t", "low", "d", text, null, null, null, null),
        "MitreTactic" => new("t", "low", "d", null, null, text, null, null),
        "ExternalId" => new("t", "low", "d", null, null, null, null, text),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, message: null),
    };

    private static ValidationResult Validate(AnomalyReport report) => new AnomalyReportValidator(Given.Clock).Validate(report);
}
