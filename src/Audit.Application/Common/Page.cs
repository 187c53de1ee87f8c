namespace Audit.Application.Common;

/// <summary>Which part of a list is wanted: a page by its number, or what follows a place in it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">1–100.</param>
/// <param name="Sort">The list's order.</param>
/// <param name="Walk">Whether the caller walks by cursor.</param>
/// <param name="After">The place to go on from; null at the start of a walk.</param>
public sealed record PageRequest(int Number, int Size, SortOrder Sort, bool Walk, CursorPosition? After)
{
    /// <summary>What follows a place in a list that has no pages.</summary>
    public static PageRequest From(long place, int size) => new(1, size, SortOrder.NewestFirst, Walk: true, place == 1 ? null : new CursorPosition(default, ""));

    /// <summary>A page of a list that is sorted newest first.</summary>
    public static PageRequest ByPage(int number, int size) => new(number, size, SortOrder.NewestFirst, Walk: false, After: null);
}

/// <summary>A part of a list.</summary>
/// <param name="Items">In the list's total order.</param>
/// <param name="Total">How many there are in all, or the bound that counting stopped at.</param>
/// <param name="TotalIsLowerBound">Whether counting stopped.</param>
/// <param name="HasNext">Whether more follow.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total, bool TotalIsLowerBound, bool HasNext)
{
    public static Page<T> Empty { get; } = new([], 0, TotalIsLowerBound: false, HasNext: false);
}
