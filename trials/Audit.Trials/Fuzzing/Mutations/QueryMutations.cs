using System.Globalization;
using System.Text.Json.Nodes;

namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Query parameters of other types and sizes, more often than once, and none at all.</summary>
internal static class QueryMutations
{
    private static readonly string[] s_noNumbers = ["abc", "1.5", "1e3", "0x10", "--5", "-", "%2B", "NaN", "99999999999999999999", "-1", "0", "%D9%A1", "1%00", "%0d", "true", "1,2", "%EF%BC%91", "-99999999999999999999"];
    private static readonly string[] s_noMoments = ["yesterday", "2026-13-01", "2026-02-30", "2026-1-1", "20260101", "1767225600", "2026-01-01T25:00:00Z", "2026-01-01T10:00:00", "2026-01-01%2010:00:00Z", "0000-01-01", "-2026-01-01", "2026-01-01T10:00:00%2B99:00"];
    private static readonly string[] s_oddMoments = ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00%2B14:00", "1969-12-31", "2026-01-01T23:59:60Z"];
    private static readonly string[] s_junk = ["&&&", "=", "==", "%", "%zz=%zz", "a[]=1", "a[0][b]=1", "%00=1", "%ff=%ff", "\u00e4\u00b8\u00ad=\u00ff", "?", "a=1;b=2", "__proto__[x]=1", "constructor=1", "+=+", "a=%ed%a0%80", "cursor[]=x", "page[]=x"];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("no number", Parts.Query, (draft, random) => Set(draft, random, p => Type(p) == "integer", random.One(s_noNumbers)!, Verdict.RefusedAs(400))),
        new("number past its range", Parts.Query, PastItsRange),
        new("the greatest number", Parts.Query, Greatest),
        new("number twice", Parts.Query, Twice),
        new("no such name in the query", Parts.Query, (draft, random) => Set(draft, random, p => IsEnumeration(draft, p), random.One(["no_such", "OPEN,no_such", "open%00", "%ff", "0", "%F0%9F%94%92"])!, Verdict.RefusedAs(400))),
        new("no moment", Parts.Query, (draft, random) => Set(draft, random, IsMoment, random.One(s_noMoments)!, Verdict.RefusedAs(400))),
        new("odd moment", Parts.Query, (draft, random) => Set(draft, random, IsMoment, random.One(s_oddMoments)!, Verdict.MayPass)),
        new("search past its limit", Parts.Query, (draft, random) => Set(draft, random, p => Name(p) == "search", Uri.EscapeDataString(Texts.OfLength(random, random.One([201, 500]))), Verdict.RefusedAs(400))),
        new("search with control characters", Parts.Query, (draft, random) => Set(draft, random, p => Name(p) == "search", random.One(["a%00b", "%00", "%1b", "%7f", "a%0db"])!, Verdict.RefusedAs(400))),
        new("odd search", Parts.Query, (draft, random) => Set(draft, random, p => Name(p) == "search", random.One(["%25", "_", "%22", "%27", "a%22%20OR%20%22", "*", "NEAR(a%20b)", "%ff", "%ed%a0%80", "%E2%80%AE", "-a", "^a", "a:b", "%F0%9F%94%92", "%E5%BC%82", "%5B", "(", "+", "%CC%81", "%EF%BB%BF", "%C2%A0", "%5C"])!, Verdict.MayPass)),
        new("altered cursor", Parts.Query, Cursor),
        new("wrong hash", Parts.Query, (draft, random) => Set(draft, random, p => Name(p) == "expected_hash", random.One(["x", new string('0', 63), new string('g', 64), "%00"])!, Verdict.RefusedAs(400))),
        new("list of many", Parts.Query, (draft, random) => Set(draft, random, p => Type(p) == "array", string.Join(',', Enumerable.Range(0, 900).Select(i => string.Create(CultureInfo.InvariantCulture, $"u{i}"))), Verdict.MayPass)),
        new("list with a long member", Parts.Query, (draft, random) => Set(draft, random, p => Name(p) is "assignee" or "type", "a," + new string('b', 129), Verdict.RefusedAs(400))),
        new("unknown parameter", Parts.Query, (draft, random) => Add(draft, random.One(s_junk)!, Verdict.MayPass)),
        new("unknown parameter, strictly", Parts.Query | Parts.Preference, Strictly),
        new("very many parameters", Parts.Query, (draft, _) => Add(draft, string.Join('&', Enumerable.Range(0, 900).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i}=")))[..5000], Verdict.MayPass)),
    ];

    private static string Name(JsonNode parameter) => (string)parameter["name"]!;

    private static string? Type(JsonNode parameter) => (string?)parameter["schema"]!["type"];

    private static bool IsMoment(JsonNode parameter) => Name(parameter) is not "expected_hash" && parameter["schema"]!["pattern"] is not null;

    /// <summary>What isn't said in place is a named enumeration.</summary>
    private static bool IsEnumeration(Draft draft, JsonNode parameter) => (parameter["schema"]!["items"] ?? parameter["schema"]!)["$ref"] is not null;

    private static JsonNode? Parameter(Draft draft, Random random, Func<JsonNode, bool> which) =>
        random.One(draft.Operation.Parameters.Where(p => (string)p["in"]! == "query" && which(p)));

    private static Verdict? Set(Draft draft, Random random, Func<JsonNode, bool> which, string value, Verdict verdict) =>
        Parameter(draft, random, which) is { } parameter ? Set(draft, Name(parameter), value, verdict) : null;

    private static Verdict? Set(Draft draft, string name, string value, Verdict verdict)
    {
        draft.Query.RemoveAll(q => q.Name == name);
        draft.Query.Add((name, value));
        return verdict;
    }

    private static Verdict? Add(Draft draft, string raw, Verdict verdict)
    {
        draft.Query.Add((raw, "1"));
        return verdict;
    }

    private static Verdict? PastItsRange(Draft draft, Random random)
    {
        if (Parameter(draft, random, p => p["schema"]!["maximum"] is not null) is not { } parameter)
        {
            return null;
        }

        var most = (long)parameter["schema"]!["maximum"]!;
        return Set(draft, Name(parameter), (most + random.One([1, 1000])).ToString(CultureInfo.InvariantCulture), Verdict.RefusedAs(400));
    }

    private static Verdict? Greatest(Draft draft, Random random) =>
        Parameter(draft, random, p => Type(p) == "integer") is { } parameter
            ? Set(draft, Name(parameter), ((long?)parameter["schema"]!["maximum"] ?? long.MaxValue).ToString(CultureInfo.InvariantCulture), Verdict.MayPass)
            : null;

    private static Verdict? Twice(Draft draft, Random random)
    {
        if (Parameter(draft, random, p => Type(p) == "integer") is not { } parameter)
        {
            return null;
        }

        Set(draft, Name(parameter), "1", Verdict.MayPass);
        draft.Query.Add((Name(parameter), "2"));
        return Verdict.RefusedAs(400);
    }

    private static Verdict? Cursor(Draft draft, Random random)
    {
        var known = draft.Query.Find(q => q.Name == "cursor").Value;
        var altered = known is { Length: > 2 } && random.Next(2) == 0
            ? known[..^2] + (random.Next(2) == 0 ? "" : "AAAA")
            : random.One(["garbage", "%00", "AAAA", "%ff", "e30", "eyJhIjoxfQ", "-", new string('A', 4000), "bnVsbA", "W10"])!;
        return Set(draft, random, p => Name(p) == "cursor", altered, Verdict.MayPass);
    }

    private static Verdict? Strictly(Draft draft, Random random)
    {
        draft.SetHeader("Prefer", "handling=strict");
        draft.Query.Add((random.One(["no_such", "%00", "statuss", "%E4%B8%AD"])!, "1"));
        return Verdict.RefusedAs(400);
    }
}
