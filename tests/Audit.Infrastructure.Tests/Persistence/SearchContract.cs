using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>What searches of incidents and of anomalies find, against a look at every thing; on every database alike.</summary>
public abstract class SearchContract<TStatus>
    where TStatus : struct, Enum
{
    private protected static readonly ListFilter<TStatus> All = Given.AnyOf<TStatus>();
    private readonly TestStore _store;
    private readonly ThingKind<TStatus> _kind;

    private protected SearchContract(TestStore store, ThingKind<TStatus> kind) => (_store, _kind) = (store, kind);

    private protected string Tenant { get; } = Given.Tenant();

    private protected List<SearchedThing> Things { get; } = [];

    private protected IHistoried New(
        string text, int at = 0, Severity severity = Severity.High, DateTimeOffset? changed = null, TStatus? status = null, string? tenant = null) =>
        _kind.New(tenant ?? Tenant, severity, Given.Noon.AddMilliseconds(at), text, changed, status).Aggregate;

    private protected async Task AddAsync(params IEnumerable<IHistoried> things)
    {
        foreach (var batch in things.Chunk(500))
        {
            await using var session = _store.Open(batch[0].TenantId);
            await session.AddAsync(batch);
            Things.AddRange(batch.Select(SearchedThing.Of));
        }
    }

    private protected IEnumerable<SearchedThing> Wanted(string search, Func<SearchedThing, bool>? also = null, string? tenant = null) =>
        Things.Where(t => t.TenantId == (tenant ?? Tenant) && (also is null || also(t))).With(search);

    private protected async Task<Page<string>> ListAsync(ListFilter<TStatus> filter, PageRequest page, string? tenant = null)
    {
        await using var session = _store.Open(tenant ?? Tenant);
        return await _kind.ListAsync(session, filter, page);
    }

    /// <summary>That it finds what a look at every thing finds, in that order, and that it finds any or none.</summary>
    private protected async Task ShouldFindAsync(string search, bool any, string? tenant = null)
    {
        var wanted = Wanted(search, tenant: tenant).In("-created_at");
        wanted.Any().Should().Be(any, "'{0}' is a {1}", search, any ? "hit" : "miss");
        var page = await ListAsync(All with { Search = search }, PageRequest.ByPage(1, 100), tenant);
        page.Items.Should().Equal(wanted.Take(100).Select(t => t.Id), "of '{0}'", search);
        page.Should().BeEquivalentTo(new { Total = (long)wanted.Count, TotalIsLowerBound = false, HasNext = wanted.Count > 100 }, "of '{0}'", search);
    }

    /// <summary>Every page from that one to the second behind the last.</summary>
    private protected async Task ShouldGivePagesAsync(ListFilter<TStatus> filter, string sort, int size, int from = 1, Func<SearchedThing, bool>? also = null)
    {
        var wanted = Wanted(filter.Search!, also).In(sort).Select(t => t.Id).ToList();
        wanted.Count.Should().BeGreaterThan((from - 1) * size, "there are pages to give");
        for (var number = from; number <= (wanted.Count / size) + 2; number++)
        {
            var page = await ListAsync(filter, PageRequest.ByPage(number, size) with { Sort = SortOrder.Of(sort) });
            // far quicker than comparing thousands of times with an explanation at hand
            var part = wanted.Skip((number - 1) * size).Take(size);
            if (!page.Items.SequenceEqual(part, StringComparer.Ordinal))
            {
                page.Items.Should().Equal(part, "page {0} of '{1}' by {2}", number, filter.Search, sort);
            }

            (page.Total, page.TotalIsLowerBound, page.HasNext).Should().Be((wanted.Count, false, number * size < wanted.Count));
        }
    }

    /// <summary>A walk from end to end sees all of it, each once and in order.</summary>
    private protected async Task ShouldWalkAsync(ListFilter<TStatus> filter, string sort, int size, Func<SearchedThing, bool>? also = null)
    {
        var wanted = Wanted(filter.Search!, also).In(sort);
        var visited = new List<string>();
        for (CursorPosition? after = null; ;)
        {
            var page = await ListAsync(filter, new PageRequest(1, size, SortOrder.Of(sort), Walk: true, after));
            page.Total.Should().Be(Math.Min(wanted.Count, Limits.CountedHits));
            visited.AddRange(page.Items);
            if (!page.HasNext)
            {
                break;
            }

            page.Items.Should().HaveCount(size);
            var last = Things.Single(t => t.Id == page.Items[^1]);
            after = new CursorPosition(last.CreatedAt, last.Id);
        }

        visited.Should().Equal(wanted.Select(t => t.Id), "'{0}' by {1}", filter.Search, sort);
    }
}
