using System.Globalization;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Rows that somebody changes past the service: what is kept of them changes with them.</summary>
public sealed class HandChangedRowsTests(ManyThings many) : IClassFixture<ManyThings>
{
    [Theory]
    [InlineData("DELETE FROM {0} WHERE id IN (SELECT id FROM marks)")]
    [InlineData("DELETE FROM {0} WHERE seq % 3 = 0")]
    [InlineData("DELETE FROM {0} WHERE created_at > (SELECT AVG(created_at) FROM {0})")]
    [InlineData("DELETE FROM {0} WHERE tenant_id = 'tnt_acme' AND seq > 7")]
    [InlineData("UPDATE {0} SET status = 'resolved', severity = 'low' WHERE seq % 2 = 0")]
    public async Task ListAsync_WhenRowsWereChangedByHand_GivesTheRightTotalsAndPages(string sql)
    {
        var file = many.Copy();
        await using var provider = StoreProvider.OnFile(file);
        foreach (var table in new[] { "incidents", "anomalies" })
        {
            (await RawSqlite.ExecuteAsync(file, string.Format(CultureInfo.InvariantCulture, sql, table))).Should().BePositive();
        }

        await KeptCounts.ShouldBeRightAsync(file);
        await provider.ShouldGiveEveryPageAsync(file, ManyThings.Tenant);
        await ManyThings.AddAsync(provider, ManyThings.Tenant, 1500, i => Given.Noon.AddMinutes(i % 2 == 0 ? -1 : 1).AddMilliseconds(i));
        await KeptCounts.ShouldBeRightAsync(file);
        await provider.ShouldGiveEveryPageAsync(file, ManyThings.Tenant);
    }
}
