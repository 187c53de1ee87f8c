using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>What the lists of incidents and of anomalies have in common, on every database alike.</summary>
public abstract class ListingContract<TStatus>(TestStore store)
{
    private protected static readonly ListFilter<TStatus> All = Given.AnyOf<TStatus>();

    private protected string Tenant { get; } = Given.Tenant();

    [StoreFact]
    public async Task ListAsync_WhenAssigneesAreGiven_AcceptsAnyOfThemAndNobody()
    {
        var things = await AddAsync(new string?[] { "analyst-001", "ANALYST-001", "分析员 😀", null, null, "none", "" }.Select(a => GivenThing(Tenant, assignee: a)));

        foreach (var assignees in new string?[][] { ["analyst-001"], ["分析员 😀", "ANALYST-001"], [null], [null, "analyst-001"], ["none"], [""], ["nobody"], [null, "nobody", "none"] })
        {
            await ShouldListAsync(All with { Assignees = assignees }, things.Where(t => Array.IndexOf(assignees, t.Assignee) >= 0));
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenAPeriodOfCreationIsGiven_TakesItsBeginningInAndItsEndNot()
    {
        var things = await AddAsync(Enumerable.Range(0, 5).Select(i => GivenThing(Tenant, at: Given.Noon.AddMilliseconds(i))));
        var changed = Given.Noon.AddDays(1);
        things.AddRange(await AddAsync([GivenThing(Tenant, at: Given.Noon.AddMilliseconds(2), changed: changed)]));

        foreach (var period in Periods())
        {
            await ShouldListAsync(All with { Created = period }, things.Where(t => period.Contains(t.CreatedAt)));
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenAPeriodOfChangeIsGiven_TakesItsBeginningInAndItsEndNot()
    {
        var created = Given.Noon.AddDays(-1);
        var things = await AddAsync(Enumerable.Range(0, 5).Select(i => GivenThing(Tenant, at: created, changed: Given.Noon.AddMilliseconds(i))));
        things.AddRange(await AddAsync([GivenThing(Tenant, at: Given.Noon.AddMilliseconds(2))]));

        foreach (var period in Periods())
        {
            await ShouldListAsync(All with { Updated = period }, things.Where(t => period.Contains(t.UpdatedAt)));
        }

        await ShouldListAsync(All with { Created = new Period(null, Given.Noon), Updated = new Period(Given.Noon.AddMilliseconds(3), null) }, [things[3], things[4]]);
    }

    [StoreFact]
    public async Task ListAsync_WhenSorted_OrdersThemBothWaysAndPagesWithoutGapOrRepeat()
    {
        Severity[] severities = [Severity.Medium, Severity.Critical, Severity.Low, Severity.High];
        var things = await AddAsync(Enumerable.Range(0, 24).Select(i =>
            GivenThing(Tenant, severities[i % 4], at: Given.Noon.AddMilliseconds(i / 5), changed: Given.Noon.AddSeconds(1 + ((i * 7) % 6)))));

        foreach (var (name, expected) in new (string, IEnumerable<Thing>)[]
        {
            ("created_at", things.OrderBy(t => t.CreatedAt).ThenBy(t => t.Id, StringComparer.Ordinal)),
            ("-created_at", NewestFirst(things)),
            ("updated_at", things.OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id, StringComparer.Ordinal)),
            ("-updated_at", things.OrderByDescending(t => t.UpdatedAt).ThenByDescending(t => t.Id, StringComparer.Ordinal)),
            // of one severity the newest are first, whichever way the severities go
            ("severity", NewestFirst(things).OrderBy(t => t.Severity)),
            ("-severity", NewestFirst(things).OrderByDescending(t => t.Severity)),
        })
        {
            var listed = new List<string>();
            for (var number = 1; number <= 5; number++)
            {
                var page = await ListAsync(All, PageRequest.ByPage(number, 5) with { Sort = SortOrder.Of(name) });
                page.Should().BeEquivalentTo(new { Total = 24L, TotalIsLowerBound = false, HasNext = number < 5 });
                listed.AddRange(page.Items);
            }

            listed.Should().Equal(expected.Select(t => t.Id), name);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenWalkedEitherWay_VisitsEachOnceInOrder()
    {
        var things = await AddAsync(Enumerable.Range(0, 17).Select(i => GivenThing(Tenant, at: Given.Noon.AddMilliseconds(i / 4))));
        await AddAsync([GivenThing(Tenant, assignee: "other")]);
        var unassigned = All with { Assignees = [null] };

        foreach (var (name, expected) in new[] { ("-created_at", NewestFirst(things)), ("created_at", NewestFirst(things).Reverse()) })
        {
            var visited = new List<string>();
            for (Thing? last = null; ;)
            {
                var after = last is null ? null : new CursorPosition(last.CreatedAt, last.Id);
                // a walk has no page number: it must not count
                var page = await ListAsync(unassigned, new PageRequest(Number: 2, 3, SortOrder.Of(name), Walk: true, after));
                page.Total.Should().Be(17);
                visited.AddRange(page.Items);
                if (!page.HasNext)
                {
                    break;
                }

                page.Items.Should().HaveCount(3);
                last = things.Single(t => t.Id == page.Items[^1]);
            }

            visited.Should().Equal(expected.Select(t => t.Id), name);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenEverythingIsAskedForAtOnce_KeepsTenantsApart()
    {
        string[] tenants = [Tenant, Given.Tenant(), Tenant.ToUpperInvariant()];
        var things = await AddAsync(tenants.SelectMany(tenant => Enum.GetValues<Severity>().Select(severity => GivenThing(tenant, severity, "analyst-001"))));

        foreach (var tenant in tenants)
        {
            var filter = All with
            {
                Severities = [Severity.High, Severity.Critical],
                Assignees = [null, "analyst-001"],
                Created = new Period(Given.Noon, Given.Noon.AddMilliseconds(1)),
                Updated = new Period(Given.Noon, null),
            };
            var page = await ListAsync(filter, PageRequest.ByPage(1, 20) with { Sort = SortOrder.Of("severity") }, tenant);
            page.Items.Should().Equal(things.Where(t => t.TenantId == tenant && t.Severity >= Severity.High).OrderBy(t => t.Severity).Select(t => t.Id));
            page.Total.Should().Be(2);
        }
    }

    /// <summary>A thing that was last changed when it says.</summary>
    private protected abstract Thing GivenThing(
        string tenant, Severity severity = Severity.High, string? assignee = null, DateTimeOffset? at = null, DateTimeOffset? changed = null);

    /// <summary>The ids of the part that is asked for.</summary>
    private protected abstract Task<Page<string>> ListAsync(Session session, ListFilter<TStatus> filter, PageRequest page);

    private protected static IEnumerable<Thing> NewestFirst(IEnumerable<Thing> things) =>
        things.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id, StringComparer.Ordinal);

    private protected async Task<List<Thing>> AddAsync(IEnumerable<Thing> things)
    {
        var added = things.ToList();
        await using var session = store.Open(Tenant);
        await session.AddAsync(added.Select(t => t.Aggregate));
        return added;
    }

    private protected async Task<Page<string>> ListAsync(ListFilter<TStatus> filter, PageRequest page, string? tenant = null)
    {
        await using var session = store.Open(tenant ?? Tenant);
        return await ListAsync(session, filter, page);
    }

    private async Task ShouldListAsync(ListFilter<TStatus> filter, IEnumerable<Thing> things)
    {
        var page = await ListAsync(filter, PageRequest.ByPage(1, 100));
        page.Items.Should().Equal(NewestFirst(things).Select(t => t.Id), "{0}", filter);
        page.Total.Should().Be(page.Items.Count);
    }

    private static IEnumerable<Period> Periods() =>
        from first in new int?[] { null, 0, 1, 4, 5 }
        from before in new int?[] { null, 0, 1, 3, 5 }
        select new Period(first is { } f ? Given.Noon.AddMilliseconds(f) : null, before is { } b ? Given.Noon.AddMilliseconds(b) : null);

    private protected sealed record Thing(
        IHistoried Aggregate, string Id, Severity Severity, string? Assignee, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public string TenantId => Aggregate.TenantId;
    }
}
