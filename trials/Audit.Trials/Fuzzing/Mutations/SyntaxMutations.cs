using System.IO.Compression;
using System.Text;

namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Bodies that are no JSON, or JSON that readers disagree about.</summary>
internal static class SyntaxMutations
{
    private const int Limit = 256 * 1024;
    private const int LimitOfABatch = 4 * 1024 * 1024;

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("duplicate key", Parts.Body, DuplicateKey),
        new("duplicate key within an unknown member", Parts.Body, (draft, random) => Put(draft, random, "{\"a\":1,\"b\":2,\"a\":1}", Verdict.RefusedAs(400))),
        new("nested 60 deep", Parts.Body, (draft, random) => Put(draft, random, Nested(random, 60), Verdict.MayPass)),
        new("nested 61 to 65 deep", Parts.Body, (draft, random) => Put(draft, random, Nested(random, random.Next(61, 66)), Verdict.MayPass)),
        new("nested 10,000 deep", Parts.Body, (draft, random) => Put(draft, random, Nested(random, 10_000), Verdict.RefusedAs(400))),
        new("nested 100,000 deep, unclosed", Parts.Body, (draft, random) => Whole(draft, new string(random.One(['[', '{']), 100_000), Verdict.RefusedAs(400))),
        new("truncated", Parts.Body, (draft, random) => draft.Json is null ? null : Whole(draft, draft.Meant()[..random.Next(1, draft.Meant().Length)], Verdict.RefusedAs(400))),
        new("garbage behind", Parts.Body, (draft, random) => draft.Json is null ? null : Whole(draft, draft.Meant() + random.One(["x", "{}", "]", "}", "\0", ",", "/**/", " null"]), Verdict.RefusedAs(400))),
        new("no JSON", Parts.Body, NoJson),
        new("another root", Parts.Body, OtherRoot),
        new("empty body", Parts.Body, (draft, random) => Whole(draft, random.One(["", " ", "\n\t", "null"])!, Verdict.MayPass)),
        new("byte order mark", Parts.Body, (draft, _) => draft.Json is null ? null : Whole(draft, [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(draft.Meant())], Verdict.MayPass)),
        new("UTF-16", Parts.Body, (draft, random) => draft.Json is null ? null : Whole(draft, random.One([Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])!.GetBytes(draft.Meant()), Verdict.RefusedAs(400))),
        new("UTF-16 that says so", Parts.Body | Parts.ContentType, Utf16),
        new("packed, or said to be", Parts.Body | Parts.ContentType, Packed),
        new("body up to its limit", Parts.Body, (draft, random) => Padded(draft, random, [-1, 0], Verdict.MayPass)),
        new("body past its limit", Parts.Body, (draft, random) => Padded(draft, random, [1, 1000, Limit], Verdict.RefusedAs(413))),
        new("body of random bytes", Parts.Body, RandomBytes),
        new("body where none belongs", Parts.Body, (draft, _) => draft.Json is not null ? null : With(draft, "{\"title\":\"x\"}"u8.ToArray(), Verdict.MayPass)),
    ];

    private static Verdict? Put(Draft draft, Random random, string raw, Verdict verdict)
    {
        if (draft.Json is null)
        {
            return null;
        }

        draft.Put(random, "no_such", raw);
        return verdict;
    }

    private static Verdict? Whole(Draft draft, string body, Verdict verdict) => Whole(draft, Encoding.UTF8.GetBytes(body), verdict);

    private static Verdict? Whole(Draft draft, byte[] body, Verdict verdict) => draft.Json is null ? null : With(draft, body, verdict);

    private static Verdict? With(Draft draft, byte[] body, Verdict verdict)
    {
        draft.Body = body;
        return verdict;
    }

    private static Verdict? DuplicateKey(Draft draft, Random random)
    {
        if (draft.Member(random, _ => true) is not { } member)
        {
            return null;
        }

        var name = random.Next(2) == 0 ? member.Name : $"\\u{(int)member.Name[0]:x4}{member.Name[1..]}";
        var value = member.Type switch { "array" => "[]", "integer" => "1", "boolean" => "true", _ => "\"low\"" };
        draft.Put(random, member.Name, $"{value},\"{name}\":{value}");
        return Verdict.RefusedAs(400);
    }

    private static string Nested(Random random, int deep) => random.Next(2) == 0
        ? new string('[', deep) + new string(']', deep)
        : new StringBuilder().Insert(0, "{\"a\":", deep).Append('1').Append('}', deep).ToString();

    private static Verdict? NoJson(Draft draft, Random random)
    {
        if (draft.Json is null)
        {
            return null;
        }

        var meant = draft.Meant();
        return Whole(
            draft,
            random.Next(9) switch
            {
                0 or 8 when !meant.Contains(':', StringComparison.Ordinal) => "{x}",
                0 => meant.Replace('"', '\''),
                1 => "/* x */" + meant,
                2 => meant[..^1] + "," + meant[^1],
                3 => "{title:1}",
                4 => "NaN",
                5 => "{\"title\":undefined}",
                6 => "title=x&severity=low",
                7 => "<title>x</title>",
                _ => meant.Replace(':', '='),
            },
            Verdict.RefusedAs(400));
    }

    private static Verdict? OtherRoot(Draft draft, Random random)
    {
        var other = draft.Json is System.Text.Json.Nodes.JsonArray ? "{}" : "[]";
        return Whole(draft, random.One([other, "1", "\"x\"", "true", "[[]]"])!, Verdict.RefusedAs(400));
    }

    private static Verdict? Utf16(Draft draft, Random random)
    {
        if (draft.Json is null)
        {
            return null;
        }

        draft.SetHeader("Content-Type", "application/json; charset=" + random.One(["utf-16", "utf-16be", "iso-8859-1", "utf-7", "no-such", "\"utf-8\""]));
        return Whole(draft, random.Next(2) == 0 ? Encoding.Unicode.GetBytes(draft.Meant()) : Encoding.Latin1.GetBytes(draft.Meant()), Verdict.MayPass);
    }

    private static Verdict? Packed(Draft draft, Random random)
    {
        if (draft.Json is null)
        {
            return null;
        }

        draft.SetHeader("Content-Encoding", random.One(["gzip", "br", "identity", "gzip, gzip", "no-such", ""])!);
        if (random.Next(2) == 0)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                gzip.Write(Encoding.UTF8.GetBytes(draft.Meant()));
            }

            draft.Body = packed.ToArray();
        }

        return Verdict.MayPass;
    }

    private static Verdict? Padded(Draft draft, Random random, int[] past, Verdict verdict)
    {
        if (draft.Json is null)
        {
            return null;
        }

        var limit = draft.Operation.IsBatch ? LimitOfABatch : Limit;
        var meant = Encoding.UTF8.GetBytes(draft.Meant());
        var padding = new byte[limit + random.One(past) - meant.Length];
        Array.Fill(padding, (byte)' ');
        return Whole(draft, random.Next(2) == 0 ? [.. padding, .. meant] : [.. meant, .. padding], verdict);
    }

    private static Verdict? RandomBytes(Draft draft, Random random)
    {
        if (draft.Json is null)
        {
            return null;
        }

        var body = Encoding.UTF8.GetBytes(draft.Meant());
        for (var flips = random.Next(1, 4); flips > 0; flips--)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        return Whole(draft, body, Verdict.MayPass);
    }
}
