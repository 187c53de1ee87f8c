using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Incidents;

/// <summary>Walking a list by cursor, on every database alike.</summary>
public abstract class IncidentWalkContract(TestStore store)
{
    private static readonly ListFilter<IncidentStatus> s_all = Given.AnyOf<IncidentStatus>();
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task ListAsync_WhenWalked_VisitsEachOnce()
    {
        var incidents = await AddAsync(Enumerable.Range(0, 23).Select(i => Given.Incident(_tenant, at: Given.Noon.AddMilliseconds(i / 6))));

        var visited = await WalkAsync(s_all, size: 5, between: () => Task.CompletedTask);

        visited.Should().Equal(incidents.OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id, StringComparer.Ordinal).Select(i => i.Id));
    }

    [StoreFact]
    public async Task ListAsync_WhenNewOnesArriveDuringTheWalk_VisitsTheOthersOnceAndTheNewNever()
    {
        var incidents = await AddAsync(Enumerable.Range(0, 20).Select(i => Given.Incident(_tenant, at: Given.Noon.AddMilliseconds(i / 6))));
        var later = Given.Noon.AddMinutes(1);

        var visited = await WalkAsync(s_all, size: 3, between: () => AddAsync([Given.Incident(_tenant, at: later), Given.Incident(_tenant, at: later)]));

        visited.Should().BeEquivalentTo(incidents.Select(i => i.Id)).And.OnlyHaveUniqueItems();
    }

    [StoreFact]
    public async Task ListAsync_WhenWalkedWithFilterAndSearch_VisitsWhatMeetsBoth()
    {
        var wanted = await AddAsync(Enumerable.Range(0, 7).Select(_ => Given.Incident(_tenant, "钓鱼邮件", Severity.Low)));
        await AddAsync(Enumerable.Range(0, 5).SelectMany(_ => new[] { Given.Incident(_tenant, "钓鱼邮件"), Given.Incident(_tenant, "Brute force", Severity.Low) }));

        var visited = await WalkAsync(s_all with { Statuses = [IncidentStatus.Open], Severities = [Severity.Low], Search = "钓鱼" }, size: 2, between: () => Task.CompletedTask);

        visited.Should().BeEquivalentTo(wanted.Select(i => i.Id)).And.OnlyHaveUniqueItems();
    }

    [StoreFact]
    public async Task ListAsync_WhenThePlaceNamesNothing_GoesOnFromThere()
    {
        var incidents = await AddAsync(Enumerable.Range(0, 4).Select(i => Given.Incident(_tenant, at: Given.Noon.AddSeconds(i))));

        await using var session = store.Open(_tenant);
        var place = new CursorPosition(Given.Noon.AddSeconds(2), Ids.Incident);
        var page = await session.IncidentReader.ListAsync(_tenant, s_all, PageRequest.ByPage(1, 20) with { Walk = true, After = place }, CancellationToken.None);

        page.Items.Select(i => i.Id).Should().Equal(incidents[1].Id, incidents[0].Id);
        page.Total.Should().Be(4);
        page.HasNext.Should().BeFalse();
    }

    private async Task<List<string>> WalkAsync(ListFilter<IncidentStatus> filter, int size, Func<Task> between)
    {
        var visited = new List<string>();
        for (CursorPosition? after = null; ;)
        {
            await using var session = store.Open(_tenant);
            // a walk has no page number: it must not count
            var page = await session.IncidentReader.ListAsync(_tenant, filter, PageRequest.ByPage(3, size) with { Walk = true, After = after }, CancellationToken.None);
            visited.AddRange(page.Items.Select(i => i.Id));
            if (!page.HasNext)
            {
                return visited;
            }

            page.Items.Should().HaveCount(size);
            after = new CursorPosition(page.Items[^1].CreatedAt, page.Items[^1].Id);
            await between();
        }
    }

    private async Task<List<Incident>> AddAsync(IEnumerable<Incident> incidents)
    {
        var added = incidents.ToList();
        await using var session = store.Open(_tenant);
        await session.AddAsync(added);
        return added;
    }
}

public sealed class SqliteIncidentWalkTests(SqliteStore store) : IncidentWalkContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentWalkTests(SqlServerStore store) : IncidentWalkContract(store), IClassFixture<SqlServerStore>;
