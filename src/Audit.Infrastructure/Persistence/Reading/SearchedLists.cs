using Audit.Application.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>Reads lists of what contains the terms of a search.</summary>
internal sealed class SearchedLists(SearchCounts counts)
{
    /// <summary>The part that is asked for, counted as far as <see cref="Limits.CountedHits"/>.</summary>
    public async Task<Page<TDto>> ListAsync<TDto>(
        IReadSession session, ThingTable<TDto> table, Conditions conditions, PageRequest page, Dialect dialect, CancellationToken cancellationToken)
    {
        var state = await SearchState.ReadAsync(session, conditions.TenantId, table, dialect, cancellationToken);
        var source = await Source.ChooseAsync(session, table, conditions, state, dialect, cancellationToken);
        var count = source.Count(SearchCounts.Bound, dialect);
        if (counts.Find(count, state) is not { } counted)
        {
            counted = (await session.ReadAsync(count, row => row.GetInt64(0), cancellationToken))[0];
            counts.Keep(count, state, counted);
        }

        var isBound = counted > Limits.CountedHits;
        var isInOrder = page.Sort.Key == SortKey.CreatedAt && !state.IsOutOfOrder;
        if (isBound && source.IsIndex && !isInOrder)
        {
            // hits are all over the table: in the order that is asked for, a page of them is found soon
            source = Source.TableOf(table, conditions);
        }

        var offset = page.Offset();
        var items = offset < counted || isBound
            ? await session.ReadAsync(Items(source, table, page, offset, isInOrder, dialect), row => table.Read(row, dialect), cancellationToken)
            : [];
        return page.Of(items, isBound ? Limits.CountedHits : counted, isBound);
    }

    /// <summary>The part that is asked for, and one more where more follow.</summary>
    private static Statement Items<TDto>(Source source, ThingTable<TDto> table, PageRequest page, long offset, bool isInOrder, Dialect dialect)
    {
        var isFar = offset > Marks.Step;
        var byIndex = source.IsIndex && isInOrder;
        var statement = source.AddTo(table.Select(isFar, source.Key), withRows: !(isFar && byIndex && page.After is null));
        if (page.After is { } after)
        {
            _ = byIndex ? source.AddBehind(statement, after, page.Sort.IsDescending) : statement.AddBehind(after, page.Sort.IsDescending, isIncluded: false);
        }

        _ = byIndex ? statement.Add(source.OrderOf(page.Sort)) : statement.AddOrder(page.Sort);
        return table.End(dialect.AddPart(statement, offset, page.Size + 1), isFar, source.TenantId, page.Sort, dialect);
    }
}
