using System.Text;
using System.Text.Json.Nodes;

namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Members of other types, of other sizes, missing and unknown.</summary>
internal static class MemberMutations
{
    private static readonly string[] s_wrongTexts = ["1", "1.5", "true", "{}", "[]", "[\"a\"]", "{\"title\":\"x\"}", "-0", "1e400"];
    private static readonly string[] s_wrongLists = ["1", "true", "{}", "\"a\"", "[1]", "[{}]", "[[\"a\"]]", "[true]", "[\"a\",1]"];
    private static readonly string[] s_wrongOthers = ["\"1\"", "{}", "[]", "\"true\"", "[1]", "\"\\u0031\""];
    private static readonly string[] s_wrongNumbers = ["1e400", "-1e400", "99999999999999999999", "-99999999999999999999", "9223372036854775808", "-1", "1.5", "1e-400", "253402300800"];
    private static readonly string[] s_oddNumbers = ["-0", "1.0", "1e3", "0", "1E0", "9223372036854775807", "0.0e-5"];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("wrong type", Parts.Body, WrongType),
        new("missing member", Parts.Body, (draft, random) => Change(draft, random, draft.Member(random, m => m.IsRequired)?.Name, (thing, name) => thing.Remove(name))),
        new("unknown name", Parts.Body, (draft, random) => Change(draft, random, draft.Member(random, m => m.IsEnumeration)?.Name, (thing, name) => thing[name] = random.One(["no_such", "open,closed", "0", "öpen", "low\u0000"]))),
        new("name in another case", Parts.Body, OtherCase),
        new("unknown member", Parts.Body, (draft, random) => Unknown(draft, random) ? Verdict.MayPass : null),
        new("unknown member, strictly", Parts.Body | Parts.Preference, UnknownStrictly),
        new("text up to its limit", Parts.Body, (draft, random) => Text(draft, random, [-1, 0], Verdict.MayPass)),
        new("text past its limit", Parts.Body, (draft, random) => Text(draft, random, [1, 2, 20_000], Verdict.RefusedAs(400))),
        new("list up to its limit", Parts.Body, (draft, random) => List(draft, random, [-1, 0], Verdict.MayPass)),
        new("list past its limit", Parts.Body, (draft, random) => List(draft, random, [1, 1000], Verdict.RefusedAs(400))),
        new("wrong list", Parts.Body, WrongList),
        new("wrong number", Parts.Body, (draft, random) => Number(draft, random, s_wrongNumbers, Verdict.RefusedAs(400))),
        new("odd number", Parts.Body, (draft, random) => Number(draft, random, s_oddNumbers, Verdict.MayPass)),
        new("huge number in an unknown member", Parts.Body, (draft, random) => Unknown(draft, random, s_wrongNumbers) ? Verdict.MayPass : null),
        new("wrong size of a batch", Parts.Body, WrongBatch),
    ];

    private static Verdict? Change(Draft draft, Random random, string? name, Action<JsonObject, string> change)
    {
        if (name is null)
        {
            return null;
        }

        draft.Edit(random, thing => change(thing, name));
        return Verdict.RefusedAs(400);
    }

    private static Verdict? WrongType(Draft draft, Random random)
    {
        if (draft.Member(random, _ => true) is not { } member)
        {
            return null;
        }

        draft.Put(random, member.Name, random.One(member.Type switch { "string" => s_wrongTexts, "array" => s_wrongLists, _ => s_wrongOthers })!);
        return Verdict.RefusedAs(400);
    }

    private static Verdict? OtherCase(Draft draft, Random random)
    {
        if (draft.Member(random, m => m.IsEnumeration) is not { } member)
        {
            return null;
        }

        draft.Edit(random, thing => thing[member.Name] = " " + ((string)member.Rules["enum"]![0]!).ToUpperInvariant());
        return Verdict.MayPass;
    }

    private static bool Unknown(Draft draft, Random random, string[]? values = null)
    {
        if (draft.Json is null)
        {
            return false;
        }

        draft.Put(random, random.One(["no_such", "Title", "__proto__", "$ref", "", "status.x", "tenant_id", "🔒"])!, random.One(values ?? ["null", "1", "{\"a\":[{}]}", "\"x\""])!);
        return true;
    }

    private static Verdict? UnknownStrictly(Draft draft, Random random)
    {
        if (draft.Json is null)
        {
            return null;
        }

        draft.Put(random, "no_such", "1");
        draft.SetHeader("Prefer", "handling=strict");
        return Verdict.RefusedAs(400);
    }

    private static Verdict? Text(Draft draft, Random random, int[] past, Verdict verdict)
    {
        if (draft.Member(random, m => m.IsText) is not { } member)
        {
            return null;
        }

        var length = (int)member.Rules["maxLength"]! + random.One(past);
        draft.Edit(random, thing => thing[member.Name] = Texts.OfLength(random, length));
        return verdict;
    }

    private static Verdict? List(Draft draft, Random random, int[] past, Verdict verdict)
    {
        if (draft.Member(random, m => m.Type == "array") is not { } member)
        {
            return null;
        }

        var count = (int)member.Rules["maxItems"]! + random.One(past);
        draft.Edit(random, thing => thing[member.Name] = new JsonArray([.. Enumerable.Range(0, count).Select(i => (JsonNode)$"evt_{i}")]));
        return verdict;
    }

    private static Verdict? WrongList(Draft draft, Random random)
    {
        if (draft.Member(random, m => m.Type == "array") is not { } member)
        {
            return null;
        }

        var longest = (int)member.Rules["items"]!["maxLength"]!;
        draft.Edit(random, thing => thing[member.Name] = random.Next(4) switch
        {
            0 => new JsonArray("twice", "once", "twice"),
            1 => new JsonArray("a", " "),
            2 => new JsonArray(Texts.OfLength(random, longest + 1)),
            _ => new JsonArray("a", "b\u0001"),
        });
        return Verdict.RefusedAs(400);
    }

    private static Verdict? Number(Draft draft, Random random, string[] values, Verdict verdict)
    {
        if (draft.Member(random, m => m.Type == "integer") is not { } member)
        {
            return null;
        }

        draft.Put(random, member.Name, random.One(values)!);
        return verdict;
    }

    private static Verdict? WrongBatch(Draft draft, Random random)
    {
        if (draft.Json is not JsonArray)
        {
            return null;
        }

        const string One = "{\"type\":\"t\",\"severity\":\"low\",\"description\":\"d\"}";
        draft.Body = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat(One, random.One([0, 1001, 1500]))) + "]");
        return Verdict.RefusedAs(400);
    }
}
