using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Anomalies;

/// <summary>What only lists of anomalies can be asked for, on every database alike.</summary>
public abstract class AnomalyListContract(TestStore store)
{
    private static readonly AnomalyFilter s_all = new(Given.AnyOf<AnomalyStatus>(), [], default);
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task ListAsync_WhenSeveralNamesAreGiven_AcceptsAnyOfThem()
    {
        var anomalies = Enum.GetValues<AnomalyStatus>().SelectMany(status => Enum.GetValues<Severity>().Select(severity => GivenIn(status, severity))).ToList();
        await AddAsync([.. anomalies]);

        foreach (var statuses in new AnomalyStatus[][] { [], [AnomalyStatus.Dismissed], [AnomalyStatus.Open, AnomalyStatus.Acknowledged], Enum.GetValues<AnomalyStatus>() })
        {
            foreach (var severities in new Severity[][] { [], [Severity.Low], [Severity.Critical, Severity.Medium] })
            {
                var filter = s_all with { Common = s_all.Common with { Statuses = statuses, Severities = severities } };
                await ShouldListAsync(filter, anomalies.Where(a =>
                    (statuses.Length == 0 || Array.IndexOf(statuses, a.Status) >= 0) && (severities.Length == 0 || Array.IndexOf(severities, a.Severity) >= 0)));
            }
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenTypesAreGiven_AcceptsExactlyThose()
    {
        var anomalies = new[] { "brute_force", "BRUTE_FORCE", "brute force", "暴力破解", Given.Emoji(Limits.AnomalyType) }.Select(t => Given.Anomaly(_tenant, type: t)).ToList();
        await AddAsync([.. anomalies]);

        foreach (var types in new string[][] { [], ["brute_force"], ["暴力破解", "BRUTE_FORCE"], [Given.Emoji(Limits.AnomalyType)], ["brute_%"], ["none of these"] })
        {
            await ShouldListAsync(s_all with { Types = types }, anomalies.Where(a => types.Length == 0 || Array.IndexOf(types, a.Type) >= 0));
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenAPeriodOfDetectionIsGiven_TakesItsBeginningInAndItsEndNot()
    {
        var anomalies = Enumerable.Range(0, 5).Select(i => Given.Anomaly(_tenant, detected: Given.Noon.AddMilliseconds(i), at: Given.Noon.AddDays(i))).ToList();
        await AddAsync([.. anomalies]);

        foreach (var (first, before) in new (int?, int?)[] { (null, null), (1, null), (null, 3), (1, 4), (2, 3), (5, null), (null, 0) })
        {
            var period = new Period(first is { } f ? Given.Noon.AddMilliseconds(f) : null, before is { } b ? Given.Noon.AddMilliseconds(b) : null);
            await ShouldListAsync(s_all with { Detected = period }, anomalies.Where(a => period.Contains(a.DetectedAt)));
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenAUserIsGiven_FindsTheUsersOthersOfThatTimeInTheTenant()
    {
        var around = new Period(Given.Noon.AddDays(-7), Given.Noon.AddDays(7));
        var self = Given.Anomaly(_tenant, userId: "user-7", detected: Given.Noon);
        var first = Given.Anomaly(_tenant, userId: "user-7", detected: Given.Noon.AddDays(-7));
        var last = Given.Anomaly(_tenant, userId: "user-7", detected: Given.Noon.AddDays(7).AddMilliseconds(-1));
        await AddAsync(
            self,
            first,
            last,
            Given.Anomaly(_tenant, userId: "user-7", detected: Given.Noon.AddDays(-7).AddMilliseconds(-1)),
            Given.Anomaly(_tenant, userId: "user-7", detected: Given.Noon.AddDays(7)),
            Given.Anomaly(_tenant, userId: "USER-7", detected: Given.Noon),
            Given.Anomaly(_tenant, userId: "user-77", detected: Given.Noon),
            Given.Anomaly(_tenant, detected: Given.Noon),
            Given.Anomaly(Given.Tenant(), userId: "user-7", detected: Given.Noon));

        await ShouldListAsync(s_all with { Detected = around, UserId = "user-7", Without = self.Id }, [first, last]);
        await ShouldListAsync(s_all with { Detected = around, UserId = "user-7" }, [self, first, last]);
        await ShouldListAsync(s_all with { UserId = "user-77", Without = self.Id.ToUpperInvariant() }, await FindAsync("user-77"));
    }

    [StoreFact]
    public async Task ListAsync_WhenSearched_FindsTypeDescriptionUserAndId()
    {
        var anomaly = Given.Anomaly(_tenant, "evt-unfound", "Impossible_Travel", "从新地点登录 50% louder", "ＵＳＥＲ-口", "TA-unfound");
        await AddAsync(anomaly, Given.Anomaly(_tenant), Given.Anomaly(Given.Tenant(), type: "Impossible_Travel"));

        foreach (var (search, finds) in new[]
        {
            ("impossible_t", true), ("possible 登录", true), ("50% lou", true), ("user-口", true), (anomaly.Id, true),
            ("impossibleXtravel", false), ("50%%", false), ("unfound", false), ("dismissed", false), ("possible 登出", false),
        })
        {
            await ShouldListAsync(s_all with { Common = s_all.Common with { Search = search } }, finds ? [anomaly] : []);
        }
    }

    private Anomaly GivenIn(AnomalyStatus status, Severity severity)
    {
        var anomaly = Given.Anomaly(_tenant, severity: severity);
        anomaly.MoveTo(status, null, Given.Analyst, Given.Noon);
        return anomaly;
    }

    private async Task AddAsync(params IReadOnlyList<Anomaly> anomalies)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(anomalies);
    }

    private async Task<IEnumerable<Anomaly>> FindAsync(string userId)
    {
        await using var session = store.Open(_tenant);
        return [.. session.Db.Anomalies.Where(a => a.TenantId == _tenant && a.UserId == userId)];
    }

    private async Task ShouldListAsync(AnomalyFilter filter, IEnumerable<Anomaly> anomalies)
    {
        await using var session = store.Open(_tenant);
        var page = await session.AnomalyReader.ListAsync(_tenant, filter, PageRequest.ByPage(1, 100), CancellationToken.None);
        page.Items.Select(a => a.Id).Should().Equal(
            anomalies.OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id, StringComparer.Ordinal).Select(a => a.Id), "{0}", filter);
        page.Should().BeEquivalentTo(new { Total = (long)page.Items.Count, TotalIsLowerBound = false, HasNext = false });
    }
}

public sealed class SqliteAnomalyListTests(SqliteStore store) : AnomalyListContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerAnomalyListTests(SqlServerStore store) : AnomalyListContract(store), IClassFixture<SqlServerStore>;
