using System.Globalization;

namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Headers that say nothing sensible, in ways that HTTP allows.</summary>
internal static class HeaderMutations
{
    private static readonly string[] s_otherVersions = ["\"999999999\"", "W/\"1\"", "\"no-such\"", "\"\"", "\"-1\"", "\"01\"", "\"999999999\", \"888888888\"", "\"99999999999999999999999999\"", "\"1e0\""];
    private static readonly string[] s_oddTags = ["1", "\"1", "1\"", "''", ",,,", "W/", "**", "*, \"1\"", "\"1\" \"2\"", "\u00ff\u00fe", "\"\u00e9\"", "w/\"1\"", "\"1\";", ""];
    private static readonly string[] s_types = ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "garbage", "application/", "*/*", "application/octet-stream"];
    private static readonly string[] s_oddTypes = ["application/json;", "APPLICATION/JSON", "application/json; charset=UTF-8", "application/json; charset=", "application/merge-patch+json", "application/json; x=\"\u00ff\"", "application/json, text/plain", "text/json"];
    private static readonly string[] s_accept = ["", "*/*;q=0", "text/html", "application/xml;q=1, */*;q=0", "garbage", ";;;,,,", "application/json;q=99999999999", "\u00ff/\u00fe", "a/b;c=\"", "application/problem+xml"];
    private static readonly string[] s_languages = ["", "zh-TW", "*", "xx-YY-zz-1234", "en;q=abc", "zh;q=-1", ",,,,", "\u00e4\u00b8\u00ad", "zh_CN", "i-klingon, zh-Hant-TW;q=0.5", "en;q=0, zh;q=0"];
    private static readonly string[] s_identities = ["", " ", "a b", "<script>", "%0d%0a", "../../x", "\u00ff", "a,b", "{0}", "'; --", "\"x\"", "a\tb"];
    private static readonly string[] s_traces =
    [
        "", "garbage", "00-00000000000000000000000000000000-0000000000000000-00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra", "\u00ff",
    ];
    private static readonly string[] s_preferences = ["", "handling", "handling=", "handling=\"strict", "handling=strict=lenient", "=;,", "respond-async, wait=100", "handling=\u00ff", "HANDLING=STRICT, handling=lenient", "return=minimal"];

    private static readonly (string Name, string Value)[] s_others =
    [
        ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-For", "1.2.3.4, garbage"), ("X-Forwarded-Proto", "gopher"), ("Forwarded", "host=evil.example"),
        ("X-Original-URL", "/admin/audit/me"), ("X-Rewrite-Url", "/x"), ("Range", "bytes=0-1"), ("If-Range", "\"1\""), ("If-Modified-Since", "garbage"), ("If-Unmodified-Since", "Mon, 01 Jan 1990 00:00:00 GMT"),
        ("Cookie", "a=\"; b=\u00ff;;;="), ("Origin", "null"), ("TE", "trailers, deflate;q=0.5"), ("Accept-Encoding", "gzip;q=x, *;q=0"), ("Accept-Charset", "utf-7"), ("Max-Forwards", "-1"), ("Date", "0"),
        ("Via", "9.9 x"), ("Expires", "-1"), ("Referer", "javascript:alert(1)"), ("User-Agent", "() { :; }; x"), ("tracestate", "=,=,\u00ff"), ("baggage", "a=%00,b=%ff"), ("X-Tenant-Id2", "a"), ("Trailer", "Content-Length"),
        ("Upgrade-Insecure-Requests", "x"), ("Content-Language", "\u00ff"), ("Content-MD5", "x"), ("Content-Range", "bytes 0-1/2"), ("Warning", "\u00ff"), ("Proxy-Authorization", "Basic x"), ("Keep-Alive", "timeout=-1"),
    ];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("If-Match of another version", Parts.Precondition, OtherVersion),
        Header("odd If-Match", Parts.Precondition, "If-Match", s_oddTags),
        new("If-Match twice", Parts.Precondition, (draft, random) => Twice(draft, "If-Match", random.One(s_oddTags)!, "*")),
        Header("odd If-None-Match", Parts.Precondition, "If-None-Match", [.. s_oddTags, .. s_otherVersions]),
        new("wrong Idempotency-Key", Parts.Key, WrongKey),
        Header("odd Idempotency-Key", Parts.Key, "Idempotency-Key", ["", " ", "~", new string('k', 255), "a,b"]),
        new("Idempotency-Key twice", Parts.Key, (draft, _) => Twice(draft, "Idempotency-Key", "one", "other")),
        new("wrong Content-Type", Parts.ContentType, (draft, random) => Type(draft, random.One(s_types), Verdict.RefusedAs(415))),
        new("no Content-Type", Parts.ContentType, (draft, _) => Type(draft, null, Verdict.RefusedAs(415))),
        new("odd Content-Type", Parts.ContentType, (draft, random) => Type(draft, random.One(s_oddTypes), Verdict.MayPass)),
        Header("odd Accept", Parts.Negotiation, "Accept", s_accept),
        Header("odd Accept-Language", Parts.Negotiation, "Accept-Language", [.. s_languages, string.Join(',', Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"x-{i};q=0.{i:000}")))]),
        Header("odd X-Request-Id", Parts.Identity, "X-Request-Id", [.. s_identities, new string('r', 129), new string('r', 128)]),
        new("X-Request-Id twice", Parts.Identity, (draft, _) => Twice(draft, "X-Request-Id", "one", "two")),
        Header("odd traceparent", Parts.Identity, "traceparent", s_traces),
        Header("odd Prefer", Parts.Preference, "Prefer", [.. s_preferences, string.Join(", ", Enumerable.Repeat("handling=strict", 300))]),
        new("a header that means nothing here", Parts.Others, Other),
        new("many headers", Parts.Others, (draft, _) => Many(draft, 70)),
        new("a long header", Parts.Others, (draft, random) => Add(draft, "X-Long", new string(random.One(['x', ',', '"', ';']), 5000))),
    ];

    private static Mutation Header(string name, Parts parts, string header, string[] values) => new(name, parts, (draft, random) =>
    {
        draft.SetHeader(header, random.One(values)!);
        return Verdict.MayPass;
    });

    private static Verdict? OtherVersion(Draft draft, Random random)
    {
        if (draft.Operation.Parameters.All(p => (string)p["name"]! != "If-Match"))
        {
            return null;
        }

        draft.SetHeader("If-Match", random.One(s_otherVersions)!);
        return Verdict.Refused;
    }

    private static Verdict? WrongKey(Draft draft, Random random)
    {
        if (draft.Operation.Parameters.All(p => (string)p["name"]! != "Idempotency-Key"))
        {
            return null;
        }

        draft.SetHeader("Idempotency-Key", random.One([new string('k', 256), new string('k', 5000), "a b", "\u00e9", "a\tb", Texts.Bytes("键")])!);
        return Verdict.RefusedAs(400);
    }

    private static Verdict? Twice(Draft draft, string header, string first, string second)
    {
        draft.SetHeader(header, first);
        return Add(draft, header, second);
    }

    private static Verdict? Add(Draft draft, string header, string value)
    {
        draft.Headers.Add((header, value));
        return Verdict.MayPass;
    }

    private static Verdict? Type(Draft draft, string? type, Verdict verdict)
    {
        if (draft.Json is null)
        {
            return null;
        }

        draft.Headers.RemoveAll(h => h.Name == "Content-Type");
        return type is null ? verdict : Add(draft, "Content-Type", type) is null ? null : verdict;
    }

    private static Verdict? Other(Draft draft, Random random)
    {
        var (name, value) = random.One(s_others);
        return Add(draft, name, value);
    }

    private static Verdict? Many(Draft draft, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add(draft, string.Create(CultureInfo.InvariantCulture, $"X-Many-{i}"), "x");
        }

        return Verdict.MayPass;
    }
}
