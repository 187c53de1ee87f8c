using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>
/// Reads incidents and anomalies by their ids and as lists. Lists, searches and times may come from a secondary; a thing by its id is
/// read where it is written.
/// </summary>
internal sealed class ThingReader(IReads reads, ListReads lists, SearchedLists search)
{
    public Dialect Dialect => reads.Dialect;

    /// <summary>The tenant's thing of that id, or null.</summary>
    public async Task<TDto?> FindAsync<TDto>(string tenantId, ThingTable<TDto> table, string id, CancellationToken cancellationToken)
        where TDto : class
    {
        var statement = new Statement(table.Find, tenantId, new Ascii(id));
        await using var session = await reads.OpenAsync(together: false, ReadLength.Short, tenantId, cancellationToken);
        return (await session.ReadAsync(statement, row => table.Read(row, Dialect), cancellationToken)) is [var found, ..] ? found : null;
    }

    /// <summary>The part that is asked for, counted exactly, or, of a search, as far as <see cref="Limits.CountedHits"/>.</summary>
    public async Task<Page<TDto>> ListAsync<TDto>(
        string tenantId, ThingTable<TDto> table, Action<Conditions> require, PageRequest page, CancellationToken cancellationToken)
    {
        var conditions = new Conditions(tenantId, Dialect);
        require(conditions);
        await using var session = await lists.Reads.OpenAsync(together: true, conditions.Terms.Count > 0 ? ReadLength.Long : ReadLength.Short, tenantId, cancellationToken);
        if (conditions.Terms.Count > 0)
        {
            return await search.ListAsync(session, table, conditions, page, Dialect, cancellationToken);
        }

        var total = await CountAsync(session, table, conditions, cancellationToken);
        var offset = page.Offset();
        var items = offset < total
            ? await ItemsAsync(session, table, conditions, page, offset, total, cancellationToken)
            : [];
        return page.Of(items, total, isBound: false);
    }

    /// <summary>Hands over the times of the tenant's things that were made or resolved in the period.</summary>
    public async Task EachTimesAsync<TDto, TStatus>(
        string tenantId, ThingTable<TDto> table, string milestone, Period period, Action<ThingTimes<TStatus>> take, CancellationToken cancellationToken)
        where TStatus : struct, Enum
    {
        var statement = new Statement().Add($"SELECT status, severity, created_at, {milestone}, resolved_at FROM {table.Name}");
        var conditions = new Conditions(tenantId, Dialect);
        conditions.AnyWithin(["created_at", "resolved_at"], period);
        conditions.AddTo(statement);
        await using var session = await lists.Reads.OpenAsync(together: false, ReadLength.Long, tenantId, cancellationToken);
        await session.EachAsync(
            statement,
            row => take(new ThingTimes<TStatus>(
                WireName.Parse<TStatus>(row.GetString(0)), WireName.Parse<Severity>(row.GetString(1)), Dialect.Time(row, 2), Dialect.OptionalTime(row, 3), Dialect.OptionalTime(row, 4))),
            cancellationToken);
    }

    private static async Task<long> CountAsync<TDto>(IReadSession session, ThingTable<TDto> table, Conditions conditions, CancellationToken cancellationToken)
    {
        var statement = conditions.AreCounted
            ? conditions.AddToTotals(new Statement().Add("SELECT COALESCE(SUM(number), 0) FROM totals")).Add(" AND kind = ").AddValue(new Ascii(table.Kind))
            : conditions.AddTo(new Statement().Add("SELECT CAST(COUNT(*) AS bigint) FROM ").Add(table.Name));
        return (await session.ReadAsync(statement, row => row.GetInt64(0), cancellationToken))[0];
    }

    /// <summary>The part that is asked for, and one more where more follow.</summary>
    private async Task<List<TDto>> ItemsAsync<TDto>(
        IReadSession session, ThingTable<TDto> table, Conditions conditions, PageRequest page, long offset, long total, CancellationToken cancellationToken)
    {
        var isFar = offset > Marks.Step;
        var from = isFar && conditions.AreNone && page.Sort.Key == SortKey.CreatedAt
            ? await Marks.FindAsync(session, table.Kind, conditions.TenantId, page.Sort, offset, total, Dialect, cancellationToken)
            : null;
        var statement = conditions.AddTo(table.Select(isFar, "seq").Add(" FROM ").Add(table.Name));
        if (page.After is { } after)
        {
            statement.AddBehind(after, page.Sort.IsDescending, isIncluded: false);
        }
        else if (from is { } mark)
        {
            statement.AddBehind(mark.Place, page.Sort.IsDescending, isIncluded: page.Sort.IsDescending);
        }

        Dialect.AddPart(statement.AddOrder(page.Sort), from?.Remaining ?? offset, page.Size + 1);
        return await session.ReadAsync(table.End(statement, isFar, conditions.TenantId, page.Sort, Dialect), row => table.Read(row, Dialect), cancellationToken);
    }
}
