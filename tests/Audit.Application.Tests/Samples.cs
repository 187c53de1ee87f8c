using FluentValidation.Results;

namespace Audit.Application.Tests;

/// <summary>Texts at the edges of what is accepted, and what a validator found.</summary>
internal static class Samples
{
    /// <summary>Two UTF-16 units, one character.</summary>
    private const string Astral = "😀";

    /// <summary>One letter to the eye, two characters.</summary>
    private const string Combined = "e\u0301";

    /// <summary>
    /// A character that no text may hold, between two that it may. Not for theories: their rows go through UTF-8, which has
    /// no halves of pairs.
    /// </summary>
    public static readonly string[] Unclean =
    [
        .. Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n')).Append(0x7f).Concat(Enumerable.Range(0x80, 0x20)).Select(c => $"a{(char)c}b"),
        "a\ud83db",
        "a\ude00b",
        "a\ude00\ud83db",
        "a\ud83d\ud83d\ude00b",
        "ab\ud83d",
    ];

    public static TheoryData<string?> Blank => [null, "", " ", "\t\n", "\u00a0\u2003\u3000"];

    /// <summary>Of that many characters, or fewer.</summary>
    public static IEnumerable<string> Within(int max) =>
    [
        "a",
        new string('a', max - 1),
        new string('a', max),
        Repeat(Astral, max),
        Repeat(Combined, max / 2),
        "a\tb\nc",
    ];

    /// <summary>Of one character more.</summary>
    public static IEnumerable<string> Beyond(int max) =>
    [
        new string('a', max + 1),
        Repeat(Astral, max + 1),
        Repeat(Combined, max / 2) + (max % 2 == 0 ? "a" : "aa"),
    ];

    public static string?[] Ids(int count) => [.. Enumerable.Range(1, count).Select(i => $"id_{i}")];

    public static IEnumerable<(string Path, string Code)> Violations(this ValidationResult result) => result.Errors.Select(e => (e.PropertyName, e.ErrorCode));

    public static void ShouldViolate(this ValidationResult result, string path, string code, params (string Name, object Value)[] args)
    {
        result.Violations().Should().Equal((path, code));
        var state = result.Errors[0].CustomState as IReadOnlyDictionary<string, object> ?? new Dictionary<string, object>(StringComparer.Ordinal);
        state.Select(s => (s.Key, s.Value)).Should().BeEquivalentTo(args);
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
