using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using FluentValidation.Results;
using Moq;

namespace Audit.Application.Tests.Anomalies;

public sealed class ListAnomaliesTests
{
    private readonly Mock<IAnomalyReader> _anomalies = new(MockBehavior.Strict);
    private readonly AnomalyDto _last = Given.Mapper.Map<AnomalyDto>(Given.OpenAnomaly());
    private AnomalyFilter? _filter;

    public ListAnomaliesTests() =>
        _anomalies.Setup(i => i.ListAsync(Given.Tenant, It.IsAny<AnomalyFilter>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .Callback((string _, AnomalyFilter filter, PageRequest _, CancellationToken _) => _filter = filter)
            .ReturnsAsync(() => new([_last], Total: 9, TotalIsLowerBound: false, HasNext: true));

    [Fact]
    public async Task Handle_WhenNoFilterIsGiven_LetsEverythingPass()
    {
        var list = await Handle(new());

        _filter.Should().BeEquivalentTo(new AnomalyFilter(new ListFilter<AnomalyStatus>([], [], [], default, default, null), [], default));
        list.Request.Should().Be(new PageRequest(1, 20, SortOrder.NewestFirst, Walk: false, After: null));
        list.NextCursor.Should().BeNull();
    }

    [Fact]
    public async Task Handle_WhenFiltersAreGiven_PassesThem()
    {
        await Handle(new() { Status = ["open", "FALSE_POSITIVE", "dismissed"], Severity = ["High"], Assignee = ["me", "none"], Type = ["brute_force", "Odd"], Search = " x " });

        _filter!.Common.Statuses.Should().Equal(AnomalyStatus.Open, AnomalyStatus.Dismissed);
        _filter.Common.Severities.Should().Equal(Severity.High);
        _filter.Common.Assignees.Should().Equal("usr_analyst001", null);
        _filter.Common.Search.Should().Be("x");
        _filter.Types.Should().Equal("brute_force", "Odd");
        _filter.UserId.Should().BeNull();
        _filter.Without.Should().BeNull();
    }

    [Theory]
    [InlineData("1h", 1)]
    [InlineData(" 24H ", 24)]
    [InlineData("7d", 7 * 24)]
    [InlineData("30d", 30 * 24)]
    public async Task Handle_WhenATimeRangeIsGiven_ReachesBackThatFarFromNow(string range, int hours)
    {
        await Handle(new() { TimeRange = range });

        _filter!.Detected.Should().Be(new Period(Given.Now.AddHours(-hours), null));
    }

    /// <summary>The answer has seconds, the list's order milliseconds: a cursor of whole seconds would pass over things or show them twice.</summary>
    [Fact]
    public async Task Handle_WhenAWalkGoesOn_IsBehindTheLastOneToTheMillisecond()
    {
        var start = await Handle(new() { Cursor = "" });

        var next = await Handle(new() { Cursor = start.NextCursor });

        Given.Start.Millisecond.Should().NotBe(0);
        next.Request.After.Should().Be(new CursorPosition(Given.Start, _last.Id));
    }

    [Fact]
    public void TimeRanges_WhenTold_AreShortestFirst() => ListAnomaliesQuery.TimeRanges.Should().Equal("1h", "24h", "7d", "30d");

    [Theory]
    [InlineData("open", "ACKNOWLEDGED", "investigating", "resolved", "dismissed", "False_Positive")]
    public void Validate_WhenTheStatusesAreSome_Passes(params string[] status) => Validate(new() { Status = status }).IsValid.Should().BeTrue();

    [Fact]
    public void Validate_WhenAStatusIsNone_IsEnum() => Validate(new() { Status = ["open", "closed"] }).ShouldViolate(
        "Status", "enum", ("allowed", new[] { "open", "acknowledged", "investigating", "resolved", "dismissed", "false_positive" }));

    [Theory]
    [InlineData("2h")]
    [InlineData("1 h")]
    [InlineData("7")]
    public void Validate_WhenTheTimeRangeIsNone_IsEnum(string range) =>
        Validate(new() { TimeRange = range }).ShouldViolate("TimeRange", "enum", ("allowed", new[] { "1h", "24h", "7d", "30d" }));

    [Fact]
    public void Validate_WhenATypeIsAtItsLimit_Passes() => Samples.Within(64).Should().AllSatisfy(text => Validate(new() { Type = ["x", text] }).IsValid.Should().BeTrue());

    [Fact]
    public void Validate_WhenATypeIsTooLongOrUnclean_IsRefused()
    {
        Samples.Beyond(64).Should().AllSatisfy(text => Validate(new() { Type = [text, "x"] }).ShouldViolate("Type", "max_length", ("max", 64)));
        Samples.Unclean.Should().AllSatisfy(text => Validate(new() { Type = [text] }).ShouldViolate("Type", "format"));
    }

    [Fact]
    public void Validate_WhenEverythingIsWrong_SaysAllOfIt() =>
        Validate(new() { Status = ["x"], Severity = ["x"], UpdatedFrom = "x", Sort = "x", Page = 0, PageSize = 101, Cursor = "x", Type = ["\0"], TimeRange = "x" }).Violations().Should().Equal(
            ("Status", "enum"), ("Severity", "enum"), ("UpdatedFrom", "format"), ("Sort", "enum"), ("Page", "range"), ("PageSize", "range"), ("Type", "format"), ("TimeRange", "enum"));

    private static ValidationResult Validate(ListAnomaliesQuery query) => new ListAnomaliesValidator().Validate(query);

    private Task<ListPart<AnomalyDto>> Handle(ListAnomaliesQuery query) => new ListAnomaliesHandler(_anomalies.Object, Given.Caller(), Given.Clock).Handle(query, CancellationToken.None);
}
