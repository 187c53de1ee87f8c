using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>More hits than are counted: the total is a bound, and every page behind it is there, in every order; on every database alike.</summary>
public abstract class ManyHitsContract<TStatus> : SearchContract<TStatus>
    where TStatus : struct, Enum
{
    /// <summary>Of each severity.</summary>
    private const int Copies = 2_600;

    private static readonly TStatus[] s_statuses = Enum.GetValues<TStatus>();
    private readonly TestStore _store;
    private readonly ThingKind<TStatus> _kind;

    private protected ManyHitsContract(TestStore store, ThingKind<TStatus> kind)
        : base(store, kind) => (_store, _kind) = (store, kind);

    [StoreFact]
    public async Task ListAsync_WhenMoreMatchThanAreCounted_GivesEveryPageInEveryOrder()
    {
        for (var i = 0; i < 4; i++)
        {
            await AddCopiedAsync(i);
        }

        await AddAsync(New("登录失败 last", 5_000));
        await ShouldGiveFarPagesAsync();

        // from here on they don't lie in the order of their times
        await AddAsync(New("登录失败 oldest", -5_000));
        await ShouldGiveFarPagesAsync();
    }

    private async Task ShouldGiveFarPagesAsync()
    {
        await ShouldFindAsync("last", any: true);
        foreach (var search in new[] { "登", "登录", "录失败", "登录失败", "失败 登录失" })
        {
            var filter = All with { Search = search };
            foreach (var sort in SortOrder.Names)
            {
                await ShouldBeAsync(filter, sort, numbers: [1, 2, 14, 99, 100, 101, 104, 105, 106], Wanted(search).In(sort), isBound: true);
            }
        }

        foreach (var sort in SortOrder.Names)
        {
            var filter = All with { Search = "登录", Statuses = [s_statuses[0]] };
            await ShouldBeAsync(filter, sort, numbers: [1, 30, 52, 53], [.. Wanted("登录", t => t.Status == WireName.Of(s_statuses[0])).In(sort)], isBound: false);
        }

        await ShouldWalkAsync(All with { Search = "登录" }, "-created_at", 100);
        await ShouldWalkAsync(All with { Search = "登录失败" }, "created_at", 100);
    }

    private async Task ShouldBeAsync(ListFilter<TStatus> filter, string sort, int[] numbers, IReadOnlyList<SearchedThing> wanted, bool isBound)
    {
        foreach (var number in numbers)
        {
            var page = await ListAsync(filter, PageRequest.ByPage(number, 100) with { Sort = SortOrder.Of(sort) });
            page.Items.Should().Equal(wanted.Skip((number - 1) * 100).Take(100).Select(t => t.Id), "page {0} of '{1}' by {2}", number, filter.Search, sort);
            (page.Total, page.TotalIsLowerBound, page.HasNext).Should().Be((isBound ? Limits.CountedHits : wanted.Count, isBound, wanted.Count > number * 100));
        }
    }

    /// <summary>One by the service, and many copies of its row made in the database itself, behind it in the order of creation.</summary>
    private async Task AddCopiedAsync(int number)
    {
        const string Digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
        const string Count = "(d0.d + 10 * d1.d + 100 * d2.d + 1000 * d3.d)";
        var seed = New("登录失败", number, (Severity)(1 + (number * 3 % 4)), Given.Noon.AddMinutes(number % 2), s_statuses[number % 2]);
        await AddAsync(seed);
        await using var session = _store.Open(Tenant);
        var columns = session.Db.Model.GetEntityTypes().Single(t => t.GetTableName() == _kind.Table).GetProperties()
            .Where(p => p.Name is not ("Seq" or "SeverityRank"))
            .Select(p => p.GetColumnName(StoreObjectIdentifier.Table(_kind.Table))!)
            .ToList();
        var firstNumber = 10_000 * (number + 1);
        // REPLACE is the one way to write a number into a text that both databases know; all of these have five digits
        var copied = await session.Db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO {_kind.Table} ({string.Join(", ", columns)}) "
            + $"SELECT {string.Join(", ", columns.Select(c => c == "id" ? $"REPLACE('x_#', '#', CAST({Count} + {firstNumber} AS varchar(10)))" : "t." + c))} "
            + $"FROM {_kind.Table} t CROSS JOIN {Digits} d0 CROSS JOIN {Digits} d1 CROSS JOIN {Digits} d2 CROSS JOIN {Digits} d3 "
            + $"WHERE t.tenant_id = {{0}} AND t.id = {{1}} AND {Count} < {{2}} ORDER BY {Count}",
            Tenant,
            Things[^1].Id,
            Copies);
        copied.Should().Be(Copies);
        var first = Things[^1];
        Things.AddRange(Enumerable.Range(firstNumber, Copies).Select(i => first with { Id = $"x_{i}" }));
    }
}

public abstract class IncidentManyHitsContract(TestStore store) : ManyHitsContract<IncidentStatus>(store, new IncidentKind());

public abstract class AnomalyManyHitsContract(TestStore store) : ManyHitsContract<AnomalyStatus>(store, new AnomalyKind());

public sealed class SqliteIncidentManyHitsTests(SqliteStore store) : IncidentManyHitsContract(store), IClassFixture<SqliteStore>;

public sealed class SqliteAnomalyManyHitsTests(SqliteStore store) : AnomalyManyHitsContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentManyHitsTests(SqlServerStore store) : IncidentManyHitsContract(store), IClassFixture<SqlServerStore>;

public sealed class SqlServerAnomalyManyHitsTests(SqlServerStore store) : AnomalyManyHitsContract(store), IClassFixture<SqlServerStore>;
