namespace Audit.Trials.Isolation;

/// <summary>What each operation is rightly sent by somebody who names only what is their own; the attacks put others' identifiers into these.</summary>
internal static class Openings
{
    private const string Report = """{"type":"t","severity":"low","description":"d"}""";
    private static readonly (string, string)[] s_none = [];

    /// <summary>By the operation's name. Of several, the first one is the plainest.</summary>
    public static readonly IReadOnlyDictionary<string, Request[]> ByOperation = new[]
    {
        Post("/admin/audit/incidents", null, """{"title":"t","severity":"low"}"""),
        Get("/admin/audit/incidents", null, s_none, [("cursor", "")], [("cursor", ""), ("sort", "created_at"), ("page_size", "2")], [("search", "own")]),
        Get("/admin/audit/incidents/{incident_id}", "@own.incident@", s_none),
        Get("/admin/audit/incidents/{incident_id}/timeline", "@own.incident@", s_none),
        Get("/admin/audit/incidents/stats", null, s_none),
        Send("PATCH", "/admin/audit/incidents/{incident_id}", "@own.incident@", """{"severity":"high"}"""),
        Send("PUT", "/admin/audit/incidents/{incident_id}/status", "@fresh.incident@",
            """{"status":"resolved","resolution":"duplicate","resolution_note":"n","cascade":true}""", """{"status":"investigating"}"""),
        Post("/admin/audit/incidents/{incident_id}/assign", "@own.incident@", """{"assignee":"a"}"""),
        Post("/admin/audit/incidents/{incident_id}/comment", "@fresh.incident@", """{"content":"c"}"""),
        Post("/admin/audit/incidents/bulk", null,
            """{"ids":["@fresh.incident@"],"status":"resolved","resolution":"duplicate","cascade":true}""", """{"ids":["@fresh.incident@"],"assignee":"a"}""", """{"ids":["@fresh.incident@"],"comment":"c"}"""),
        Get("/admin/audit/anomalies", null, s_none, [("cursor", "")], [("cursor", ""), ("sort", "created_at"), ("page_size", "2")], [("search", "own")]),
        Get("/admin/audit/anomalies/{anomaly_id}", "@own.anomaly@", s_none),
        Get("/admin/audit/anomalies/{anomaly_id}/history", "@own.anomaly@", s_none),
        Get("/admin/audit/anomalies/{anomaly_id}/related", "@own.anomaly@", s_none),
        Get("/admin/audit/anomalies/stats", null, s_none),
        Send("PUT", "/admin/audit/anomalies/{anomaly_id}/status", "@fresh.anomaly@", """{"status":"resolved","reason":"r"}""", """{"status":"open"}"""),
        Post("/admin/audit/anomalies/{anomaly_id}/assign", "@own.anomaly@", """{"assignee":"a"}""", """{"assignee":null}"""),
        Post("/admin/audit/anomalies/{anomaly_id}/comment", "@fresh.anomaly@", """{"content":"c"}"""),
        Post("/admin/audit/anomalies/{anomaly_id}/link", "@fresh.anomaly@", """{"case_id":"@own.incident@"}"""),
        Post("/admin/audit/anomalies/{anomaly_id}/escalate", "@fresh.anomaly@", "{}"),
        Post("/admin/audit/anomalies/bulk", null,
            """{"ids":["@fresh.anomaly@"],"status":"dismissed"}""", """{"ids":["@fresh.anomaly@"],"assignee":"a"}""", """{"ids":["@fresh.anomaly@"],"comment":"c"}"""),
        Get("/admin/audit/history", null, [("limit", "20")], [("limit", "20"), ("from_sequence", "1")]),
        Get("/admin/audit/history/verify", null, [("limit", "1000"), ("expected_sequence", "1")], s_none),
        Get("/admin/audit/me", null, s_none),
        Post("/internal/audit/anomalies", null, Report),
        Post("/internal/audit/anomalies/batch", null, $"[{Report},{Report}]"),
    }.ToDictionary(o => o.Operation, o => o.Requests, StringComparer.Ordinal);

    private static (string Operation, Request[] Requests) Post(string path, string? id, params string[] bodies) => Send("POST", path, id, bodies);

    private static (string Operation, Request[] Requests) Send(string method, string path, string? id, params string[] bodies) =>
        ($"{method} {path}", [.. bodies.Select(b => new Request(method, PathOf(method, path, id)) { Body = b })]);

    private static (string Operation, Request[] Requests) Get(string path, string? id, params (string, string)[][] queries) =>
        ("GET " + path, [.. queries.Select(q => new Request("GET", PathOf("GET", path, id)) { Query = q })]);

    private static string PathOf(string method, string path, string? id) => id is null ? path : new Operation(method, path, [], [], []).PathOf(id);
}
