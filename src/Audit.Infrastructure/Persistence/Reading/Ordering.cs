using Audit.Application.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>The orders of lists, as SQL. Each is total: the id decides last.</summary>
internal static class Ordering
{
    /// <summary>The order; <paramref name="table"/> is empty, or a table's name with its dot.</summary>
    public static Statement AddOrder(this Statement statement, SortOrder sort, string table = "")
    {
        var down = sort.IsDescending ? " DESC" : "";
        return sort.Key switch
        {
            SortKey.CreatedAt => statement.Add($" ORDER BY {table}created_at{down}, {table}id{down}"),
            SortKey.UpdatedAt => statement.Add($" ORDER BY {table}updated_at{down}, {table}id{down}"),
            SortKey.Severity => statement.Add($" ORDER BY {table}severity_rank{down}, {table}created_at DESC, {table}id DESC"),
            _ => throw new ArgumentOutOfRangeException(nameof(sort)),
        };
    }

    /// <summary>
    /// Only what lies behind the place in an order by creation, and the place itself where it <paramref name="isIncluded"/>. Said in a way
    /// that leads into an index by time at that place, however much lies before it.
    /// </summary>
    public static Statement AddBehind(this Statement statement, CursorPosition place, bool isDescending, bool isIncluded)
    {
        var sign = isDescending ? '<' : '>';
        return statement
            .Add($" AND created_at {sign}= ").AddValue(place.CreatedAt)
            .Add($" AND (created_at {sign} ").AddValue(place.CreatedAt)
            .Add($" OR id {sign}{(isIncluded ? "=" : "")} ").AddValue(new Ascii(place.Id)).Add(")");
    }
}
