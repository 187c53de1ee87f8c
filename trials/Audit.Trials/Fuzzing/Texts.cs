using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Audit.Trials.Fuzzing;

/// <summary>Text that every member takes.</summary>
internal static partial class Texts
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_words =
    [
        "login", "brute-force", "token", "exfiltration", "多账户", "暴力破解", "异常", "пароль", "كلمة", "סיסמה", "e\u0301", "ﬃ", "ß", "İ",
        "🔒", "👩‍👩‍👧‍👦", "𝒜", "a\u200fb", "x\u202ey", "%", "_", "'", "\"", "\\", "--", "<b>", "&amp;", "{0}", "[", "*", "OR", "NEAR", "/*", "\u2028", "\ufeffz",
    ];

    /// <summary>Some words, at most so many Unicode scalar values of them.</summary>
    public static string Words(Random random, int most)
    {
        var text = new StringBuilder();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            text.Append(s_words[random.Next(s_words.Length)]).Append(count > 1 ? " " : "");
        }

        return Cut(text.ToString(), most);
    }

    /// <summary>So many Unicode scalar values without a blank.</summary>
    public static string OfLength(Random random, int length)
    {
        var of = new[] { "a", "中", "🔒", "é" }[random.Next(4)];
        return new StringBuilder(of.Length * length).Insert(0, of, length).ToString();
    }

    /// <summary>Bytes of UTF-8, one to a character, as a head holds them.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>As it is sent: the writer would escape what isn't in the first plane.</summary>
    public static string Json(JsonNode node) => Pairs().Replace(node.ToJsonString(s_plain), pair => Regex.Unescape(pair.Value));

    [GeneratedRegex(@"\\uD[89AB][0-9A-F]{2}\\uD[C-F][0-9A-F]{2}", RegexOptions.None, 10_000)]
    private static partial Regex Pairs();

    private static string Cut(string text, int most)
    {
        var cut = string.Concat(text.EnumerateRunes().Take(most)).Trim();
        return cut.Length > 0 ? cut : "x";
    }
}
