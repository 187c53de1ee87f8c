namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Text that is hard to keep, to compare or to show.</summary>
internal static class TextMutations
{
    private static readonly string[] s_loneSurrogates = ["\"\\ud800\"", "\"a\\udc00b\"", "\"\\udfff\\ud800\"", "\"\\ud83d x\"", "\"\\ud800\\ud800\\udc00\""];
    private static readonly string[] s_controls = ["\"a\\u0000b\"", "\"\\u0000\"", "\"a\\u0008\"", "\"a\\u001b[31mb\"", "\"a\\u007fb\"", "\"a\\u0085b\"", "\"a\\u009fb\"", "\"a\\rb\""];
    private static readonly string[] s_odd =
    [
        "\"\\u202e\\u200f\\u2066abc\"", "\"\\ufeffa\"", "\"a\\ufffe\\uffff\"", "\"\\u0061\\u0308\\u0323\"", "\"\\ud83d\\udd12\"", "\"\\u200b\"", "\"\\u2028\\u2029a\"",
        "\"\\ufdfa\\ufdd0\"", "\"\\udb40\\udc01x\"", "\"\u1112\u1161\u11ab\u0e33\"", "\"\\\\u0000\"", "\"\\/\"", "\"\\u00a0\\u3000\"", "\"İıſK\"",
    ];

    private static readonly byte[][] s_invalid =
    [
        [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xff], [0xc0, 0x80], [0xe0, 0x80, 0xaf], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe4, 0xb8], [0x80], [0xc3, 0x28],
    ];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("lone surrogate, escaped", Parts.Body, (draft, random) => Text(draft, random, random.One(s_loneSurrogates)!, Verdict.RefusedAs(400))),
        new("control character, escaped", Parts.Body, (draft, random) => Text(draft, random, random.One(s_controls)!, Verdict.RefusedAs(400))),
        new("odd characters", Parts.Body, (draft, random) => Text(draft, random, random.One(s_odd)!, Verdict.MayPass)),
        new("a thousand combining marks", Parts.Body, (draft, random) => Text(draft, random, "\"a" + new string('\u0301', 1000) + '"', Verdict.MayPass)),
        new("invalid UTF-8", Parts.Body, (draft, random) => Bytes(draft, random, random.One(s_invalid)!)),
        new("raw control character", Parts.Body, (draft, random) => Bytes(draft, random, [random.One<byte>([0, 1, 9, 10, 13, 27, 31])])),
        new("lone surrogate in a name", Parts.Body, (draft, random) => Name(draft, random, random.One(["\\ud800", "\\u0000", "\\udc00title"])!)),
    ];

    private static Verdict? Text(Draft draft, Random random, string raw, Verdict verdict)
    {
        if (draft.Member(random, m => m.IsText) is not { } member)
        {
            return null;
        }

        draft.Put(random, member.Name, raw);
        return verdict;
    }

    private static Verdict? Bytes(Draft draft, Random random, byte[] raw)
    {
        if (draft.Member(random, m => m.IsText) is not { } member)
        {
            return null;
        }

        draft.Put(random, member.Name, [(byte)'"', (byte)'a', .. raw, (byte)'b', (byte)'"']);
        return Verdict.RefusedAs(400);
    }

    /// <summary>An unknown member, which may be passed over.</summary>
    private static Verdict? Name(Draft draft, Random random, string name)
    {
        if (draft.Json is null)
        {
            return null;
        }

        draft.Put(random, "no_such", $"1,\"{name}\":1");
        return Verdict.MayPass;
    }
}
