using System.Collections.Frozen;
using System.Text.Json;

namespace Audit.Domain.Common;

/// <summary>The one place where an enumeration meets its wire strings: lower-case <c>snake_case</c> out, any letter case in.</summary>
public static class WireName
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.ByValue[value];

    /// <summary>The names of every member, in the order they are declared.</summary>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => Names<TEnum>.InOrder;

    public static bool Has<TEnum>(string text)
        where TEnum : struct, Enum => TryParse<TEnum>(text, out _);

    public static bool TryParse<TEnum>(string? text, out TEnum value)
        where TEnum : struct, Enum
    {
        value = default;
        return text is not null && Names<TEnum>.ByName.TryGetValue(text, out value);
    }

    /// <summary>The member of that name, in any letter case.</summary>
    /// <exception cref="ArgumentException">No member has that name; what comes from outside is checked before.</exception>
    public static TEnum Parse<TEnum>(string text)
        where TEnum : struct, Enum =>
        TryParse<TEnum>(text, out var value) ? value : throw new ArgumentException($"'{text}' is no {typeof(TEnum).Name}.", nameof(text));

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> ByValue =
            Enum.GetValues<TEnum>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, TEnum> ByName =
            ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);

        public static readonly string[] InOrder = [.. Enum.GetValues<TEnum>().Select(v => ByValue[v])];
    }
}
