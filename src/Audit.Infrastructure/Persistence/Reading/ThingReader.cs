using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>Reads incidents and anomalies by their ids and as lists.</summary>
internal sealed class ThingReader(IReads reads)
{
    public Dialect Dialect => reads.Dialect;

    /// <summary>The tenant's thing of that id, or null.</summary>
    public async Task<TDto?> FindAsync<TDto>(string tenantId, ThingTable<TDto> table, string id, CancellationToken cancellationToken)
        where TDto : class
    {
        var statement = new Statement(table.Find, tenantId, new Ascii(id));
        await using var session = await reads.OpenAsync(together: false, cancellationToken);
        return (await session.ReadAsync(statement, row => table.Read(row, Dialect), cancellationToken)) is [var found, ..] ? found : null;
    }

    /// <summary>The part that is asked for, counted exactly, or, of a search, as far as <see cref="Limits.CountedHits"/>.</summary>
    public async Task<Page<TDto>> ListAsync<TDto>(
        string tenantId, ThingTable<TDto> table, Action<Conditions> require, PageRequest page, CancellationToken cancellationToken)
    {
        var conditions = new Conditions(tenantId, Dialect);
        require(conditions);
        await using var session = await reads.OpenAsync(together: true, cancellationToken);
        var counted = await CountAsync(session, table, conditions, cancellationToken);
        var isBound = conditions.AreSearch && counted > Limits.CountedHits;
        var offset = page.Walk ? 0 : (page.Number - 1L) * page.Size;
        var items = offset < counted || isBound
            ? await ItemsAsync(session, table, conditions, page, offset, counted, cancellationToken)
            : [];
        var hasNext = items.Count > page.Size;
        return new Page<TDto>(hasNext ? items.GetRange(0, page.Size) : items, isBound ? Limits.CountedHits : counted, isBound, hasNext);
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
        await using var session = await reads.OpenAsync(together: false, cancellationToken);
        await session.EachAsync(
            statement,
            row => take(new ThingTimes<TStatus>(
                WireName.Parse<TStatus>(row.GetString(0)), WireName.Parse<Severity>(row.GetString(1)), Dialect.Time(row, 2), Dialect.OptionalTime(row, 3), Dialect.OptionalTime(row, 4))),
            cancellationToken);
    }

    private async Task<long> CountAsync<TDto>(IReadSession session, ThingTable<TDto> table, Conditions conditions, CancellationToken cancellationToken)
    {
        const int Bound = Limits.CountedHits + 1;
        var statement = new Statement();
        if (conditions.AreCounted)
        {
            conditions.AddToTotals(statement.Add("SELECT COALESCE(SUM(number), 0) FROM totals")).Add(" AND kind = ").AddValue(new Ascii(table.Kind));
        }
        else if (conditions.AreSearch)
        {
            conditions.AddTo(statement.Add("SELECT CAST(COUNT(*) AS bigint) FROM (SELECT ").Add(Dialect.Top(Bound)).Add("1 AS hit FROM ").Add(table.Name));
            // newest first, which is how the rows lie: they are read one page of the file after the other
            statement.AddOrder(SortOrder.NewestFirst).Add(Dialect.Limit(Bound)).Add(") AS hits");
        }
        else
        {
            conditions.AddTo(statement.Add("SELECT CAST(COUNT(*) AS bigint) FROM ").Add(table.Name));
        }

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
        var statement = new Statement().Add("SELECT ");
        if (isFar)
        {
            // rows are passed over in an index, which is narrow, and only those that are wanted are looked up
            statement.Add(table.SelectedOfT).Add(" FROM (SELECT seq");
        }
        else
        {
            statement.Add(table.Selected);
        }

        conditions.AddTo(statement.Add(" FROM ").Add(table.Name));
        if (page.After is { } after)
        {
            statement.AddBehind(after, page.Sort.IsDescending, isIncluded: false);
        }
        else if (from is { } mark)
        {
            statement.AddBehind(mark.Place, page.Sort.IsDescending, isIncluded: page.Sort.IsDescending);
        }

        Dialect.AddPart(statement.AddOrder(page.Sort), from?.Remaining ?? offset, page.Size + 1);
        if (isFar)
        {
            statement.Add(") AS k ").Add(Dialect.LookUp).Add(" ").Add(table.Name).Add(" AS t ON t.seq = k.seq").AddOrder(page.Sort, "t.");
        }

        return await session.ReadAsync(statement, row => table.Read(row, Dialect), cancellationToken);
    }
}
