using System.Data.Common;
using Audit.Application.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>The table of incidents or of anomalies, as it is read: both have the columns that lists filter and sort by, under the same names.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Kind">What totals and marks know its things by.</param>
/// <param name="Columns">What <paramref name="Read"/> reads, in this order.</param>
/// <param name="Read">One thing of a row.</param>
internal sealed record ThingTable<TDto>(string Name, string Kind, IReadOnlyList<string> Columns, Func<DbDataReader, Dialect, TDto> Read)
{
    /// <summary>All the columns.</summary>
    private string Selected { get; } = string.Join(", ", Columns);

    /// <summary>Finds the thing of a tenant, the first value, and an id, the second.</summary>
    public string Find { get; } = $"SELECT {string.Join(", ", Columns)} FROM {Name} WHERE tenant_id = @p0 AND id = @p1";

    /// <summary>All the columns, of the table under the name <c>t</c>.</summary>
    private string SelectedOfT { get; } = string.Join(", ", Columns.Select(c => "t." + c));

    /// <summary>A list up to its <c>FROM</c>. On the way to a far part, rows are passed over in an index, which is narrow, and only those that are wanted are looked up by their <paramref name="key"/>.</summary>
    public Statement Select(bool isFar, string key) => new Statement().Add("SELECT ").Add(isFar ? $"{SelectedOfT} FROM (SELECT {key} AS seq" : Selected);

    /// <summary>The end of such a list.</summary>
    public Statement End(Statement statement, bool isFar, string tenantId, SortOrder sort, Dialect dialect) => isFar
        ? statement.Add(") AS k ").Add(dialect.LookUp).Add($" {Name} AS t ON t.seq = k.seq AND t.tenant_id = ").AddValue(tenantId).AddOrder(sort, "t.")
        : statement;
}
