using System.Text;

namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Tokens that are none, and tenants that aren't the caller's.</summary>
internal static class IdentityMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("no token", Parts.Token, (draft, _) => Token(draft, null)),
        new("garbage for a token", Parts.Token, (draft, random) => Token(draft, random.One(["", "Bearer", "Bearer ", "Bearer x", "Bearer ..", "Bearer a.b.c", "Basic dTpw", "Bearer \u00ff", "garbage", "Bearer null", "Negotiate x", "Bearer e30.e30."]))),
        new("altered token", Parts.Token, (draft, random) => Token(draft, "Bearer " + Altered(draft.Actor.Token, random))),
        new("unsigned token", Parts.Token, (draft, random) => Token(draft, "Bearer " + Unsigned(draft.Actor.Token, random))),
        new("huge token", Parts.Token, (draft, random) => Token(draft, "Bearer " + (random.Next(2) == 0 ? new string('a', 17_000) : draft.Actor.Token + new string('A', 17_000)))),
        new("two tokens", Parts.Token, (draft, _) => TwoTokens(draft)),
        new("token of one without permission", Parts.Token, WithoutPermission),
        new("another tenant in the header", Parts.Tenant, (draft, random) => InHeader(draft, random.One(["tnt_other", "tnt_gamma2", Texts.Bytes("租户"), "*", "..", "null"])!)),
        new("another tenant in the query", Parts.Tenant | Parts.Query, InQuery),
        new("two tenants", Parts.Tenant | Parts.Query, Two),
        new("tenant that is too long", Parts.Tenant, (draft, random) => Named(draft, new string('t', random.One([129, 5000])))),
        new("crossing to another tenant", Parts.Tenant, Crossing),
    ];

    private static Verdict? Token(Draft draft, string? value)
    {
        draft.Headers.RemoveAll(h => h.Name == "Authorization");
        if (value is not null)
        {
            draft.Headers.Add(("Authorization", value));
        }

        return Verdict.RefusedAs(401);
    }

    /// <summary>Never the last character of a part: it may hold bits that mean nothing.</summary>
    private static string Altered(string token, Random random)
    {
        var text = new StringBuilder(token);
        var ends = new[] { token.IndexOf('.', StringComparison.Ordinal) - 1, token.LastIndexOf('.') - 1, token.Length - 1 };
        int at;
        do
        {
            at = random.Next(text.Length);
        }
        while (text[at] == '.' || Array.IndexOf(ends, at) >= 0);

        text[at] = text[at] == 'A' ? 'B' : 'A';
        return text.ToString();
    }

    private static string Unsigned(string token, Random random)
    {
        var parts = token.Split('.');
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"alg":"{{random.One(["none", "None", "", "HS512", "RS256"])}}","typ":"JWT"}""")).TrimEnd('=');
        return $"{header}.{parts[1]}.{(random.Next(2) == 0 ? "" : parts[2])}";
    }

    private static Verdict? TwoTokens(Draft draft)
    {
        draft.Headers.Add(("Authorization", "Bearer " + draft.Actor.Token));
        return Verdict.Refused;
    }

    private static Verdict? WithoutPermission(Draft draft, Random random)
    {
        var needed = (string?)draft.Operation.Node["x-permission"];
        if (needed is null || draft.Strangers.Count == 0)
        {
            return null;
        }

        Token(draft, "Bearer " + random.One(draft.Strangers)!.Token);
        return Verdict.RefusedAs(403);
    }

    private static Verdict? InHeader(Draft draft, string tenant)
    {
        if (draft.Actor.MayCross)
        {
            return null;
        }

        draft.SetHeader("X-Tenant-ID", tenant);
        return Verdict.RefusedAs(403);
    }

    private static Verdict? InQuery(Draft draft, Random random)
    {
        if (draft.Actor.MayCross)
        {
            return null;
        }

        draft.Headers.RemoveAll(h => h.Name == "X-Tenant-ID");
        draft.Query.Add(("tenant_id", random.One(["tnt_other", "%E7%A7%9F", "%00", "%ff", "null", "tnt_alpha%2Ctnt_beta"])!));
        return Verdict.Refused;
    }

    private static Verdict? Two(Draft draft, Random random)
    {
        draft.SetHeader("X-Tenant-ID", Texts.Bytes(draft.Actor.Tenant));
        if (random.Next(2) == 0)
        {
            draft.Headers.Add(("X-Tenant-ID", "tnt_other"));
        }
        else
        {
            draft.Query.Add(("tenant_id", "tnt_other"));
        }

        return Verdict.Refused;
    }

    private static Verdict? Named(Draft draft, string tenant)
    {
        draft.SetHeader("X-Tenant-ID", tenant);
        return Verdict.Refused;
    }

    private static Verdict? Crossing(Draft draft, Random random)
    {
        if (!draft.Actor.MayCross)
        {
            return null;
        }

        draft.SetHeader("X-Tenant-ID", random.One(["tnt_gamma", "tnt_new", Texts.Bytes("租户"), "..", "'", "%00"])!);
        return Verdict.MayPass;
    }
}
