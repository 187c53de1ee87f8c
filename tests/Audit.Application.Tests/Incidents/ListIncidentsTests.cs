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
    private IncidentFilter? _filter;

    public ListIncidentsTests() =>
        _incidents.Setup(i => i.ListAsync(Given.Tenant, It.IsAny<IncidentFilter>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .Callback((string _, IncidentFilter filter, PageRequest _, CancellationToken _) => _filter = filter)
            .ReturnsAsync(() => _page);

    [Fact]
    public async Task Handle_WhenByPage_AsksForThatPageAndGivesNoCursor()
    {
        var list = await Handle(Query() with { Page = 3, PageSize = 50 });

        list.Request.Should().Be(new PageRequest(3, 50, Walk: false, After: null));
        list.Part.Should().BeSameAs(_page);
        list.NextCursor.Should().BeNull();
    }

    [Fact]
    public async Task Handle_WhenFiltersAreGiven_PassesEachOnceAndTheSearchTrimmed()
    {
        await Handle(new ListIncidentsQuery(["OPEN", "resolved", "open"], ["High", "low"], "  brute force ", 1, 20, null));

        _filter!.Statuses.Should().Equal(IncidentStatus.Open, IncidentStatus.Resolved);
        _filter.Severities.Should().Equal(Severity.High, Severity.Low);
        _filter.Search.Should().Be("brute force");
    }

    [Fact]
    public async Task Handle_WhenNoFilterIsGiven_LetsEverythingPass()
    {
        await Handle(Query());

        _filter.Should().BeEquivalentTo(new IncidentFilter([], [], null));
    }

    [Fact]
    public async Task Handle_WhenAWalkStarts_AsksFromTheStartAndSaysHowToGoOn()
    {
        var query = Query(cursor: "");

        var list = await Handle(query);

        list.Request.Should().Be(new PageRequest(1, 20, Walk: true, After: null));
        Cursor.Read(list.NextCursor!, query.Filters).Should().Be(new CursorPosition(s_last.CreatedAt, s_last.Id));
    }

    [Fact]
    public async Task Handle_WhenAWalkGoesOn_AsksBehindTheLastOne()
    {
        var start = await Handle(Query(cursor: ""));

        var list = await Handle(Query(cursor: start.NextCursor));

        list.Request.After.Should().Be(new CursorPosition(s_last.CreatedAt, s_last.Id));
    }

    [Fact]
    public async Task Handle_WhenAWalkIsAtItsEnd_GivesNoCursor()
    {
        _page = _page with { HasNext = false };

        (await Handle(Query(cursor: ""))).NextCursor.Should().BeNull();
    }

    [Fact]
    public async Task Handle_WhenAWalkFindsNothing_GivesNoCursor()
    {
        _page = new([], 0, TotalIsLowerBound: false, HasNext: false);

        (await Handle(Query(cursor: ""))).NextCursor.Should().BeNull();
    }

    private static ListIncidentsQuery Query(string? cursor = null) => new([], [], null, 1, 20, cursor);

    private Task<IncidentList> Handle(ListIncidentsQuery query) => new ListIncidentsHandler(_incidents.Object, Given.Caller()).Handle(query, CancellationToken.None);
}
