using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Audit.Application.Common;

/// <summary>A stretch of time: from a moment on, up to before another one; null where it has no end.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Period(DateTimeOffset? From, DateTimeOffset? Before)
{
    public const string LastDay = "9998-12-31";

    private const string Date = "yyyy-MM-dd";

    private static readonly string[] s_moments = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public bool Contains(DateTimeOffset moment) => !(moment < From) && !(moment >= Before);

    /// <summary>What lies between two texts that <see cref="IsReadable"/>; both ends belong to it, and the whole day where the end is a date.</summary>
    public static Period Between(string? from, string? to) => new(
        from is null ? null : Floor(Read(from)!.Value.Moment.AddTicks(TimeSpan.TicksPerMillisecond - 1)),
        to is null ? null : End(Read(to)!.Value));

    /// <summary>Whether the text is an RFC 3339 time or date of the years 1 to 9998.</summary>
    public static bool IsReadable(string text) => Read(text) is not null;

    /// <summary>Whether the second of two readable texts lies before the first; a date at the end is its last moment.</summary>
    public static bool IsBackwards(string from, string to)
    {
        var (end, isDate) = Read(to)!.Value;
        return Read(from)!.Value.Moment > (isDate ? end.AddDays(1).AddTicks(-1) : end);
    }

    private static DateTimeOffset End((DateTimeOffset Moment, bool IsDate) end) =>
        end.IsDate ? end.Moment.AddDays(1) : Floor(end.Moment).AddMilliseconds(1);

    /// <summary>Times are kept to the millisecond.</summary>
    private static DateTimeOffset Floor(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());

    private static (DateTimeOffset Moment, bool IsDate)? Read(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isDate = DateTimeOffset.TryParseExact(text, Date, CultureInfo.InvariantCulture, Utc, out var moment);
        var isRead = isDate
            || (Rfc3339().Match(text) is { Success: true } match
                && DateTimeOffset.TryParseExact($"{match.Groups["time"]}{match.Groups["zone"]}".ToUpperInvariant(), s_moments, CultureInfo.InvariantCulture, Utc, out moment));
        return isRead && moment.Year < DateTimeOffset.MaxValue.Year ? (moment, isDate) : null;
    }

    /// <summary>RFC 3339 section 5.6. What a fraction has beyond seven digits is finer than a tick.</summary>
    [GeneratedRegex(@"^(?<time>[0-9-]{10}T[0-9:]{8}(\.[0-9]{1,7})?)((?<=\.[0-9]{7})[0-9]+)?(?<zone>Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rfc3339();
}
