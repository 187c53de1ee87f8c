using System.Text;

namespace Audit.Application.Common;

/// <summary>How free text from outside is normalized and measured.</summary>
public static class Texts
{
    /// <summary>Without white space at its ends; blank text is absent. Control characters stay, to be refused.</summary>
    public static string? Trim(string? text)
    {
        var trimmed = Span(text);
        return trimmed.IsEmpty ? null : trimmed.Length == text!.Length ? text : trimmed.ToString();
    }

    /// <summary>As it is; blank text is absent.</summary>
    public static string? Keep(string? text) => Span(text).IsEmpty ? null : text;

    /// <summary>Each without white space at its ends; no list is an empty one, a blank member is null.</summary>
    public static IReadOnlyList<string?> TrimAll(IReadOnlyList<string?>? texts) => texts is null or { Count: 0 } ? [] : [.. texts.Select(Trim)];

    /// <summary>Length in Unicode scalar values, which is how the limits count.</summary>
    public static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    /// <summary>Whether it is well-formed UTF-16 without control characters other than tab and newline.</summary>
    public static bool IsClean(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != System.Buffers.OperationStatus.Done
                || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n')))
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }

    private static ReadOnlySpan<char> Span(string? text)
    {
        var span = text.AsSpan();
        while (!span.IsEmpty && IsBlank(span[0]))
        {
            span = span[1..];
        }

        while (!span.IsEmpty && IsBlank(span[^1]))
        {
            span = span[..^1];
        }

        return span;
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) && (!char.IsControl(c) || c is '\t' or '\n');
}
