using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests.Incidents;

public sealed class ListIncidentsTests
{
    private static readonly IncidentDto s_first = new() { Id = "inc_01k5m8z0c2e9v7q4t6x8y1w3rb", CreatedAt = Given.Start.AddSeconds(1) };
    private static readonly IncidentDto s_last = new() { Id = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra", CreatedAt = Given.Start };

    private readonly Mock<IIncidentReader> _incidents = new(MockBehavior.Strict);
    private Page<IncidentDto> _page = new([s_first, s_last], Total: 9, TotalIsLowerBound: false, HasNext: true);
    private ListFilter<IncidentStatus>? _filter;

    public ListIncidentsTests() =>
        _incidents.Setup(i => i.ListAsync(Given.Tenant, It.IsAny<ListFilter<IncidentStatus>>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .Callback((string _, ListFilter<IncidentStatus> filter, PageRequest _, CancellationToken _) => _filter = filter)
            .ReturnsAsync(() => _page);

    [Fact]
    public async Task Handle_WhenByPage_AsksForThatPageAndGivesNoCursor()
    {
        var list = await Handle(new() { Page = 3, PageSize = 50 });

        list.Request.Should().Be(new PageRequest(3, 50, SortOrder.NewestFirst, Walk: false, After: null));
        list.Part.Should().BeSameAs(_page);
        list.NextCursor.Should().BeNull();
    }

    [Fact]
    public async Task Handle_WhenNothingIsAskedFor_TakesTheFirst20NewestFirst() =>
        (await Handle(new())).Request.Should().Be(new PageRequest(1, 20, new SortOrder(SortKey.CreatedAt, IsDescending: true), Walk: false, After: null));

    [Fact]
    public async Task Handle_WhenAnOrderIsAskedFor_PassesIt() =>
        (await Handle(new() { Sort = " -Severity " })).Request.Sort.Should().Be(new SortOrder(SortKey.Severity, IsDescending: true));

    [Fact]
    public async Task Handle_WhenFiltersAreGiven_PassesEachOnceAndTheSearchTrimmed()
    {
        await Handle(new() { Status = ["OPEN", "resolved", "open"], Severity = ["High", "low", "HIGH"], Search = "  brute force " });

        _filter!.Statuses.Should().Equal(IncidentStatus.Open, IncidentStatus.Resolved);
        _filter.Severities.Should().Equal(Severity.High, Severity.Low);
        _filter.Search.Should().Be("brute force");
    }

    [Fact]
    public async Task Handle_WhenAssigneesAreGiven_PutsTheCallerForMeAndNobodyForNone()
    {
        await Handle(new() { Assignee = ["me", "none", "usr_2", "usr_analyst001", "Me"] });

        _filter!.Assignees.Should().Equal("usr_analyst001", null, "usr_2", "Me");
    }

    [Fact]
    public async Task Handle_WhenTimesAreGiven_PassesThemWithTheirEndsInside()
    {
        await Handle(new() { CreatedFrom = " 2026-04-01 ", CreatedTo = "2026-04-03", UpdatedFrom = "2026-04-03T12:00:00+02:00", UpdatedTo = "2026-04-03T12:00:00.007Z" });

        _filter!.Created.Should().Be(new Period(Time("2026-04-01T00:00:00Z"), Time("2026-04-04T00:00:00Z")));
        _filter.Updated.Should().Be(new Period(Time("2026-04-03T10:00:00Z"), Time("2026-04-03T12:00:00.008Z")));
    }

    [Fact]
    public async Task Handle_WhenNoFilterIsGiven_LetsEverythingPass()
    {
        await Handle(new() { CreatedFrom = " ", UpdatedTo = "", Search = "\n" });

        _filter.Should().BeEquivalentTo(new ListFilter<IncidentStatus>([], [], [], default, default, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("created_at")]
    [InlineData("-created_at")]
    public async Task Handle_WhenAWalkStarts_AsksFromTheStartAndSaysHowToGoOn(string? sort)
    {
        var query = new ListIncidentsQuery { Sort = sort, Status = ["open"] };

        var start = await Handle(query with { Cursor = "" });
        var next = await Handle(query with { Cursor = start.NextCursor });

        start.Request.Should().Be(new PageRequest(1, 20, SortOrder.Of(sort), Walk: true, After: null));
        next.Request.Should().Be(new PageRequest(1, 20, SortOrder.Of(sort), Walk: true, After: new CursorPosition(s_last.CreatedAt, s_last.Id)));
    }

    [Fact]
    public async Task Handle_WhenAWalkIsAtItsEnd_GivesNoCursor()
    {
        _page = _page with { HasNext = false };

        (await Handle(new() { Cursor = "" })).NextCursor.Should().BeNull();
    }

    [Fact]
    public async Task Handle_WhenAWalkFindsNothing_GivesNoCursor()
    {
        _page = Page<IncidentDto>.Empty;

        (await Handle(new() { Cursor = "" })).NextCursor.Should().BeNull();
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private Task<ListPart<IncidentDto>> Handle(ListIncidentsQuery query) => new ListIncidentsHandler(_incidents.Object, Given.Caller()).Handle(query, CancellationToken.None);
}
