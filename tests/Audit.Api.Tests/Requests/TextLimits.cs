using System.Text;

namespace Audit.Api.Tests.Requests;

/// <summary>Texts of an exact length in Unicode scalar values, made of characters that other ways of counting get wrong.</summary>
public enum Script
{
    /// <summary>One byte, one UTF-16 unit.</summary>
    Ascii,

    /// <summary>Three bytes.</summary>
    Chinese,

    /// <summary>Four bytes, two UTF-16 units, one scalar value.</summary>
    Astral,

    /// <summary>A letter and its accent: one character to the reader, two scalar values.</summary>
    Combining,
}

public static class TextLimits
{
    public static string Of(Script script, int length, int number = 0)
    {
        var (letter, accent) = script switch
        {
            Script.Ascii => ("a", ""),
            Script.Chinese => ("异", ""),
            Script.Astral => ("😀", ""),
            Script.Combining => ("e", "\u0301"),
            _ => throw new ArgumentOutOfRangeException(nameof(script)),
        };
        var text = new StringBuilder(number == 0 ? "" : $"{number}-");
        var left = length - text.Length;
        for (; left > 0; left--)
        {
            text.Append(accent.Length > 0 && left % 2 == 0 ? accent : letter);
        }

        return text.ToString();
    }

    /// <summary>Each of those fields in each script, at its limit and one beyond it.</summary>
    public static TheoryData<string, Script, int, bool> Rows(params (string Field, int Max)[] fields)
    {
        var rows = new TheoryData<string, Script, int, bool>();
        foreach (var (field, max) in fields)
        {
            foreach (var script in Enum.GetValues<Script>())
            {
                rows.Add(field, script, 1, true);
                rows.Add(field, script, max - 1, true);
                rows.Add(field, script, max, true);
                rows.Add(field, script, max + 1, false);
            }
        }

        return rows;
    }

    /// <summary>What no text may hold, as JSON writes it inside a string.</summary>
    public static TheoryData<string> Refused { get; } =
    [
        @"\u0000", @"a\u0000b", @"a\u0001b", @"a\bb", @"a\u000bb", @"a\fb", @"a\rb", @"a\r\nb", @"a\u001bb", @"a\u001fb",
        "a\u007fb", @"a\u007fb", "a\u0080b", @"a\u0085b", @"a\u009fb",
        @"\ud800", @"a\ud83db", @"\ude00", @"\ude00\ud83d", @"\ud83d\ud83d\ude00", @"\uDFFF",
    ];

    /// <summary>What looks odd and is text.</summary>
    public static TheoryData<string> Accepted { get; } =
    [
        @"a\tb", @"a\nb", @"\ud83d\ude00", "😀", @"a\u00a0b", @"\u200b", @"\u202e", @"\u2028", @"\ufeff", @"\ufffd", @"\ufffe", @"\uffff", @"\ud83f\udfff", "ﷺ", @"\/", "\u00ad",
    ];
}
