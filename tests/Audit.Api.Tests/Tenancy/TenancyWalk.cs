using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Anomalies;
using Audit.Api.Tests.History;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Tenancy;

/// <summary>How somebody of another tenant would go about it.</summary>
internal static class TenancyWalk
{
    /// <summary>Stands in every text of theirs.</summary>
    public const string OnlyTheirs = "what only they may see";

    /// <summary>Each operation, the ways to name the other tenant's things to it, and what a stranger gets.</summary>
    public static readonly Dictionary<string, Func<Theirs, Own, Call[]>> Operations = new(StringComparer.Ordinal)
    {
        ["POST admin/audit/incidents"] = (theirs, _) =>
        [
            new(Paths.Incidents, HttpStatusCode.Created, new JsonObject
            {
                ["title"] = "t",
                ["severity"] = "low",
                ["tenant_id"] = theirs.Tenant,
                ["source_anomaly_ids"] = new JsonArray(theirs.Anomaly),
                ["related_evidence_ids"] = new JsonArray(theirs.Anomaly, theirs.Incident),
            }),
            new(Paths.Incidents, HttpStatusCode.Created, new JsonObject { ["title"] = "t", ["severity"] = "low" }, ("Idempotency-Key", Theirs.Key)),
        ],
        ["GET admin/audit/incidents"] = (theirs, _) => Lists(Paths.Incidents, theirs.Incident, theirs.Cursor),
        ["GET admin/audit/incidents/{incident_id}"] = (theirs, _) => Gets(Paths.Incident(theirs.Incident)),
        ["GET admin/audit/incidents/{incident_id}/timeline"] = (theirs, _) => [new(Paths.Incident(theirs.Incident) + "/timeline", HttpStatusCode.NotFound)],
        ["GET admin/audit/incidents/stats"] = (_, _) => [new(Paths.Incidents + "/stats", HttpStatusCode.OK)],
        ["PATCH admin/audit/incidents/{incident_id}"] = (theirs, own) =>
        [
            .. Writes(Paths.Incident(theirs.Incident), new JsonObject { ["title"] = "taken over", ["description"] = null }),
            new(Paths.Incident(own.Incident), HttpStatusCode.OK, new JsonObject { ["related_evidence_ids"] = new JsonArray(theirs.Anomaly, theirs.Incident) }),
        ],
        ["PUT admin/audit/incidents/{incident_id}/status"] = (theirs, own) =>
        [
            .. Writes(Paths.Incident(theirs.Incident) + "/status", new JsonObject { ["status"] = "resolved", ["cascade"] = true }),
            new(Paths.Incident(own.Incident) + "/status", HttpStatusCode.OK, new JsonObject { ["status"] = "resolved", ["resolution"] = "duplicate", ["duplicate_of"] = theirs.Incident, ["cascade"] = true }),
        ],
        ["POST admin/audit/incidents/{incident_id}/assign"] = (theirs, _) => Posts(Paths.Incident(theirs.Incident) + "/assign", new JsonObject { ["assignee"] = "stranger" }),
        ["POST admin/audit/incidents/{incident_id}/comment"] = (theirs, _) => Posts(Paths.Incident(theirs.Incident) + "/comment", new JsonObject { ["content"] = "c" }),
        ["POST admin/audit/incidents/bulk"] = (theirs, own) =>
        [
            new(Paths.Incidents + "/bulk", HttpStatusCode.OK, new JsonObject { ["ids"] = new JsonArray(theirs.Incident, own.Incident), ["status"] = "resolved", ["cascade"] = true }),
            new(Paths.Incidents + "/bulk", HttpStatusCode.OK, new JsonObject { ["ids"] = new JsonArray(theirs.Incident), ["assignee"] = "stranger" }),
            new(Paths.Incidents + "/bulk", HttpStatusCode.OK, new JsonObject { ["ids"] = new JsonArray(theirs.Incident), ["comment"] = "c" }),
            new(Paths.Incidents + "/bulk", HttpStatusCode.OK, new JsonObject { ["ids"] = new JsonArray(own.Incident), ["status"] = "resolved", ["resolution"] = "duplicate", ["duplicate_of"] = theirs.Incident }),
        ],
        ["GET admin/audit/anomalies"] = (theirs, _) =>
        [
            .. Lists(Triage.Anomalies, theirs.Anomaly, theirs.AnomalyCursor),
            new($"{Triage.Anomalies}?type=t&status=open&assignee={Uri.EscapeDataString(OnlyTheirs)}", HttpStatusCode.OK),
        ],
        ["GET admin/audit/anomalies/{anomaly_id}"] = (theirs, _) => Gets(Triage.Anomaly(theirs.Anomaly)),
        ["GET admin/audit/anomalies/{anomaly_id}/history"] = (theirs, _) => [new(Triage.Anomaly(theirs.Anomaly, "/history"), HttpStatusCode.NotFound)],
        ["GET admin/audit/anomalies/{anomaly_id}/related"] = (theirs, own) =>
        [
            new(Triage.Anomaly(theirs.Anomaly, "/related"), HttpStatusCode.NotFound),
            new(Triage.Anomaly(own.Anomaly, "/related"), HttpStatusCode.OK),
        ],
        ["GET admin/audit/anomalies/stats"] = (_, _) => [new(Triage.Anomalies + "/stats", HttpStatusCode.OK)],
        ["PUT admin/audit/anomalies/{anomaly_id}/status"] = (theirs, _) =>
        [
            .. Writes(Paths.Status(theirs.Anomaly), new JsonObject { ["status"] = "resolved", ["assignee"] = "stranger" }),
            new(Paths.Status(theirs.Anomaly), HttpStatusCode.NotFound, new JsonObject { ["status"] = "open" }),
        ],
        ["POST admin/audit/anomalies/{anomaly_id}/assign"] = (theirs, _) => Posts(Triage.Anomaly(theirs.Anomaly, "/assign"), new JsonObject { ["assignee"] = null }),
        ["POST admin/audit/anomalies/{anomaly_id}/comment"] = (theirs, _) => Posts(Triage.Anomaly(theirs.Anomaly, "/comment"), new JsonObject { ["content"] = "c" }),
        ["POST admin/audit/anomalies/{anomaly_id}/link"] = (theirs, own) =>
        [
            .. Posts(Triage.Anomaly(theirs.Anomaly, "/link"), new JsonObject { ["case_id"] = own.Incident }),
            new(Triage.Anomaly(own.Anomaly, "/link"), HttpStatusCode.OK, new JsonObject { ["case_id"] = theirs.Incident }),
        ],
        ["POST admin/audit/anomalies/{anomaly_id}/escalate"] = (theirs, _) => Posts(Triage.Anomaly(theirs.Anomaly, "/escalate"), new JsonObject { ["title"] = "t" }),
        ["POST admin/audit/anomalies/bulk"] = (theirs, own) =>
        [
            new(Triage.Anomalies + "/bulk", HttpStatusCode.OK, new JsonObject { ["ids"] = new JsonArray(theirs.Anomaly, own.Anomaly), ["status"] = "dismissed" }),
            new(Triage.Anomalies + "/bulk", HttpStatusCode.OK, new JsonObject { ["ids"] = new JsonArray(theirs.Anomaly), ["assignee"] = null }),
            new(Triage.Anomalies + "/bulk", HttpStatusCode.OK, new JsonObject { ["ids"] = new JsonArray(theirs.Anomaly), ["comment"] = "c" }),
        ],
        ["GET admin/audit/history"] = (_, _) => [new(Chain.List, HttpStatusCode.OK), new($"{Chain.List}?from_sequence=1&limit=1000", HttpStatusCode.OK)],
        ["GET admin/audit/history/verify"] = (theirs, _) =>
        [
            new(Chain.Verify, HttpStatusCode.OK),
            new($"{Chain.Verify}?expected_sequence=1&expected_hash={theirs.FirstHash}", HttpStatusCode.OK),
        ],
        ["GET admin/audit/me"] = (_, _) => [new("/admin/audit/me", HttpStatusCode.OK)],
        ["POST internal/audit/anomalies"] = (theirs, _) =>
        [
            new(Paths.Reports, HttpStatusCode.Created, Report(theirs)),
            new(Paths.Reports, HttpStatusCode.Created, Report(theirs, "own"), ("Idempotency-Key", Theirs.Key)),
        ],
        ["POST internal/audit/anomalies/batch"] = (theirs, _) => [new(Paths.Batch, HttpStatusCode.Created, new JsonArray(Report(theirs), Report(theirs, "own")))],
    };

    public static JsonNode Report(Theirs theirs, string? externalId = null) => new JsonObject
    {
        ["type"] = "t",
        ["severity"] = "low",
        ["description"] = externalId is null ? "d" : "other",
        ["external_id"] = externalId ?? "det-1",
        ["event_ids"] = theirs.Anomaly.Length == 0 ? [] : new JsonArray(theirs.Anomaly, theirs.Incident),
        ["user_id"] = "usr_1",
    };

    private static Call[] Lists(string path, string id, string cursor) =>
    [
        new(path, HttpStatusCode.OK),
        new($"{path}?search=only%20they", HttpStatusCode.OK),
        new($"{path}?search={id}", HttpStatusCode.OK),
        new($"{path}?cursor={cursor}", HttpStatusCode.OK),
        new($"{path}?cursor={cursor}&page_size=100", HttpStatusCode.OK),
    ];

    private static Call[] Gets(string path) =>
    [
        new(path, HttpStatusCode.NotFound),
        new(path, HttpStatusCode.NotFound, null, ("If-None-Match", "\"1\"")),
        new(path, HttpStatusCode.NotFound, null, ("If-None-Match", "*")),
    ];

    /// <summary>Whatever the condition: nothing tells that there is such a thing.</summary>
    private static Call[] Writes(string path, JsonObject body) =>
    [
        new(path, HttpStatusCode.NotFound, body.DeepClone()),
        new(path, HttpStatusCode.NotFound, body.DeepClone(), ("If-Match", "\"1\"")),
        new(path, HttpStatusCode.NotFound, body.DeepClone(), ("If-Match", "*")),
        new(path, HttpStatusCode.NotFound, body.DeepClone(), ("If-Match", "\"99\"")),
    ];

    private static Call[] Posts(string path, JsonObject body) => [.. Writes(path, body), new(path, HttpStatusCode.NotFound, body.DeepClone(), ("Idempotency-Key", Theirs.Key))];
}

/// <summary>Everything that there is to know of the other tenant.</summary>
internal sealed record Theirs(string Tenant, string Incident, string Anomaly, string Cursor, string AnomalyCursor, string FirstHash)
{
    public const string Key = "a-key-that-was-used";
}

/// <summary>What the caller may name in the tenant that is acted in.</summary>
internal sealed record Own(string Incident, string Anomaly);

/// <summary>One request, and what it is answered to a stranger.</summary>
internal sealed record Call(string Path, HttpStatusCode Status, JsonNode? Body = null, params (string Name, string Value)[] Headers);
