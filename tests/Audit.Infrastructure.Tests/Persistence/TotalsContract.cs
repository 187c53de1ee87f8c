using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>A list's total, which nobody counts when it is asked for, on every database alike.</summary>
public abstract class TotalsContract<TStatus>
    where TStatus : struct, Enum
{
    private const int Writers = 6;
    private const int UnitsEach = 40;
    private static readonly ListFilter<TStatus> s_all = Given.AnyOf<TStatus>();
    private readonly TestStore _store;
    private readonly ThingKind<TStatus> _kind;

    private protected TotalsContract(TestStore store, ThingKind<TStatus> kind) => (_store, _kind) = (store, kind);

    [StoreFact]
    public async Task ListAsync_AfterRandomWorkOfManyAtOnce_TellsTheTotalOfEveryStatusAndSeverity()
    {
        string[] tenants = [Given.Tenant(), Given.Tenant(), Given.Tenant()];
        var shared = new List<string>[tenants.Length];
        foreach (var (i, tenant) in tenants.Index())
        {
            shared[i] = await AddAsync(tenant, [.. Enumerable.Range(0, 12).Select(n => (Severity)(1 + (n % 4)))]);
        }

        var other = _store.NewInstance();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var unit = 0; unit < UnitsEach; unit++)
            {
                var t = random.Next(tenants.Length);
                await using var session = Session.Of(writer % 2 == 0 ? _store.Instance : other, tenants[t]);
                await WorkAsync(session, shared[t], random);
            }
        })));

        foreach (var tenant in tenants)
        {
            await ShouldTellAsync(tenant);
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenAUnitIsRolledBack_TellsTheTotalsFromBefore()
    {
        var tenant = Given.Tenant();
        var ids = await AddAsync(tenant, [Severity.Low, Severity.High]);
        await using var session = _store.Open(tenant);

        var failing = () => session.RunAsync(async () =>
        {
            await AddAndChangeAsync(session, ids[0]);
            throw new TimeoutException();
        });
        await failing.Should().ThrowAsync<TimeoutException>();
        var losing = () => session.RunAsync(async () =>
        {
            // the first save of the unit succeeds, the second meets a version that isn't there
            await AddAndChangeAsync(session, ids[0]);
            var lost = await _kind.ChangeAsync(session, ids[1], new Random(1));
            session.Db.Entry(lost).Property("Version").OriginalValue = 0L;
            await session.Work.SaveAsync(CancellationToken.None);
        });
        await losing.Should().ThrowAsync<ConcurrentChangeException>();

        (await TotalAsync(tenant, s_all)).Should().Be(2);
        (await TotalAsync(tenant, s_all with { Severities = [Severity.Critical] })).Should().Be(0);
        await ShouldTellAsync(tenant);
    }

    [StoreFact]
    public async Task ListAsync_WhenAnotherTenantWrites_TellsItsOwnTotals()
    {
        var (first, second) = (Given.Tenant(), Given.Tenant());
        await AddAsync(first, [Severity.Low, Severity.Low, Severity.High]);
        // one unit that writes for both
        await using (var session = _store.Open(first))
        {
            await session.AddAsync(_kind.New(first, Severity.Low, Given.Noon).Aggregate, _kind.New(second, Severity.Low, Given.Noon).Aggregate);
        }

        (await TotalAsync(first, s_all)).Should().Be(4);
        (await TotalAsync(second, s_all)).Should().Be(1);
        (await TotalAsync(second, s_all with { Severities = [Severity.High] })).Should().Be(0);
        (await TotalAsync(first.ToUpperInvariant(), s_all)).Should().Be(0, "it is another tenant");
        await ShouldTellAsync(first);
        await ShouldTellAsync(second);
    }

    private static IEnumerable<List<T>> UpToTwoOf<T>(IReadOnlyList<T> values) =>
        from first in Enumerable.Range(-1, values.Count + 1)
        from second in Enumerable.Range(-1, values.Count + 1)
        where first < second || (first == -1 && second == -1)
        select new[] { first, second }.Where(i => i >= 0).Select(i => values[i]).ToList();

    /// <summary>One unit of whatever kind; some come to nothing.</summary>
    private async Task WorkAsync(Session session, IReadOnlyList<string> shared, Random random)
    {
        var kind = random.Next(6);
        try
        {
            await session.RunAsync(async () =>
            {
                if (kind < 2)
                {
                    session.Add(Enumerable.Range(0, random.Next(1, 5)).Select(_ => _kind.New(session.Caller.TenantId, (Severity)random.Next(1, 5), Given.Noon).Aggregate));
                }
                else
                {
                    await _kind.ChangeAsync(session, shared[random.Next(shared.Count)], random);
                }

                await session.Work.SaveAsync(CancellationToken.None);
                if (kind == random.Next(6))
                {
                    throw new TimeoutException();
                }
            });
        }
        catch (Exception e) when (e is TimeoutException or ConcurrentChangeException)
        {
            // what was taken back is in no total
        }
    }

    private async Task AddAndChangeAsync(Session session, string id)
    {
        session.Add(_kind.New(session.Caller.TenantId, Severity.Critical, Given.Noon).Aggregate);
        await _kind.ChangeAsync(session, id, new Random(1));
        await session.Work.SaveAsync(CancellationToken.None);
    }

    private async Task<List<string>> AddAsync(string tenant, IEnumerable<Severity> severities)
    {
        var things = severities.Select(severity => _kind.New(tenant, severity, Given.Noon)).ToList();
        await using var session = _store.Open(tenant);
        await session.AddAsync(things.Select(t => t.Aggregate));
        return [.. things.Select(t => t.Id)];
    }

    private async Task<long> TotalAsync(string tenant, ListFilter<TStatus> filter)
    {
        await using var session = _store.Open(tenant);
        return (await _kind.ListAsync(session, filter, PageRequest.ByPage(1, 1))).Total;
    }

    /// <summary>Every combination of none, one or two statuses and severities, against what is counted.</summary>
    private async Task ShouldTellAsync(string tenant)
    {
        await using var session = _store.Open(tenant);
        var counted = await _kind.CountedAsync(session);
        counted.Should().NotBeEmpty();
        foreach (var statuses in UpToTwoOf(Enum.GetValues<TStatus>()))
        {
            foreach (var severities in UpToTwoOf(Enum.GetValues<Severity>()))
            {
                var page = await _kind.ListAsync(session, s_all with { Statuses = statuses, Severities = severities }, PageRequest.ByPage(1, 100));
                var expected = counted.Count(c => (statuses.Count == 0 || statuses.Contains(c.Status)) && (severities.Count == 0 || severities.Contains(c.Severity)));
                page.Total.Should().Be(expected, "of {0} and {1}", string.Join(',', statuses), string.Join(',', severities));
                page.Items.Should().HaveCount(Math.Min(expected, 100));
            }
        }
    }
}

public abstract class IncidentTotalsContract(TestStore store) : TotalsContract<IncidentStatus>(store, new IncidentKind());

public abstract class AnomalyTotalsContract(TestStore store) : TotalsContract<AnomalyStatus>(store, new AnomalyKind());

public sealed class SqliteIncidentTotalsTests(SqliteStore store) : IncidentTotalsContract(store), IClassFixture<SqliteStore>;

public sealed class SqliteAnomalyTotalsTests(SqliteStore store) : AnomalyTotalsContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentTotalsTests(SqlServerStore store) : IncidentTotalsContract(store), IClassFixture<SqlServerStore>;

public sealed class SqlServerAnomalyTotalsTests(SqlServerStore store) : AnomalyTotalsContract(store), IClassFixture<SqlServerStore>;
