using System.Globalization;
using System.Text;

namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Requests whose beginning or end readers of HTTP disagree about; several are none that HTTP knows.</summary>
internal static class FramingMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("chunked", Parts.Body | Parts.Framing, (draft, random) => Chunked(draft, Chunks(draft, random), Verdict.MayPass)),
        new("chunked, past the limit", Parts.Body | Parts.Framing, (draft, _) => draft.Json is null ? null : Chunked(draft, Chunk(new byte[draft.Operation.IsBatch ? 4_300_000 : 270_000]) + "0\r\n\r\n", Verdict.Refused)),
        new("chunked with extensions and trailers", Parts.Body | Parts.Framing, (draft, _) => draft.Body is null ? null : Chunked(draft, Chunk(draft.Body, ";a=b") + "0;x\r\nX-Evil: 1\r\nAuthorization: x\r\n\r\n", Verdict.MayPass)) { BreaksHttp = true },
        new("wrong chunks", Parts.Body | Parts.Framing, (draft, random) => Chunked(draft, random.One(["zz\r\nabc\r\n0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffff\r\nabc\r\n0\r\n\r\n", "80000000\r\nabc\r\n0\r\n\r\n", "5\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n", "\r\n\r\n", "3 \r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n", "7fffffff\r\nabc", "3\r\nabc\r\n"])!, Verdict.MayPass)) { BreaksHttp = true },
        new("chunks that end early", Parts.Body | Parts.Framing, EndsEarly) { BreaksHttp = true },
        new("length and chunks", Parts.Body | Parts.Framing, LengthAndChunks) { BreaksHttp = true },
        new("other transfer encodings", Parts.Body | Parts.Framing, (draft, random) => Lines(draft, "Transfer-Encoding: " + random.One(["gzip", "identity", "gzip, chunked", "chunked, gzip", "chunked, chunked", "xchunked", "", "\u00ff"]))) { BreaksHttp = true },
        new("a body longer than it said", Parts.Body | Parts.Framing, (draft, random) => Length(draft, random.Next(draft.Body?.Length ?? 1))) { BreaksHttp = true },
        new("a body shorter than it said", Parts.Body | Parts.Framing, Shorter) { BreaksHttp = true },
        new("no length", Parts.Body | Parts.Framing, (draft, random) => Length(draft, random.One(["-1", "abc", "", "1, 2", "99999999999999999999", "+5", "0x5", "5 5", "\u0661", "1.0"])!)) { BreaksHttp = true },
        new("a length beyond any", Parts.Body | Parts.Framing, (draft, random) => Length(draft, random.One(["9223372036854775807", "2147483648", "4294967296"])!) is null ? null : Verdict.RefusedAs(413)) { BreaksHttp = true },
        new("two lengths", Parts.Body | Parts.Framing, (draft, _) => draft.Body is null ? null : Lines(draft, Length(draft.Body.Length), Length(draft.Body.Length + 1))) { BreaksHttp = true },
        new("Expect", Parts.Framing, (draft, random) => Header(draft, "Expect", random.One(["100-continue", "100-CONTINUE"])!)),
        new("odd Expect", Parts.Framing, (draft, random) => Header(draft, "Expect", random.One(["200-ok", "garbage", "", "100-continue, x"])!)) { BreaksHttp = true },
        new("odd Connection", Parts.Framing, (draft, random) => OddConnection(draft, random)) { BreaksHttp = true },
        new("another version of HTTP", Parts.Framing, (draft, random) => Version(draft, random.One(["HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "http/1.1", "HTTP/1.1 ", "HTTP/1", "HTTP/", "", "HTTQ/1.1", "HTTP/1.12"])!)) { BreaksHttp = true },
        new("bare line feeds", Parts.Framing, (draft, _) => LineEnd(draft, "\n")) { BreaksHttp = true },
        new("bare carriage returns", Parts.Framing, (draft, _) => LineEnd(draft, "\r")) { BreaksHttp = true },
        new("no header line", Parts.Framing, (draft, random) => Add(draft, random.One(["garbage", ": x", "X Y: 1", "X: a\0b", "X\0: 1", " X: 1", "\tfolded", "X : 1", "X: 1\rY: 2", "\u00ff: 1", "X(): 1", "Xé: 1", "{}", "GET / HTTP/1.1"])!)) { BreaksHttp = true },
        new("odd Host", Parts.Framing, (draft, random) => Host(draft, random.One(["", "evil.example", "a b", "evil.example:99999", "[::1", "a@b", "127.0.0.1:0", "localhost:abc", "\u00ff", "a/b", "..", new string('h', 300), "[::1]%25"]))) { BreaksHttp = true },
        new("no Host", Parts.Framing, (draft, _) => Host(draft, null)) { BreaksHttp = true },
        new("two Hosts", Parts.Framing, (draft, _) => Add(draft, "Host: evil.example")) { BreaksHttp = true },
        new("no method", Parts.All, (draft, random) => Method(draft, random.One(["", "G@T", "GE T", "GET\0", "\u00ff", "(", "G,T", new string('M', 5000), "PRI"])!)) { BreaksHttp = true },
        new("another form of target", Parts.All, (draft, random) => Target(draft, random.One(["http://evil.example" + draft.Path, "*", "evil.example:80", "http://", "https://a@b" + draft.Path, draft.Path[1..], "", "file:///etc/passwd", "http://[::1" + draft.Path])!)) { BreaksHttp = true },
        new("too many headers", Parts.Framing, (draft, _) => TooMany(draft)) { BreaksHttp = true },
        new("a header longer than any", Parts.Framing, (draft, _) => Add(draft, "X-Long: " + new string('x', 40_000))) { BreaksHttp = true },
    ];

    private static string Length(int length) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}");

    private static string Chunk(byte[] bytes, string extension = "") => string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:x}{extension}\r\n{Encoding.Latin1.GetString(bytes)}\r\n");

    private static string? Chunks(Draft draft, Random random)
    {
        if (draft.Body is null)
        {
            return null;
        }

        var at = random.Next(1, draft.Body.Length);
        return Chunk(draft.Body[..at]) + Chunk(draft.Body[at..]) + "0\r\n\r\n";
    }

    private static Verdict? Chunked(Draft draft, string? chunks, Verdict verdict)
    {
        if (draft.Body is null || chunks is null)
        {
            return null;
        }

        Lines(draft, "Transfer-Encoding: chunked");
        draft.Body = Encoding.Latin1.GetBytes(chunks);
        draft.EndsEarly = !chunks.EndsWith("\r\n\r\n", StringComparison.Ordinal);
        return verdict;
    }

    private static Verdict? EndsEarly(Draft draft, Random random)
    {
        if (Chunked(draft, Chunks(draft, random), Verdict.MayPass) is null)
        {
            return null;
        }

        draft.Body = draft.Body![..random.Next(1, draft.Body!.Length - 5)];
        draft.EndsEarly = true;
        return Verdict.Refused;
    }

    private static Verdict? LengthAndChunks(Draft draft, Random random)
    {
        if (Chunks(draft, random) is not { } chunks)
        {
            return null;
        }

        Lines(draft, Length(chunks.Length), "Transfer-Encoding: chunked");
        draft.Body = Encoding.Latin1.GetBytes(chunks);
        return Verdict.MayPass;
    }

    private static Verdict? Shorter(Draft draft, Random random)
    {
        if (draft.Body is null)
        {
            return null;
        }

        Length(draft, draft.Body.Length + random.One([1, 100, 10_000]));
        draft.EndsEarly = true;
        return Verdict.Refused;
    }

    private static Verdict? Length(Draft draft, int length) => Length(draft, length.ToString(CultureInfo.InvariantCulture));

    private static Verdict? Length(Draft draft, string length)
    {
        if (draft.Body is null)
        {
            return null;
        }

        return Lines(draft, "Content-Length: " + length);
    }

    private static Verdict? Lines(Draft draft, params string[] lines)
    {
        draft.SaysLength = false;
        draft.HeadLines.AddRange(lines);
        return Verdict.MayPass;
    }

    private static Verdict? Add(Draft draft, string line)
    {
        draft.HeadLines.Add(line);
        return Verdict.MayPass;
    }

    private static Verdict? Header(Draft draft, string name, string value)
    {
        draft.SetHeader(name, value);
        return Verdict.MayPass;
    }

    private static Verdict? OddConnection(Draft draft, Random random)
    {
        draft.SetHeader("Connection", random.One(["close", "upgrade", "Authorization", "keep-alive, close", "\u00ff", "Upgrade, HTTP2-Settings"])!);
        draft.SetHeader("Upgrade", random.One(["h2c", "websocket", "TLS/1.0", ""])!);
        return Verdict.MayPass;
    }

    private static Verdict? Version(Draft draft, string version)
    {
        draft.Version = version;
        draft.EndsEarly = version.Length == 0;
        return Verdict.MayPass;
    }

    private static Verdict? LineEnd(Draft draft, string end)
    {
        draft.LineEnd = end;
        draft.EndsEarly = end == "\r";
        return Verdict.MayPass;
    }

    private static Verdict? Host(Draft draft, string? host)
    {
        draft.Headers.RemoveAll(h => h.Name == "Host");
        return host is null ? Verdict.MayPass : Header(draft, "Host", host);
    }

    private static Verdict? Method(Draft draft, string method)
    {
        draft.IsElsewhere = true;
        draft.Method = method;
        return Verdict.MayPass;
    }

    private static Verdict? Target(Draft draft, string target)
    {
        draft.IsElsewhere = true;
        draft.Query.Clear();
        draft.Path = target;
        return Verdict.MayPass;
    }

    private static Verdict? TooMany(Draft draft)
    {
        draft.HeadLines.AddRange(Enumerable.Range(0, 150).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-Many-{i}: x")));
        return Verdict.Refused;
    }
}
