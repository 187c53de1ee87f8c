using System.Globalization;
using Audit.Application.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>What triggers keep of the things in a file, against the things themselves.</summary>
internal static class KeptCounts
{
    private const string Things = "(SELECT 'incident' AS kind, tenant_id, created_at, id, status, severity FROM incidents UNION ALL SELECT 'anomaly', tenant_id, created_at, id, status, severity FROM anomalies)";

    public static async Task ShouldBeRightAsync(string file)
    {
        var totals = await RawSqlite.ReadAsync(file, "SELECT tenant_id, kind, status, severity, number FROM totals WHERE number <> 0 ORDER BY 1, 2, 3, 4");
        totals.Should().NotBeEmpty().And.Equal(await RawSqlite.ReadAsync(file, $"SELECT tenant_id, kind, status, severity, COUNT(*) FROM {Things} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"));
        foreach (var (kind, table) in new[] { ("incident", "incidents"), ("anomaly", "anomalies") })
        {
            var wrong = await RawSqlite.ReadAsync(
                file,
                $"""
                SELECT tenant_id, id, position FROM marks AS m WHERE kind = '{kind}' AND position <>
                    (SELECT COUNT(*) FROM {table} AS t WHERE t.tenant_id = m.tenant_id AND (t.created_at, t.id) <= (m.created_at, m.id))
                """);
            wrong.Should().BeEmpty("a mark's position is how many things there are up to it");
        }
    }

    /// <summary>The positions of the tenant's marks, in the order of the things they stand on.</summary>
    public static async Task<IEnumerable<long>> PositionsAsync(string file, string tenant, string kind) =>
        (await RawSqlite.ReadAsync(file, $"SELECT position FROM marks WHERE tenant_id = '{tenant}' AND kind = '{kind}' ORDER BY created_at, id"))
            .Select(p => long.Parse(p, CultureInfo.InvariantCulture));

    /// <summary>Every page of incidents in both orders by creation, against the rows.</summary>
    public static async Task ShouldGiveEveryPageAsync(this IServiceProvider provider, string file, string tenant)
    {
        const int Size = 100;
        var kind = new IncidentKind();
        await using var session = Session.Of(provider, tenant);
        foreach (var name in SortOrder.WalkableNames)
        {
            var down = name[0] == '-' ? " DESC" : "";
            var ids = await RawSqlite.ReadAsync(file, $"SELECT id FROM incidents WHERE tenant_id = '{tenant}' ORDER BY created_at{down}, id{down}");
            for (var number = 1; number <= (ids.Count / Size) + 1; number++)
            {
                var page = await kind.ListAsync(session, Given.AnyOf<IncidentStatus>(), PageRequest.ByPage(number, Size) with { Sort = SortOrder.Of(name) });
                page.Items.Should().Equal(ids.Skip((number - 1) * Size).Take(Size), "page {0} by {1}", number, name);
                page.Total.Should().Be(ids.Count);
            }
        }
    }
}
