using Audit.Application.Incidents;
using FluentValidation.Results;

namespace Audit.Application.Tests.Incidents;

public sealed class ListIncidentsValidatorTests
{
    private static readonly string[] s_sorts = ["created_at", "-created_at", "updated_at", "-updated_at", "severity", "-severity"];
    private static readonly string[] s_walkable = ["created_at", "-created_at"];

    [Fact]
    public void Validate_WhenNothingIsAskedFor_Passes() => Validate(new()).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Validate_WhenThePageIsFrom1_Passes(int page) => Validate(new() { Page = page }).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Validate_WhenThePageIsBelow1_IsRange(int page) => Validate(new() { Page = page }).ShouldViolate("Page", "range", ("min", 1), ("max", int.MaxValue));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Validate_WhenThePageSizeIs1To100_Passes(int size) => Validate(new() { PageSize = size }).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    [InlineData(int.MinValue)]
    public void Validate_WhenThePageSizeIsNot1To100_IsRange(int size) => Validate(new() { PageSize = size }).ShouldViolate("PageSize", "range", ("min", 1), ("max", 100));

    [Theory]
    [InlineData("open", "Investigating", "CONTAINED", "resolved", "closed")]
    [InlineData]
    public void Validate_WhenTheStatusesAreSome_Passes(params string[] status) => Validate(new() { Status = status }).IsValid.Should().BeTrue();

    [Theory]
    [InlineData("open", "dismissed")]
    [InlineData("false_positive")]
    [InlineData(" open")]
    [InlineData("0")]
    public void Validate_WhenAStatusIsNone_IsEnum(params string[] status) =>
        Validate(new() { Status = status }).ShouldViolate("Status", "enum", ("allowed", new[] { "open", "investigating", "contained", "resolved", "closed" }));

    [Fact]
    public void Validate_WhenASeverityIsNone_IsEnum() =>
        Validate(new() { Severity = ["low", "x"] }).ShouldViolate("Severity", "enum", ("allowed", new[] { "low", "medium", "high", "critical" }));

    [Fact]
    public void Validate_WhenAnAssigneeIsAtItsLimit_Passes() =>
        Samples.Within(128).Should().AllSatisfy(text => Validate(new() { Assignee = ["me", text] }).IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenAnAssigneeIsTooLongOrUnclean_IsRefused()
    {
        Samples.Beyond(128).Should().AllSatisfy(text => Validate(new() { Assignee = ["me", text] }).ShouldViolate("Assignee", "max_length", ("max", 128)));
        Samples.Unclean.Should().AllSatisfy(text => Validate(new() { Assignee = [text, "none"] }).ShouldViolate("Assignee", "format"));
    }

    [Fact]
    public void Validate_WhenTheSearchIsAtItsLimit_Passes() =>
        Samples.Within(200).Should().AllSatisfy(text => Validate(new() { Search = text }).IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenTheSearchIsTooLongOrUnclean_IsRefused()
    {
        Samples.Beyond(200).Should().AllSatisfy(text => Validate(new() { Search = text }).ShouldViolate("Search", "max_length", ("max", 200)));
        Samples.Unclean.Should().AllSatisfy(text => Validate(new() { Search = text }).ShouldViolate("Search", "format"));
    }

    [Fact]
    public void Validate_WhenTimesAreNone_AreFormat() =>
        Validate(new() { CreatedFrom = "yesterday", CreatedTo = "2026-02-29", UpdatedFrom = "1775217600", UpdatedTo = "2026-04-03T12:00:00" }).Violations().Should().Equal(
            ("CreatedFrom", "format"), ("CreatedTo", "format"), ("UpdatedFrom", "format"), ("UpdatedTo", "format"));

    [Fact]
    public void Validate_WhenAnEndIsBeforeItsBeginning_IsRangeOfTheEnd()
    {
        Validate(new() { CreatedFrom = "2026-04-03", CreatedTo = "2026-04-02" }).ShouldViolate("CreatedTo", "range", ("min", "2026-04-03"), ("max", "9998-12-31"));
        Validate(new() { UpdatedFrom = "2026-04-03", UpdatedTo = "2026-04-02T23:59:59Z" }).ShouldViolate("UpdatedTo", "range", ("min", "2026-04-03"), ("max", "9998-12-31"));
        Validate(new() { CreatedFrom = "2026-04-03", CreatedTo = "2026-04-03", UpdatedFrom = "2026-04-03", UpdatedTo = "2026-04-03T00:00:00Z" }).IsValid.Should().BeTrue();
        Validate(new() { CreatedFrom = "2026-04-03T12:00:00.0070001Z", CreatedTo = "2026-04-03T12:00:00.0079999Z" }).IsValid.Should().BeTrue();
        Validate(new() { CreatedFrom = "2026-04-03", UpdatedTo = "2026-04-02" }).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Validate_WhenAnEndIsBeforeNoReadableBeginning_SaysOnlyThat() =>
        Validate(new() { CreatedFrom = "x", CreatedTo = "2026-04-02" }).Violations().Should().Equal(("CreatedFrom", "format"));

    [Fact]
    public void Validate_WhenTheSortIsOne_Passes() => s_sorts.Should().AllSatisfy(sort => Validate(new() { Sort = sort.ToUpperInvariant() }).IsValid.Should().BeTrue());

    [Theory]
    [InlineData("title")]
    [InlineData("created_at,severity")]
    public void Validate_WhenTheSortIsNone_IsEnum(string sort)
    {
        Validate(new() { Sort = sort }).ShouldViolate("Sort", "enum", ("allowed", s_sorts));
        Validate(new() { Sort = sort, Cursor = "x" }).ShouldViolate("Sort", "enum", ("allowed", s_walkable));
    }

    [Theory]
    [InlineData("updated_at")]
    [InlineData("-updated_at")]
    [InlineData("severity")]
    [InlineData("-severity")]
    public void Validate_WhenACursorCannotWalkTheSort_IsEnum(string sort) =>
        Validate(new() { Sort = sort, Cursor = "" }).ShouldViolate("Sort", "enum", ("allowed", s_walkable));

    [Theory]
    [InlineData("created_at")]
    [InlineData("-Created_At")]
    public void Validate_WhenACursorCanWalkTheSort_Passes(string sort) => Validate(new() { Sort = sort, Cursor = "" }).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Validate_WhenTheCursorIsNone_IsFormat(string cursor) => Validate(new() { Cursor = cursor }).ShouldViolate("Cursor", "format");

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() =>
        Validate(new() { Status = ["x"], Severity = ["y"], Assignee = ["\0"], CreatedFrom = "z", Search = "\0", Page = 0, PageSize = 0, Cursor = "z" }).Violations().Should().Equal(
            ("Status", "enum"), ("Severity", "enum"), ("Assignee", "format"), ("CreatedFrom", "format"), ("Search", "format"), ("Page", "range"), ("PageSize", "range"), ("Cursor", "format"));

    private static ValidationResult Validate(ListIncidentsQuery query) => new ListIncidentsValidator().Validate(query);
}
