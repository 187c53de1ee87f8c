using Audit.Application.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>From what is asked for to what is answered.</summary>
internal static class Pages
{
    /// <summary>How many items come before the first that is wanted, or before the place where a walk goes on.</summary>
    public static long Offset(this PageRequest page) => page.Walk ? 0 : (page.Number - 1L) * page.Size;

    /// <summary>Of items that are one more than asked for where more follow.</summary>
    public static Page<TDto> Of<TDto>(this PageRequest page, List<TDto> items, long total, bool isBound)
    {
        var hasNext = items.Count > page.Size;
        return new Page<TDto>(hasNext ? items.GetRange(0, page.Size) : items, total, isBound, hasNext);
    }
}
