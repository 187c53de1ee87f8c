using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>Pages far behind, which are reached by shorter ways than the first ones, on every database alike.</summary>
public abstract class DeepPagesContract<TStatus>
    where TStatus : struct, Enum
{
    private const int Batch = 500;
    private static readonly ListFilter<TStatus> s_all = Given.AnyOf<TStatus>();
    private readonly string _tenant = Given.Tenant();
    private readonly TestStore _store;
    private readonly ThingKind<TStatus> _kind;
    private readonly List<StoredThing> _things = [];

    private protected DeepPagesContract(TestStore store, ThingKind<TStatus> kind) => (_store, _kind) = (store, kind);

    [StoreFact]
    public async Task ListAsync_WhenThereAreThousands_GivesEveryPageWhateverTheOrderTheyCameIn()
    {
        await AddInAndOutOfOrderAsync(7, times: 1200);
        await ShouldGiveEveryPageAsync();

        // older ones move every mark, newer ones make more
        await AddAsync(Batch, i => Given.Noon.AddDays(-2).AddMilliseconds(i));
        await AddAsync(Batch, i => Given.Noon.AddMilliseconds(i % 1200));
        await AddAsync(Batch, i => Given.Noon.AddDays(2).AddMilliseconds(i / 100));

        await ShouldGiveEveryPageAsync();
    }

    [StoreFact]
    public async Task ListAsync_WhenThereAreThousands_IsWalkedFromEndToEnd()
    {
        await AddInAndOutOfOrderAsync(5, times: 300);

        foreach (var name in SortOrder.WalkableNames)
        {
            var expected = Sorted(name, _things);
            var visited = new List<string>();
            for (CursorPosition? after = null; ;)
            {
                var page = await ListAsync(s_all, new PageRequest(1, 100, SortOrder.Of(name), Walk: true, after));
                page.Total.Should().Be(_things.Count);
                visited.AddRange(page.Items);
                if (!page.HasNext)
                {
                    break;
                }

                var last = expected[visited.Count - 1];
                after = new CursorPosition(last.CreatedAt, last.Id);
            }

            visited.Should().Equal(expected.Select(t => t.Id), name);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenAnotherTenantHasThousandsToo_GivesItsOwn()
    {
        var neighbour = Given.Tenant();
        for (var i = 0; i < 3; i++)
        {
            await AddAsync(Batch, n => Given.Noon.AddMilliseconds(n * 3));
            await AddAsync(Batch, n => Given.Noon.AddMilliseconds(n * 2), tenant: neighbour);
        }

        foreach (var tenant in new[] { _tenant, neighbour })
        {
            await ShouldGivePagesAsync(s_all, "created_at", 100, from: 10, tenant);
            await ShouldGivePagesAsync(s_all, "-created_at", 100, from: 10, tenant);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenFilteredOrSortedOtherwise_GivesTheFarPagesToo()
    {
        var random = new Random(3);
        var statuses = Enum.GetValues<TStatus>();
        for (var i = 0; i < 5; i++)
        {
            await AddAsync(Batch, n => Given.Noon.AddMilliseconds(random.Next(700)), random, status: statuses[i % 2]);
        }

        var status = WireName.Of(statuses[0]);
        foreach (var name in SortOrder.Names)
        {
            await ShouldGivePagesAsync(s_all, name, 100, from: 10);
            await ShouldGivePagesAsync(s_all with { Statuses = [statuses[0]] }, name, 100, from: 10, wanted: t => t.Status == status);
            await ShouldGivePagesAsync(s_all with { Severities = [Severity.Low, Severity.High, Severity.Medium] }, name, 70, from: 14, wanted: t => t.Severity != Severity.Critical);
            await ShouldGivePagesAsync(s_all with { Search = "登录" }, name, 100, from: 10, wanted: t => t.Word == "登录");
        }
    }

    private static List<StoredThing> Sorted(string name, IEnumerable<StoredThing> things)
    {
        var order = SortOrder.Of(name);
        var newestFirst = things.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id, StringComparer.Ordinal).ToList();
        return order switch
        {
            { Key: SortKey.CreatedAt, IsDescending: true } => newestFirst,
            { Key: SortKey.CreatedAt } => [.. Enumerable.Reverse(newestFirst)],
            { Key: SortKey.UpdatedAt, IsDescending: true } => [.. newestFirst.OrderByDescending(t => t.UpdatedAt).ThenByDescending(t => t.Id, StringComparer.Ordinal)],
            { Key: SortKey.UpdatedAt } => [.. newestFirst.OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id, StringComparer.Ordinal)],
            { IsDescending: true } => [.. newestFirst.OrderByDescending(t => t.Severity)],
            _ => [.. newestFirst.OrderBy(t => t.Severity)],
        };
    }

    /// <summary>Batches whose times overlap, with ties, and every third of them older than all before.</summary>
    private async Task AddInAndOutOfOrderAsync(int batches, int times)
    {
        var random = new Random(batches);
        for (var i = 0; i < batches; i++)
        {
            var start = Given.Noon.AddSeconds(i % 3 == 2 ? -i : i / 2.0);
            await AddAsync(Batch, _ => start.AddMilliseconds(random.Next(times)), random);
        }
    }

    private async Task AddAsync(int count, Func<int, DateTimeOffset> at, Random? random = null, TStatus? status = null, string? tenant = null)
    {
        var of = tenant ?? _tenant;
        var added = Enumerable.Range(0, count).Select(i =>
        {
            var time = at(i);
            DateTimeOffset? changed = random is null || i % 3 > 0 ? null : time.AddMilliseconds(random.Next(1, 400));
            return _kind.New(of, (Severity)(1 + (i % 4)), time, i % 7 == 0 ? "word" : "登录", changed, status);
        }).ToList();
        await using var session = _store.Open(of);
        await session.AddAsync(added.Select(t => t.Aggregate));
        _things.AddRange(added);
    }

    /// <summary>All of them in both orders by creation, and beyond.</summary>
    private async Task ShouldGiveEveryPageAsync()
    {
        foreach (var name in SortOrder.WalkableNames)
        {
            await ShouldGivePagesAsync(s_all, name, 7, from: 1);
            await ShouldGivePagesAsync(s_all, name, 100, from: 1);
        }
    }

    /// <summary>From that page to the second behind the last.</summary>
    private async Task ShouldGivePagesAsync(
        ListFilter<TStatus> filter, string name, int size, int from, string? tenant = null, Func<StoredThing, bool>? wanted = null)
    {
        var of = tenant ?? _tenant;
        var expected = Sorted(name, _things.Where(t => t.Aggregate.TenantId == of && (wanted is null || wanted(t)))).ConvertAll(t => t.Id);
        expected.Count.Should().BeGreaterThan((from - 1) * size);
        await using var session = _store.Open(of);
        for (var number = from; number <= (expected.Count / size) + 2; number++)
        {
            var page = await _kind.ListAsync(session, filter, PageRequest.ByPage(number, size) with { Sort = SortOrder.Of(name) });
            // far quicker than comparing thousands of times with an explanation at hand
            var part = expected.Skip((number - 1) * size).Take(size);
            if (!page.Items.SequenceEqual(part, StringComparer.Ordinal))
            {
                page.Items.Should().Equal(part, "page {0} of {1} by {2}", number, size, name);
            }

            (page.Total, page.HasNext).Should().Be((expected.Count, number * size < expected.Count));
        }
    }

    private async Task<Page<string>> ListAsync(ListFilter<TStatus> filter, PageRequest page)
    {
        await using var session = _store.Open(_tenant);
        return await _kind.ListAsync(session, filter, page);
    }
}

public abstract class IncidentDeepPagesContract(TestStore store) : DeepPagesContract<IncidentStatus>(store, new IncidentKind());

public abstract class AnomalyDeepPagesContract(TestStore store) : DeepPagesContract<AnomalyStatus>(store, new AnomalyKind());

public sealed class SqliteIncidentDeepPagesTests(SqliteStore store) : IncidentDeepPagesContract(store), IClassFixture<SqliteStore>;

public sealed class SqliteAnomalyDeepPagesTests(SqliteStore store) : AnomalyDeepPagesContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentDeepPagesTests(SqlServerStore store) : IncidentDeepPagesContract(store), IClassFixture<SqlServerStore>;

public sealed class SqlServerAnomalyDeepPagesTests(SqlServerStore store) : AnomalyDeepPagesContract(store), IClassFixture<SqlServerStore>;
