using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace Audit.Trials.Isolation;

/// <summary>What the service itself gives out and can be told by its form: ids and hashes.</summary>
internal static partial class Tokens
{
    /// <summary>The ids and hashes of a text, in lower case, those in a cursor too.</summary>
    public static IEnumerable<string> In(string text) => OwnIn(text).Concat(Cursor().Matches(text).SelectMany(m => OwnIn(Inside(m.Groups["cursor"].Value))));

    /// <summary>As <see cref="In"/>, without what is in cursors.</summary>
    public static IEnumerable<string> OwnIn(string text) => Token().Matches(text).Select(m => m.Value.ToLowerInvariant());

    public static string Replace(string text, Func<string, string> name) => Token().Replace(text, m => name(m.Value.ToLowerInvariant()));

    /// <summary>What a cursor is made of, as text; empty where it can't be told.</summary>
    public static string Inside(string cursor) => Base64Url.IsValid(cursor) ? Encoding.Latin1.GetString(Base64Url.DecodeFromChars(cursor)) : "";

    [GeneratedRegex("(inc|ano|cmt)_[0-9a-z]{26}|(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Token();

    [GeneratedRegex("""
        cursor"?[:=]\s*"?(?<cursor>[A-Za-z0-9_-]{20,})
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 5000)]
    private static partial Regex Cursor();
}
