using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Incidents;

/// <summary>Lists by page and filter, on every database alike.</summary>
public abstract class IncidentListContract(TestStore store)
{
    private static readonly ListFilter<IncidentStatus> s_all = Given.AnyOf<IncidentStatus>();
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task ListAsync_WhenAnotherTenantsAreThere_ListsOnlyItsOwn()
    {
        var own = Given.Incident(_tenant);
        await AddAsync(own, Given.Incident(Given.Tenant()), Given.Incident(_tenant.ToUpperInvariant()), Given.Incident(_tenant + "\u0301"));

        var page = await ListAsync(_tenant, s_all, 1, 20);

        page.Items.Select(i => i.Id).Should().Equal(own.Id);
        page.Total.Should().Be(1);
    }

    [StoreFact]
    public async Task ListAsync_WhenTimesAreEqual_OrdersByIdAndPagesWithoutGapOrRepeat()
    {
        var incidents = Enumerable.Range(0, 50).Select(i => Given.Incident(_tenant, at: Given.Noon.AddMilliseconds(i / 10))).ToList();
        await AddAsync([.. incidents]);

        var listed = new List<string>();
        for (var number = 1; number <= 8; number++)
        {
            var page = await ListAsync(_tenant, s_all, number, 7);
            page.Total.Should().Be(50);
            page.TotalIsLowerBound.Should().BeFalse();
            page.HasNext.Should().Be(number < 8);
            listed.AddRange(page.Items.Select(i => i.Id));
        }

        listed.Should().Equal(NewestFirst(incidents));
    }

    [StoreFact]
    public async Task ListAsync_WhenPageIsPastTheEnd_IsEmptyAndStillTellsTheTotal()
    {
        await AddAsync(Given.Incident(_tenant), Given.Incident(_tenant));

        foreach (var (number, size) in new[] { (2, 2), (3, 20), (int.MaxValue / 100, 100), (int.MaxValue, 1), (int.MaxValue, 100) })
        {
            var page = await ListAsync(_tenant, s_all, number, size);
            page.Should().BeEquivalentTo(new Page<IncidentDto>([], 2, TotalIsLowerBound: false, HasNext: false));
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenSeveralNamesAreGiven_AcceptsAnyOfThem()
    {
        var incidents = Enum.GetValues<IncidentStatus>()
            .SelectMany(status => Enum.GetValues<Severity>().Select(severity => Given.Incident(_tenant, severity: severity, status: status)))
            .ToList();
        await AddAsync([.. incidents]);

        foreach (var statuses in new IncidentStatus[][] { [], [IncidentStatus.Closed], [IncidentStatus.Open, IncidentStatus.Contained], Enum.GetValues<IncidentStatus>() })
        {
            foreach (var severities in new Severity[][] { [], [Severity.Low], [Severity.Critical, Severity.Medium, Severity.High] })
            {
                var page = await ListAsync(_tenant, s_all with { Statuses = statuses, Severities = severities }, 1, 100);
                var expected = incidents.Where(i =>
                    (statuses.Length == 0 || Array.IndexOf(statuses, i.Status) >= 0) && (severities.Length == 0 || Array.IndexOf(severities, i.Severity) >= 0));
                page.Items.Select(i => i.Id).Should().Equal(NewestFirst(expected));
                page.Total.Should().Be(page.Items.Count);
            }
        }
    }

    private static IEnumerable<string> NewestFirst(IEnumerable<Incident> incidents) =>
        incidents.OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id, StringComparer.Ordinal).Select(i => i.Id);

    private async Task AddAsync(params IReadOnlyList<Incident> incidents)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(incidents);
    }

    private async Task<Page<IncidentDto>> ListAsync(string tenant, ListFilter<IncidentStatus> filter, int number, int size)
    {
        await using var session = store.Open(tenant);
        return await session.IncidentReader.ListAsync(tenant, filter, PageRequest.ByPage(number, size), CancellationToken.None);
    }
}

public sealed class SqliteIncidentListTests(SqliteStore store) : IncidentListContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentListTests(SqlServerStore store) : IncidentListContract(store), IClassFixture<SqlServerStore>;
