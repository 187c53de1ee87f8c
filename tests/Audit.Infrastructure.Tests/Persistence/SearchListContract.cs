using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>Searches with filters, orders, pages and walks, on every database alike.</summary>
public abstract class SearchListContract<TStatus> : SearchContract<TStatus>
    where TStatus : struct, Enum
{
    private static readonly TStatus[] s_statuses = Enum.GetValues<TStatus>();

    private protected SearchListContract(TestStore store, ThingKind<TStatus> kind)
        : base(store, kind)
    {
    }

    [StoreFact]
    public async Task ListAsync_WhenSearchedAndFiltered_FindsWhatMeetsAll()
    {
        await AddManyAsync(70);
        await ShouldMeetFiltersAsync();

        await AddMixedAsync(60);
        await ShouldMeetFiltersAsync();
    }

    [StoreFact]
    public async Task ListAsync_WhenThousandsAreFound_GivesEveryPageInEveryOrder()
    {
        await AddManyAsync(2_000);
        await ShouldGiveEveryPageAsync();

        await AddMixedAsync(500);
        await ShouldGiveEveryPageAsync();
    }

    [StoreFact]
    public async Task ListAsync_WhenASearchIsWalkedEitherWay_SeesEverythingOnce()
    {
        await AddManyAsync(300);
        await ShouldWalkAsync();

        await AddMixedAsync(100);
        await ShouldWalkAsync();
    }

    [StoreFact]
    public async Task ListAsync_WhenTheThingOfTheCursorIsNotThere_GoesOnFromItsPlace()
    {
        await AddManyAsync(60);
        var time = Given.Noon.AddMilliseconds(30);
        var other = New("登录失败", 30, tenant: Given.Tenant());
        await AddAsync(other);

        foreach (var place in new[] { new CursorPosition(time, Ids.New(Ids.Incident, time)), new CursorPosition(time, ""), new CursorPosition(time, SearchedThing.Of(other).Id) })
        {
            foreach (var search in new[] { "登", "登录", "登录失败" })
            {
                var before = Wanted(search).Where(t => t.CreatedAt < time || (t.CreatedAt == time && string.CompareOrdinal(t.Id, place.Id) < 0)).ToList();
                await ShouldGoOnAsync(search, "-created_at", place, before);
                await ShouldGoOnAsync(search, "created_at", place, Wanted(search).Except(before));
            }
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenPeriodsDifferByAMillisecond_CountsEachForItself()
    {
        await AddAsync(Enumerable.Range(0, 6).Select(i => New("登录", i)));

        foreach (var search in new[] { "登", "登录" })
        {
            for (var i = 0; i < 6; i++)
            {
                foreach (var period in new[] { new Period(Given.Noon.AddMilliseconds(i), null), new Period(null, Given.Noon.AddMilliseconds(i)) })
                {
                    var page = await ListAsync(All with { Search = search, Created = period }, PageRequest.ByPage(1, 20));
                    page.Items.Should().Equal(Wanted(search, t => period.Contains(t.CreatedAt)).In("-created_at").Select(t => t.Id), "{0}", period);
                    page.Total.Should().Be(page.Items.Count, "{0}", period);
                }
            }
        }
    }

    private async Task ShouldGoOnAsync(string search, string sort, CursorPosition place, IEnumerable<SearchedThing> wanted)
    {
        var page = await ListAsync(All with { Search = search }, new PageRequest(1, 100, SortOrder.Of(sort), Walk: true, place));

        page.Items.Should().NotBeEmpty().And.Equal(wanted.In(sort).Select(t => t.Id));
    }

    private async Task ShouldMeetFiltersAsync()
    {
        const int Size = 40;
        var period = new Period(Given.Noon.AddMilliseconds(20), Given.Noon.AddMilliseconds(60));
        var status = WireName.Of(s_statuses[0]);
        foreach (var search in new[] { "登", "登录", "login", "录失败", "oil 登录" })
        {
            var filter = All with { Search = search };
            foreach (var sort in SortOrder.Names)
            {
                await ShouldGivePagesAsync(filter with { Statuses = [s_statuses[0]] }, sort, Size, also: t => t.Status == status);
                await ShouldGivePagesAsync(filter with { Severities = [Severity.Low, Severity.Critical] }, sort, Size, also: t => t.Severity is Severity.Low or Severity.Critical);
                await ShouldGivePagesAsync(filter with { Assignees = [null] }, sort, Size, also: t => t.Assignee is null);
                await ShouldGivePagesAsync(filter with { Assignees = ["nobody", "分析员"] }, sort, Size, also: t => t.Assignee is not null);
                await ShouldGivePagesAsync(filter with { Created = period }, sort, Size, also: t => period.Contains(t.CreatedAt));
                await ShouldGivePagesAsync(filter with { Updated = period }, sort, Size, also: t => period.Contains(t.UpdatedAt));
                await ShouldGivePagesAsync(
                    filter with { Statuses = s_statuses, Severities = [Severity.High, Severity.Low], Assignees = ["分析员", null], Created = period, Updated = new Period(Given.Noon, null) },
                    sort,
                    Size,
                    also: t => t.Severity is Severity.High or Severity.Low && period.Contains(t.CreatedAt));
            }

            (await ListAsync(filter with { Assignees = ["nobody"] }, PageRequest.ByPage(1, 20))).Should().BeEquivalentTo(new { Items = Array.Empty<string>(), Total = 0L, HasNext = false });
        }
    }

    private async Task ShouldGiveEveryPageAsync()
    {
        foreach (var sort in SortOrder.Names)
        {
            await ShouldGivePagesAsync(All with { Search = "登录" }, sort, 100);
            await ShouldGivePagesAsync(All with { Search = "录失败" }, sort, 97, from: 8);
            await ShouldGivePagesAsync(All with { Search = "登录失败 login" }, sort, 100, from: 8);
            await ShouldGivePagesAsync(All with { Search = "登" }, sort, 100, from: 11);
            await ShouldGivePagesAsync(All with { Search = "登录", Severities = [Severity.Low, Severity.High] }, sort, 100, from: 8, also: t => t.Severity is Severity.Low or Severity.High);
        }
    }

    private async Task ShouldWalkAsync()
    {
        var status = WireName.Of(s_statuses[1]);
        foreach (var sort in SortOrder.WalkableNames)
        {
            foreach (var search in new[] { "登", "登录", "录失败", "登录失败", "oil 登录" })
            {
                await ShouldWalkAsync(All with { Search = search }, sort, 23);
                await ShouldWalkAsync(All with { Search = search, Statuses = [s_statuses[1]] }, sort, 7, t => t.Status == status);
            }
        }
    }

    /// <summary>In the order of their times.</summary>
    private Task AddManyAsync(int count) => AddAsync(Many(count, at: i => i));

    /// <summary>Among those that are there, in none.</summary>
    private Task AddMixedAsync(int count)
    {
        var random = new Random(count);
        return AddAsync(Many(count, at: _ => random.Next(-10, Things.Count)));
    }

    /// <summary>All of them hits of <c>登录</c>, and some of other terms.</summary>
    private IEnumerable<IHistoried> Many(int count, Func<int, int> at)
    {
        string[] texts = ["登录失败 login", "oil登录", "登录失败login", "x登录失败"];
        return Enumerable.Range(0, count).Select(i =>
        {
            var time = at(i);
            DateTimeOffset? changed = i % 3 > 0 ? null : Given.Noon.AddMilliseconds(time + (i * 7 % 41));
            var thing = New(texts[i % 4] + (i % 8 == 0 ? " oil" : ""), time, (Severity)(1 + (i / 3 % 4)), changed, s_statuses[i / 5 % 2]);
            if (i % 7 == 0)
            {
                Assign(thing, changed ?? Given.Noon.AddMilliseconds(time));
            }

            return thing;
        });
    }

    private static void Assign(IHistoried thing, DateTimeOffset at)
    {
        if (thing is Incident incident)
        {
            incident.AssignTo("分析员", Given.Analyst, at);
        }
        else
        {
            ((Anomaly)thing).AssignTo("分析员", Given.Analyst, at);
        }
    }
}

public abstract class IncidentSearchListContract(TestStore store) : SearchListContract<IncidentStatus>(store, new IncidentKind());

public abstract class AnomalySearchListContract(TestStore store) : SearchListContract<AnomalyStatus>(store, new AnomalyKind());

public sealed class SqliteIncidentSearchListTests(SqliteStore store) : IncidentSearchListContract(store), IClassFixture<SqliteStore>;

public sealed class SqliteAnomalySearchListTests(SqliteStore store) : AnomalySearchListContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentSearchListTests(SqlServerStore store) : IncidentSearchListContract(store), IClassFixture<SqlServerStore>;

public sealed class SqlServerAnomalySearchListTests(SqlServerStore store) : AnomalySearchListContract(store), IClassFixture<SqlServerStore>;
