using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>A file from before there was an index of searches: all that is in it is indexed, however often that is broken off.</summary>
public sealed class SearchMigrationTests : IAsyncLifetime
{
    private const string InOrder = "tnt_in_order";
    private const string Mixed = "tnt_mixed";
    private const string LateAnomaly = "tnt_late_anomaly";
    private static readonly string[] s_tenants = [InOrder, Mixed, LateAnomaly];
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;

    public SearchMigrationTests() => _provider = StoreProvider.OnFile(File);

    private string File => _folder.File("audit.db");

    private string ConnectionString => "Data Source=" + File;

    public async Task InitializeAsync()
    {
        var today = _folder.File("today.db");
        await using (var provider = StoreProvider.OnFile(today))
        {
            await provider.MigrateStoreAsync();
            await AddAsync(provider, InOrder, i => i);
            await AddAsync(provider, Mixed, i => i * 37 % 101);
            await AddAsync(provider, LateAnomaly, i => i);
            await using var session = Session.Of(provider, LateAnomaly);
            await session.AddAsync(Given.Anomaly(LateAnomaly, at: Given.Noon.AddDays(-1)), Given.Incident(LateAnomaly, at: Given.Noon.AddDays(1)));
        }

        await EarlierFile.MakeAsync(File, "Totals", today);
        (await RawSqlite.ReadAsync(File, "SELECT name FROM sqlite_master WHERE name LIKE '%search%'")).Should().BeEmpty();
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenThereAreThingsAlready_IndexesThemAndMarksWhoseOrderIsAnother()
    {
        // more than are indexed together
        await CopyRowsAsync("incidents", 5_500);

        await _provider.MigrateStoreAsync();

        await SearchFile.ShouldBeIndexedAsync(File);
        (await SearchFile.OutOfOrderAsync(File)).Should().Equal(LateAnomaly + " anomaly", Mixed + " anomaly", Mixed + " incident");
        await ShouldFindEverythingAsync();
        await AddAsync(_provider, InOrder, i => 10_000_000 + i);
        (await SearchFile.OutOfOrderAsync(File)).Should().HaveCount(3);
        await AddAsync(_provider, InOrder, i => -i);
        (await SearchFile.OutOfOrderAsync(File)).Should().HaveCount(5);
        await SearchFile.ShouldBeIndexedAsync(File);
        await ShouldFindEverythingAsync();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenItWasKilledBetweenOrWithinBatches_GoesOnWhereItWas()
    {
        await MigrateWithoutIndexAsync();
        var waiting = (await SearchFile.WaitingAsync(File)).Count;
        waiting.Should().BePositive();
        IndexBatch(most: 40, commit: true);
        var left = (await SearchFile.WaitingAsync(File)).Count;
        left.Should().BeLessThan(waiting).And.BePositive();
        IndexBatch(most: 40, commit: false);
        (await SearchFile.WaitingAsync(File)).Should().HaveCount(left, "what wasn't committed is as it was");
        await ShouldFindEverythingAsync();

        // the whole of it, as at the next start
        await _provider.MigrateStoreAsync();

        await SearchFile.ShouldBeIndexedAsync(File);
        await ShouldFindEverythingAsync();
    }

    [Fact]
    public async Task CatchUp_WhenItIsToStop_LeavesTheRestForTheNext()
    {
        await MigrateWithoutIndexAsync();
        IndexBatch(most: 40, commit: true);
        var left = await SearchFile.WaitingAsync(File);

        await FluentActions.Awaiting(() => SearchIndex.CatchUpAsync(ConnectionString, new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();

        (await SearchFile.WaitingAsync(File)).Should().Equal(left);
        await SearchIndex.CatchUpAsync(ConnectionString, CancellationToken.None);
        await SearchFile.ShouldBeIndexedAsync(File);
        await SearchIndex.CatchUpAsync(ConnectionString, CancellationToken.None);
        await SearchFile.ShouldBeIndexedAsync(File);
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenRowsChangedWhileTheIndexWasHalf_IndexesThemAsTheyAre()
    {
        await MigrateWithoutIndexAsync();
        IndexBatch(most: 40, commit: true);
        await RawSqlite.ExecuteAsync(File, "DELETE FROM incidents WHERE seq % 3 = 0; UPDATE incidents SET search_text = 'other ' || search_text WHERE seq % 2 = 0; UPDATE anomalies SET tenant_id = 'tnt_new' WHERE seq % 5 = 0");
        await ShouldFindEverythingAsync();

        await _provider.MigrateStoreAsync();

        await SearchFile.ShouldBeIndexedAsync(File);
        await ShouldFindEverythingAsync();
    }

    [Fact]
    public async Task RunAsync_WhenTheIndexIsHalf_IndexesTheRestWithWhatItWrites()
    {
        await MigrateWithoutIndexAsync();
        IndexBatch(most: 40, commit: true);

        await AddAsync(_provider, InOrder, i => 1_000 + i);

        await SearchFile.ShouldBeIndexedAsync(File);
        await ShouldFindEverythingAsync();
    }

    private static async Task AddAsync(IServiceProvider provider, string tenant, Func<int, int> milliseconds)
    {
        await using var session = Session.Of(provider, tenant);
        await session.AddAsync(Enumerable.Range(0, 30).SelectMany(i => new Domain.History.IHistoried[]
        {
            Given.Incident(tenant, $"登录失败 {i} louis", at: Given.Noon.AddMilliseconds(milliseconds(i))),
            Given.Anomaly(tenant, description: $"暴力破解 {i} louis", at: Given.Noon.AddMilliseconds(milliseconds(i))),
        }));
    }

    /// <summary>The schema, and nothing of what is in it: as if the process had died right after.</summary>
    private async Task MigrateWithoutIndexAsync()
    {
        await using var session = Session.Of(_provider, InOrder);
        await session.Db.Database.MigrateAsync();
    }

    private void IndexBatch(int most, bool commit)
    {
        using var connection = PreparedConnection.Open(ConnectionString + ";Pooling=False");
        connection.Execute("BEGIN IMMEDIATE");
        new SearchIndex(connection).CatchUp(most).Should().BeFalse();
        if (commit)
        {
            connection.Execute("COMMIT");
        }
    }

    /// <summary>Copies of the last row of the first tenant, behind it.</summary>
    private async Task CopyRowsAsync(string table, int count)
    {
        var columns = await RawSqlite.ReadAsync(File, $"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'seq'");
        var values = columns.Select(c => c switch { "id" => "'x_' || (100000 + n.i)", "created_at" => "t.created_at + n.i", _ => "t." + c });
        await RawSqlite.ExecuteAsync(
            File,
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO {table} ({string.Join(", ", columns)})
            SELECT {string.Join(", ", values)} FROM n CROSS JOIN {table} AS t
            WHERE t.seq = (SELECT MAX(seq) FROM {table} WHERE tenant_id = '{InOrder}') ORDER BY n.i
            """);
    }

    private async Task ShouldFindEverythingAsync()
    {
        await ShouldFindEverythingAsync(new IncidentKind());
        await ShouldFindEverythingAsync(new AnomalyKind());
    }

    private async Task ShouldFindEverythingAsync<TStatus>(ThingKind<TStatus> kind)
        where TStatus : struct, Enum
    {
        // counts that were kept of another moment are another test's
        await using var provider = StoreProvider.OnFile(File);
        foreach (var tenant in s_tenants)
        {
            await using var session = Session.Of(provider, tenant);
            var things = await SearchFile.ThingsAsync(File, kind.Table, tenant);
            foreach (var (i, search) in new[] { "失", "登录", "录失败", "暴力破解", "louis 1", "loui 败", "破解 29", "猫猫", "other", "lo", "登录失败", "力破" }.Index())
            {
                var sort = SortOrder.Names[i % SortOrder.Names.Count];
                var wanted = things.With(search).In(sort);
                var page = await kind.ListAsync(session, Given.AnyOf<TStatus>() with { Search = search }, PageRequest.ByPage(2, 12) with { Sort = SortOrder.Of(sort) });

                page.Items.Should().Equal(wanted.Skip(12).Take(12).Select(t => t.Id), "'{0}' by {1}", search, sort);
                page.Total.Should().Be(wanted.Count);
            }
        }
    }
}
