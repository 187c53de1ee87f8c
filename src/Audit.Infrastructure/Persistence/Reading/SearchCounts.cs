using System.Globalization;
using Audit.Application.Common;
using Microsoft.Extensions.Caching.Memory;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>
/// How often was found what was searched for a moment ago. While nothing of the tenant's has changed, it is found as often. And since each
/// change takes one hit away at the most, what was found more often than is counted by so many stays so for as many changes.
/// </summary>
internal sealed class SearchCounts : IDisposable
{
    /// <summary>How far is counted.</summary>
    public const int Bound = Limits.CountedHits + 1 + Margin;

    private const int Margin = 5_000;
    private const int Capacity = 10_000;

    /// <summary>Not for good: somebody may change rows by hand, and leave the history as it is.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>The count, if it is still known to be right; one beyond <see cref="Limits.CountedHits"/> may be too high.</summary>
    public long? Find(Statement count, SearchState state) =>
        !state.HasUnindexed && _kept.TryGetValue(KeyOf(count), out Kept? kept) && state.Changes >= kept!.Changes
        && (state.Changes == kept.Changes || kept.Count - (state.Changes - kept.Changes) > Limits.CountedHits)
            ? kept.Count
            : null;

    /// <summary>Keeps it, unless somebody has changed rows by hand: who changes more of them then leaves no trace.</summary>
    public void Keep(Statement count, SearchState state, long counted)
    {
        if (!state.HasUnindexed)
        {
            _kept.Set(KeyOf(count), new Kept(counted, state.Changes), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = s_lifetime });
        }
    }

    public void Dispose() => _kept.Dispose();

    /// <summary>The statement and its values, the tenant among them, so that no two are taken for each other.</summary>
    private static string KeyOf(Statement statement) => string.Join('\0', statement.Values.Select(TextOf).Prepend(statement.Text));

    private static string TextOf(object value)
    {
        // to the tick: a time's own text ends with its second
        var text = value is DateTimeOffset time ? time.UtcTicks.ToString(CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return text.Length.ToString(CultureInfo.InvariantCulture) + ":" + text;
    }

    private sealed record Kept(long Count, long Changes);
}
