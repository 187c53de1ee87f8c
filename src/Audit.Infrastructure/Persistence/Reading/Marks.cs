using Audit.Application.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>
/// Places in a tenant's list by creation, about one for every thousand things, and how many things stand up to each, counted from the
/// oldest. Triggers keep them with the rows. They turn the way to a far page into one over a few thousand things at the most.
/// </summary>
internal static class Marks
{
    /// <summary>Not beyond so many things is a mark looked for; as many lie between two.</summary>
    public const int Step = 1000;

    /// <summary>The mark from which the fewest things are to be passed over to get behind <paramref name="offset"/> of them, if one lies in between.</summary>
    public static async Task<Mark?> FindAsync(
        IReadSession session, string kind, string tenantId, SortOrder sort, long offset, long total, Dialect dialect, CancellationToken cancellationToken)
    {
        // the first that is wanted, counted from the oldest
        var wanted = sort.IsDescending ? total - offset : offset + 1;
        var statement = new Statement()
            .Add("SELECT ").Add(dialect.Top(1)).Add("created_at, id, position FROM marks WHERE tenant_id = ").AddValue(tenantId)
            .Add(" AND kind = ").AddValue(new Ascii(kind))
            .Add(sort.IsDescending ? " AND position >= " : " AND position < ").AddValue(wanted)
            .Add(sort.IsDescending ? " ORDER BY position" : " ORDER BY position DESC").Add(dialect.Limit(1));
        var found = await session.ReadAsync(
            statement,
            row => new Mark(new CursorPosition(dialect.Time(row, 0), row.GetString(1)), sort.IsDescending ? row.GetInt64(2) - wanted : wanted - row.GetInt64(2) - 1),
            cancellationToken);
        return found is [var mark, ..] ? mark : null;
    }
}

/// <summary>A place that a part of a list can be reached from. It was a thing's when the mark was set; whether the thing is still there doesn't matter.</summary>
/// <param name="Place">Descending, the part is at this place or behind it; ascending, behind it.</param>
/// <param name="Remaining">How many things are still to be passed over from there.</param>
internal readonly record struct Mark(CursorPosition Place, long Remaining);
