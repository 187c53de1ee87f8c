namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Other methods, other paths, and other spellings of the same.</summary>
internal static class PathMutations
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly string[] s_noIds =
    [
        "x", "null", "0", "-1", "inc_", "ano_", "inc_01k5m8z0c2e9v7q4t6x8y1w3r", "inc_81k5m8z0c2e9v7q4t6x8y1w3ra", "inc_01k5m8z0c2e9v7q4t6x8y1w3rI", "cmt_01k5m8z0c2e9v7q4t6x8y1w3ra", "%27", "%22", "%3Cscript%3E", "%20",
        "a%2Fb", "..%2F..%2Fetc%2Fpasswd", "%7B0%7D", "%E2%80%AE%D7%90", "%F0%9F%94%92", "*", ":", "@", "$", "(", "~", "a;b=c", "%2e%2e%2f", "a%252Fb", "%25", "1%27%20OR%20%271%27=%271", "%09", "%0d%0aX-Evil:%201", "%7f", "%C2%85",
    ];

    private static readonly string[] s_hostile =
    [
        "%00", "a%00b", "%", "%zz", "%2", "%u0041", "%c0%ae%c0%ae", "%c0%80", "%ed%a0%80", "%ff%fe", "%e4%b8", "\u00ff", "\u00e4\u00b8\u00ad", "a\\b", "..\\..\\x", "\u0001", "a#b", "%2e%2e", ".", "..", "../..", "[", "|", "^", "`", "<>", "\"",
    ];

    private static readonly string[] s_elsewhere =
    [
        "/", "/nope", "/admin", "/admin/audit", "/admin/audit/", "/internal", "/internal/audit/anomalies/", "/errors/%2e%2e", "/errors/no-such", "/errors/" + "%E4%B8%AD", "/openapi/v2.json", "/openapi/../openapi/v1.json", "/docs/../x", "/docs/index.css/x",
        "/dev/token", "/health", "/health/x", "/.git/config", "/.env", "/appsettings.json", "/favicon.ico", "/robots.txt", "/audit.db", "/wwwroot/x", "/swagger", "/metrics", "/error", "/index.html", "/admin/audit/incidents/a/b/c/d",
    ];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("another method", Parts.Method, (draft, random) => Method(draft, random, ["DELETE", "TRACE", "BREW", "PROPFIND", "M-SEARCH", "A"], Verdict.RefusedAs(405))),
        new("another method of HTTP", Parts.All, (draft, random) => Method(draft, random, ["OPTIONS", "GET", "PUT", "POST", "PATCH", "QUERY"], Verdict.MayPass)),
        new("method in lower case", Parts.Method, (draft, _) => Method(draft, draft.Method.ToLowerInvariant())),
        new("HEAD", Parts.Method, (draft, _) => draft.Method == "GET" ? Method(draft, "HEAD") : null),
        new("what can't be an id", Parts.Path, (draft, random) => Id(draft, random.One(s_noIds)!, Verdict.RefusedAs(404))),
        new("an unknown id", Parts.Path, (draft, random) => draft.Id is null ? null : Id(draft, draft.Id[..4] + Unknown(random), Verdict.RefusedAs(404))),
        new("another tenant's id", Parts.Path, (draft, random) => draft.ForeignId is null ? null : Id(draft, draft.ForeignId, Verdict.RefusedAs(404))),
        new("an id of the other kind", Parts.Path, (draft, random) => draft.Id is null ? null : Id(draft, (draft.Id[..4] == KnownThings.Incidents ? KnownThings.Anomalies : KnownThings.Incidents) + draft.Id[4..], Verdict.RefusedAs(404))),
        new("a very long id", Parts.Path | Parts.Query, (draft, random) => Id(draft, new string('a', random.One([129, 1000, 6000])), Verdict.RefusedAs(404))),
        new("an id in other letters", Parts.Path, (draft, random) => draft.Id is null ? null : Id(draft, random.One([draft.Id.ToUpperInvariant(), draft.Id.Replace("_", "%5F", StringComparison.Ordinal), draft.Id + "%20", "%69" + draft.Id[1..]])!, Verdict.MayPass)),
        new("a hostile id", Parts.All, (draft, random) => Hostile(draft, random.One(s_hostile)!)) { BreaksHttp = true },
        new("another spelling of the path", Parts.Path, (draft, random) => Path(draft, Spelled(draft.Path, random), Verdict.MayPass)),
        new("a path that leads up", Parts.Path, (draft, random) => Path(draft, random.One(["/../..", "/admin/../../../..", "/%2e%2e/%2e%2e", "/..%2f..%2f"])! + draft.Path, Verdict.MayPass)) { BreaksHttp = true },
        new("nothing of the document", Parts.All, Elsewhere),
        new("a very long path", Parts.Path | Parts.Query, (draft, random) => Path(draft, draft.Path + "/" + string.Concat(Enumerable.Repeat(random.One(["a", "a/", "%41", ";"]), 1500)), Verdict.Refused)),
        new("a path longer than any", Parts.Path, (draft, _) => Path(draft, draft.Path + "/" + new string('a', 9000), Verdict.Refused)) { BreaksHttp = true },
    ];

    private static string Unknown(Random random) => "01" + string.Concat(Enumerable.Range(0, 24).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

    /// <summary>One that the path doesn't have.</summary>
    private static Verdict? Method(Draft draft, Random random, string[] methods, Verdict verdict)
    {
        var method = random.One(methods)!;
        if (method == draft.Method)
        {
            return null;
        }

        draft.IsElsewhere = true;
        draft.Method = method;
        return verdict;
    }

    private static Verdict? Method(Draft draft, string method)
    {
        draft.Method = method;
        return Verdict.MayPass;
    }

    private static Verdict? Id(Draft draft, string id, Verdict verdict) =>
        draft.Id is null ? null : Path(draft, draft.Path.Replace(draft.Id, id, StringComparison.Ordinal), verdict);

    /// <summary>What it leads to is the server's to say, as long as it is nothing odd.</summary>
    private static Verdict? Hostile(Draft draft, string id)
    {
        draft.IsElsewhere = true;
        return Id(draft, id, Verdict.MayPass);
    }

    private static Verdict? Path(Draft draft, string path, Verdict verdict)
    {
        draft.Path = path;
        return verdict;
    }

    private static string Spelled(string path, Random random) => random.Next(9) switch
    {
        0 => path + "/",
        1 => path.ToUpperInvariant(),
        2 => "/" + path,
        3 => path.Replace("/audit", "//audit", StringComparison.Ordinal),
        4 => path.Replace("/audit", "/x/../audit", StringComparison.Ordinal),
        5 => path.Replace("/audit", "/./audit", StringComparison.Ordinal),
        6 => path.Replace("audit", "%61udit", StringComparison.Ordinal),
        7 => path.Replace("/audit", "%2Faudit", StringComparison.Ordinal),
        _ => path + ";v=1",
    };

    private static Verdict? Elsewhere(Draft draft, Random random)
    {
        draft.IsElsewhere = true;
        draft.Method = random.One(["GET", "GET", "GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])!;
        draft.Path = random.One(s_elsewhere)!;
        return Verdict.MayPass;
    }
}
