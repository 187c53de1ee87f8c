namespace Audit.Trials.Isolation;

/// <summary>A request that holds what another tenant's things are called.</summary>
/// <param name="Name">Which operation, which place, which identifier.</param>
/// <param name="Request">What is sent.</param>
/// <param name="Due">The status that has to come; null where it is enough that it is the same for nobody's identifiers.</param>
internal sealed record Attack(string Name, Request Request, int? Due = null);

/// <summary>A place of a request that takes an identifier.</summary>
internal sealed record Place(string Name, Func<Request, string, Request> Put)
{
    /// <summary>All places of an operation's request: those that the document names, and some that it doesn't.</summary>
    public static IReadOnlyList<Place> Of(Operation operation) =>
    [
        .. operation.HasId ? [new Place(PathPlace, (request, value) => request with { Path = operation.PathOf(value) })] : Array.Empty<Place>(),
        .. operation.Query.Append("id").Select(name => new Place("query " + name, (request, value) => request.WithQuery(name, value))),
        .. operation.Headers.Select(name => new Place("header " + name, (request, value) => request.WithHeader(name, value))),
        .. operation.Members.Concat(operation.Members.Count > 0 ? s_undeclared : []).SelectMany(m => InBody(m.Name, m.IsList)),
    ];

    public const string PathPlace = "path";
    public const string TenantHeader = "header X-Tenant-ID";
    public const string TenantParameter = "query tenant_id";

    private static readonly (string Name, bool IsList)[] s_undeclared = [("id", false), ("tenant_id", false)];

    private static IEnumerable<Place> InBody(string name, bool isList)
    {
        if (!isList)
        {
            return [new Place("body " + name, (request, value) => request.WithMember(name, _ => value))];
        }

        return
        [
            new Place($"body {name} alone", (request, value) => request.WithMember(name, _ => new System.Text.Json.Nodes.JsonArray(value))),
            new Place($"body {name} with own", (request, value) => request.WithMember(name, old => new System.Text.Json.Nodes.JsonArray(
                [value, .. old?.AsArray().Select(v => v!.DeepClone()) ?? ["@fresh.anomaly@"]]))),
        ];
    }
}

/// <summary>What there is to put into a place.</summary>
internal static class Kinds
{
    /// <summary>Names, each with its blank. A key is another one for each operation: the one that the other tenant has used there.</summary>
    public static readonly IReadOnlyList<(string Name, string Blank)> All =
    [
        ("incident", "@incident@"), ("anomaly", "@anomaly@"), ("comment", "@comment@"), ("incident in capitals", "@INCIDENT@"), ("incident in spaces", " @incident@ "),
        ("tenant", "@tenant@"), ("hash", "@hash@"), ("incident cursor", "@incident.cursor@"), ("anomaly cursor", "@anomaly.cursor@"), ("key", "key-@word@-"),
        ("external id", "det-@word@"), ("assignee", "usr-@word@"), ("user", "uid-@word@"), ("type", "typ-@word@"), ("tactic", "tac-@word@"), ("event", "evt-@word@"),
        ("case", "case-@word@"), ("request id", "req-@word@"), ("word", "@word@"), ("part of a word", "@word@ of"), ("text", "@word@ outage"),
    ];

    public static string KeyOf(string operation) => "key-@word@-" + string.Concat(operation.Where(char.IsAsciiLetter));
}
