using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Totals and marks in the file itself.</summary>
public sealed class KeptCountsTests : IDisposable
{
    private const string Tenant = ManyThings.Tenant;
    private const string Neighbour = ManyThings.Neighbour;
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;

    public KeptCountsTests() => _provider = StoreProvider.OnFile(File);

    private string File => _folder.File("audit.db");

    public void Dispose()
    {
        _provider.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Marks_WhenThingsComeInOrder_StandOnEveryThousandth()
    {
        await _provider.MigrateStoreAsync();
        await AddAsync(Tenant, 3500, i => Given.Noon.AddMilliseconds(i));
        await AddAsync(Neighbour, 1100, i => Given.Noon.AddMilliseconds(i));

        await KeptCounts.ShouldBeRightAsync(File);
        foreach (var kind in new[] { "incident", "anomaly" })
        {
            (await KeptCounts.PositionsAsync(File, Tenant, kind)).Should().Equal(1000, 2000, 3000);
            (await KeptCounts.PositionsAsync(File, Neighbour, kind)).Should().Equal(1000);
        }
    }

    [Fact]
    public async Task Marks_WhenOlderThingsCome_MoveWithThem()
    {
        await _provider.MigrateStoreAsync();
        await AddAsync(Tenant, 2000, i => Given.Noon.AddMilliseconds(i / 3));
        await AddAsync(Tenant, 500, i => Given.Noon.AddMilliseconds(i * 17 % 700));
        await AddAsync(Tenant, 500, i => Given.Noon.AddDays(-1).AddMilliseconds(-i));
        await AddAsync(Tenant, 500, i => Given.Noon.AddDays(1).AddMilliseconds(-i));

        await KeptCounts.ShouldBeRightAsync(File);
        (await KeptCounts.PositionsAsync(File, Tenant, "incident")).Should().HaveCountGreaterThanOrEqualTo(2).And.BeInAscendingOrder();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenThereAreThingsAlready_CountsAndMarksThem()
    {
        var today = _folder.File("today.db");
        await using (var provider = StoreProvider.OnFile(today))
        {
            await provider.MigrateStoreAsync();
            await ManyThings.AddAsync(provider, Tenant, 2300, i => Given.Noon.AddMilliseconds(-i / 5));
            await ManyThings.AddAsync(provider, Neighbour, 40, i => Given.Noon.AddMilliseconds(i));
        }

        await EarlierFile.MakeAsync(File, "Workflow", today);
        (await RawSqlite.ReadAsync(File, "SELECT name FROM sqlite_master WHERE name IN ('totals', 'marks')")).Should().BeEmpty();

        await _provider.MigrateStoreAsync();

        await KeptCounts.ShouldBeRightAsync(File);
        (await KeptCounts.PositionsAsync(File, Tenant, "incident")).Should().Equal(1000, 2000);
        (await KeptCounts.PositionsAsync(File, Tenant, "anomaly")).Should().Equal(1000, 2000);
        await _provider.ShouldGiveEveryPageAsync(File, Tenant);
        await AddAsync(Tenant, 800, i => Given.Noon.AddMilliseconds(i));
        await KeptCounts.ShouldBeRightAsync(File);
        (await KeptCounts.PositionsAsync(File, Tenant, "incident")).Should().Equal(1000, 2000, 3000);
    }

    private Task AddAsync(string tenant, int count, Func<int, DateTimeOffset> at) => ManyThings.AddAsync(_provider, tenant, count, at);
}
