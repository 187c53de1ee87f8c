using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Audit.Trials.Crashing;

/// <summary>The hash of a history's entry, by docs/history.md alone.</summary>
internal static class Chain
{
    public static readonly string Start = new('0', 64);

    public static string HashOf(StoredRow entry)
    {
        var covered = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, value) in entry.Columns)
        {
            switch (column)
            {
                case "hash":
                    break;
                case "sequence":
                    covered.Add(column, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                    break;
                case "occurred_at":
                    covered.Add(column, Quoted(DateTimeOffset.FromUnixTimeMilliseconds((long)value).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
                    break;
                case "actor_name" or "note":
                    covered.Add(column + "_sha256", Quoted(Sha256((string)value)));
                    break;
                default:
                    covered.Add(column, Quoted((string)value));
                    break;
            }
        }

        return Sha256("{" + string.Join(',', covered.Select(c => $"\"{c.Key}\":{c.Value}")) + "}");
    }

    /// <summary>A string as RFC 8785 writes it.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
