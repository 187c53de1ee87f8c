namespace Audit.Trials.Isolation;

/// <summary>Attacks that are more than an identifier in a place.</summary>
internal static class Traps
{
    private const string Incidents = "/admin/audit/incidents";
    private const string Anomalies = "/admin/audit/anomalies";

    /// <summary>The other tenant has named the stranger's first things as if they were its own: what becomes of these stays with the stranger.</summary>
    public static IReadOnlyList<Attack> OnNamedThings { get; } =
    [
        Get("an incident that they name as evidence", Incidents + "/@first.incident@"),
        Get("an anomaly that they name as source", Anomalies + "/@first.anomaly@"),
        Get("anomalies of a user that both have", Anomalies + "/@first.anomaly@/related"),
        Send("a status that reaches linked anomalies", "PUT", Incidents + "/@first.incident@/status", """{"status":"resolved","resolution":"benign","cascade":true}"""),
        Get("what became of an incident that they link to", Incidents + "/@first.incident@/timeline"),
        Send("an escalation of what they name as source", "POST", Anomalies + "/@first.anomaly@/escalate", """{"assignee":"usr-@word@"}"""),
        Get("what became of an anomaly that they name", Anomalies + "/@first.anomaly@/history"),
        Send("a report that they have", "POST", "/internal/audit/anomalies", """{"type":"typ-@word@","severity":"low","description":"d","external_id":"det-@word@","user_id":"uid-@word@","event_ids":["evt-@word@"]}"""),
        Send("the same report again", "POST", "/internal/audit/anomalies", """{"type":"typ-@word@","severity":"low","description":"d","external_id":"det-@word@"}"""),
        Get("anomalies of the user that was reported", Anomalies + "/@first.anomaly@/related"),
        Send("many at once of theirs, some twice", "POST", Anomalies + "/bulk", """{"ids":["@anomaly@","@fresh.anomaly@","@incident@","@own.anomaly@"],"status":"dismissed","reason":"@word@"}"""),
        Send("a duplicate of theirs", "PUT", Incidents + "/@fresh.incident@/status", """{"status":"resolved","resolution":"duplicate","duplicate_of":"@incident@"}"""),
        Send("all references to theirs", "POST", Incidents, """{"title":"@word@ outage","severity":"low","source_anomaly_ids":["@anomaly@","@incident@","@comment@"],"related_evidence_ids":["@incident@","@anomaly@","evt-@word@"]}"""),
    ];

    /// <summary>What tells how many things there are.</summary>
    public static IReadOnlyList<Attack> Counting { get; } =
    [
        Get("incidents", Incidents, ("page_size", "100")),
        Get("incidents with their word", Incidents, ("search", "@word@")),
        Get("incidents far on", Incidents, ("page_size", "100"), ("page", "12")),
        Get("anomalies", Anomalies, ("page_size", "100")),
        Get("anomalies with their word", Anomalies, ("search", "@word@")),
        Get("anomalies far on", Anomalies, ("page_size", "100"), ("page", "12")),
        Get("statistics of incidents", Incidents + "/stats"),
        Get("statistics of anomalies", Anomalies + "/stats"),
        Get("history", "/admin/audit/history", ("limit", "1")),
        Get("verification", "/admin/audit/history/verify"),
    ];

    private static Attack Get(string name, string path, params (string, string)[] query) => new(name, new Request("GET", path) { Query = query }, Due: 200);

    private static Attack Send(string name, string method, string path, string body) => new(name, new Request(method, path) { Body = body });
}
