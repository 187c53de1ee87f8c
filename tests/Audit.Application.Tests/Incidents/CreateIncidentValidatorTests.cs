using Audit.Application.Incidents;
using FluentValidation.Results;

namespace Audit.Application.Tests.Incidents;

public sealed class CreateIncidentValidatorTests
{
    public static readonly TheoryData<string, int> Limits = new()
    {
        { "Title", 200 },
        { "Description", 10_000 },
        { "Assignee", 128 },
    };

    [Fact]
    public void Validate_WhenOnlyTheRequiredIsThere_Passes() => Validate(Command()).IsValid.Should().BeTrue();

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
        Validate(Command(title: blank)).ShouldViolate("Title", "required");
        Validate(Command(severity: blank)).ShouldViolate("Severity", "required");
        Validate(With("Description", blank)).IsValid.Should().BeTrue();
        Validate(With("Assignee", blank)).IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("low")]
    [InlineData("MEDIUM")]
    [InlineData(" High ")]
    [InlineData("critical")]
    public void Validate_WhenTheSeverityIsOne_Passes(string severity) => Validate(Command(severity: severity)).IsValid.Should().BeTrue();

    [Theory]
    [InlineData("urgent")]
    [InlineData("3")]
    [InlineData("low,high")]
    [InlineData("lo\0w")]
    public void Validate_WhenTheSeverityIsNone_IsEnumAndSaysTheNames(string severity) =>
        Validate(Command(severity: severity)).ShouldViolate("Severity", "enum", ("allowed", new[] { "low", "medium", "high", "critical" }));

    [Fact]
    public void Validate_WhenListsHave500Members_Passes() =>
        Validate(Command(source: Samples.Ids(500), evidence: Samples.Ids(500))).IsValid.Should().BeTrue();

    [Fact]
    public void Validate_WhenListsHave501Members_AreMaxLength() =>
        Validate(Command(source: Samples.Ids(501), evidence: Samples.Ids(501))).Violations()
            .Should().Equal(("SourceAnomalyIds", "max_length"), ("RelatedEvidenceIds", "max_length"));

    [Fact]
    public void Validate_WhenMembersOfListsAreBlankOrRepeated_NamesEach() =>
        Validate(Command(source: ["a", " ", "a "], evidence: [null, "a", "b"])).Violations()
            .Should().Equal(("SourceAnomalyIds[1]", "required"), ("SourceAnomalyIds[2]", "duplicate"), ("RelatedEvidenceIds[0]", "required"));

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() =>
        Validate(new CreateIncidentCommand(null, "x", "\0", new string('a', 129), ["a", "a"], [null])).Violations().Should().Equal(
            ("Title", "required"),
            ("Severity", "enum"),
            ("Description", "format"),
            ("Assignee", "max_length"),
            ("SourceAnomalyIds[1]", "duplicate"),
            ("RelatedEvidenceIds[0]", "required"));

    [Fact]
    public void Command_WhenTextHasWhiteSpaceAtItsEnds_TrimsAllButTheDescription()
    {
        var command = new CreateIncidentCommand(" t ", " low\n", " d \n", "\ta ", [" x "], ["y\n"]);

        command.Should().BeEquivalentTo(new
        {
            Title = "t",
            Severity = "low",
            Description = " d \n",
            Assignee = "a",
            SourceAnomalyIds = new[] { "x" },
            RelatedEvidenceIds = new[] { "y" },
        });
    }

    private static CreateIncidentCommand Command(
        string? title = "t", string? severity = "low", string? description = null, string? assignee = null, string?[]? source = null, string?[]? evidence = null) =>
        new(title, severity, description, assignee, source, evidence);

    private static CreateIncidentCommand With(string field, string? text) => field switch
    {
        "Title" => Command(title: text),
        "Description" => Command(description: text),
        "Assignee" => Command(assignee: text),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, message: null),
    };

    private static ValidationResult Validate(CreateIncidentCommand command) => new CreateIncidentValidator().Validate(command);
}
