using System.Globalization;
using System.Text;

namespace Audit.Infrastructure.Persistence.Searching;

/// <summary>
/// The tokens of the full-text index: every two and every three characters (Unicode scalar values) that follow each other in a word of a
/// text, behind the number of the tenant whose text it is. Each tenant so has tokens of its own, and a search of one never passes
/// those of another. Words end at white space, which no term has.
/// </summary>
internal static class Grams
{
    private const int Longest = 3;

    /// <summary>Of a long term so many tokens are looked up, spread over it: hardly a text has them all by chance, each costs a look, and the text itself decides anyway.</summary>
    public const int MostOfATerm = 4;

    /// <summary>The same in a tenant of a few hundred things, whose texts are soon looked at.</summary>
    public const int MostInSmallTenant = 2;

    /// <summary>All tokens of a text: what is indexed in its place.</summary>
    public static string Of(string text, long tenant)
    {
        var prefix = Prefix(tenant);
        var tokens = new StringBuilder(2 * text.Length * (prefix.Length + Longest));
        // where the last two characters of this word begin
        var (first, second) = (-1, -1);
        var length = 0;
        for (var at = 0; at < text.Length; at += length)
        {
            length = LengthAt(text, at, out var isBreak);
            if (isBreak)
            {
                (first, second) = (-1, -1);
                continue;
            }

            if (second >= 0)
            {
                tokens.Append(prefix).Append(text, second, at + length - second).Append(' ');
            }

            if (first >= 0)
            {
                tokens.Append(prefix).Append(text, first, at + length - first).Append(' ');
            }

            (first, second) = (second, at);
        }

        return tokens.ToString();
    }

    /// <summary>Tokens that a text must have to contain the term; none if the term is a single character.</summary>
    /// <param name="term">Folded, as the texts are.</param>
    /// <param name="tenant">The number of the tenant.</param>
    /// <param name="most">So many tokens at the most.</param>
    /// <param name="isWhole">Whether a text that has them contains the term, without a look at the text.</param>
    public static IReadOnlyList<string> OfTerm(string term, long tenant, int most, out bool isWhole)
    {
        var starts = new List<int>();
        var hasBreak = false;
        for (var at = 0; at < term.Length;)
        {
            starts.Add(at);
            at += LengthAt(term, at, out var isBreak);
            hasBreak |= isBreak;
        }

        isWhole = !hasBreak && starts.Count is 2 or Longest;
        if (hasBreak || starts.Count < 2)
        {
            return [];
        }

        starts.Add(term.Length);
        var size = Math.Min(Longest, starts.Count - 1);
        var last = starts.Count - 1 - size;
        var steps = Math.Min(most, (last + (2 * size) - 1) / size) - 1;
        return [.. Enumerable.Range(0, steps + 1).Select(i => Token(steps == 0 ? 0 : i * last / steps))];

        string Token(int i) => Prefix(tenant) + term[starts[i]..starts[i + size]];
    }

    /// <summary>A query of the index for texts that have all the tokens.</summary>
    public static string Match(IEnumerable<string> tokens) =>
        string.Join(" AND ", tokens.Distinct(StringComparer.Ordinal).Select(t => '"' + t.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'));

    private static string Prefix(long tenant) => tenant.ToString(CultureInfo.InvariantCulture) + ":";

    private static int LengthAt(string text, int at, out bool isBreak)
    {
        _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
        isBreak = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
        return length;
    }
}
