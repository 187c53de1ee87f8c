using Audit.Application.Common;
using Audit.Application.Incidents;
using FluentValidation.Results;

namespace Audit.Application.Tests.Incidents;

public sealed class ListIncidentsValidatorTests
{
    [Fact]
    public void Validate_WhenNothingIsAskedFor_Passes() => Validate(Query()).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Validate_WhenThePageIsFrom1_Passes(int page) => Validate(Query(page: page)).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Validate_WhenThePageIsBelow1_IsRange(int page) => Validate(Query(page: page)).ShouldViolate("Page", "range", ("min", 1), ("max", int.MaxValue));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Validate_WhenThePageSizeIs1To100_Passes(int size) => Validate(Query(size: size)).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    [InlineData(int.MinValue)]
    public void Validate_WhenThePageSizeIsNot1To100_IsRange(int size) => Validate(Query(size: size)).ShouldViolate("PageSize", "range", ("min", 1), ("max", 100));

    [Theory]
    [InlineData("open", "Investigating", "CONTAINED", "resolved", "closed")]
    [InlineData]
    public void Validate_WhenTheStatusesAreSome_Passes(params string[] status) => Validate(Query(status: status)).IsValid.Should().BeTrue();

    [Theory]
    [InlineData("open", "dismissed")]
    [InlineData(" open")]
    [InlineData("0")]
    public void Validate_WhenAStatusIsNone_IsEnum(params string[] status) =>
        Validate(Query(status: status)).ShouldViolate("Status", "enum", ("allowed", new[] { "open", "investigating", "contained", "resolved", "closed" }));

    [Fact]
    public void Validate_WhenASeverityIsNone_IsEnum() =>
        Validate(Query(severity: ["low", "x"])).ShouldViolate("Severity", "enum", ("allowed", new[] { "low", "medium", "high", "critical" }));

    [Fact]
    public void Validate_WhenTheSearchIsAtItsLimit_Passes() => Samples.Within(200).Should().AllSatisfy(text => Validate(Query(search: text)).IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenTheSearchIsTooLong_IsMaxLength()
    {
        foreach (var text in Samples.Beyond(200))
        {
            Validate(Query(search: text)).ShouldViolate("Search", "max_length", ("max", 200));
        }
    }

    [Fact]
    public void Validate_WhenTheSearchHoldsAControlOrHalfAPair_IsFormat() =>
        Samples.Unclean.Should().AllSatisfy(text => Validate(Query(search: text)).ShouldViolate("Search", "format"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Validate_WhenThereIsNoCursorOrAWalkStarts_Passes(string? cursor) => Validate(Query(cursor: cursor)).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Validate_WhenTheCursorIsNone_IsFormat(string cursor) => Validate(Query(cursor: cursor)).ShouldViolate("Cursor", "format");

    [Fact]
    public void Validate_WhenTheCursorIsOfTheseFilters_Passes()
    {
        var cursor = CursorOf(Query(status: ["open", "closed"], severity: ["low"], search: "x"));

        Validate(Query(status: ["CLOSED", "open", "open"], severity: ["Low"], search: " x ", cursor: cursor)).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Validate_WhenOnlyThePartIsAnother_StillTakesTheCursor() =>
        Validate(Query(page: 2, size: 7, cursor: CursorOf(Query()))).IsValid.Should().BeTrue();

    [Fact]
    public void Validate_WhenTheCursorIsOfOtherFilters_IsFormat()
    {
        ListIncidentsQuery[] queries = [Query(), Query(status: ["open"]), Query(severity: ["low"]), Query(search: "x"), Query(search: "X"), Query(status: ["open"], search: "x")];

        foreach (var one in queries)
        {
            foreach (var other in queries.Where(q => q != one))
            {
                Validate(other with { Cursor = CursorOf(one) }).ShouldViolate("Cursor", "format");
            }
        }
    }

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() =>
        Validate(Query(status: ["x"], severity: ["y"], search: "\0", page: 0, size: 0, cursor: "z")).Violations().Should().Equal(
            ("Status", "enum"), ("Severity", "enum"), ("Search", "format"), ("Page", "range"), ("PageSize", "range"), ("Cursor", "format"));

    private static string CursorOf(ListIncidentsQuery query) => Cursor.Write(new CursorPosition(Given.Start, "inc_01k5m8z0c2e9v7q4t6x8y1w3ra"), query.Filters);

    private static ListIncidentsQuery Query(string[]? status = null, string[]? severity = null, string? search = null, int page = 1, int size = 20, string? cursor = null) =>
        new(status ?? [], severity ?? [], search, page, size, cursor);

    private static ValidationResult Validate(ListIncidentsQuery query) => new ListIncidentsValidator().Validate(query);
}
