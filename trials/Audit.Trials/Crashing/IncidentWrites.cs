using System.Text.Encodings.Web;
using System.Text.Json;

namespace Audit.Trials.Crashing;

/// <summary>Changes to incidents, each with all that must come of it.</summary>
internal sealed class IncidentWrites(Ledger ledger)
{
    public const string Path = "/admin/audit/incidents";
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Write Open(string title, string severity, string? key) =>
        new("open", HttpMethod.Post, Path, new { title, severity, description = "说明 " + title }, ids =>
            [new Change(ids[0], new Picture(Picture.Incident, title, severity) { Description = "说明 " + title }, new Entry("created", To: "open"))])
        {
            Makes = 1,
            Key = key,
        };

    /// <summary>Opened for anomalies, which are linked with it.</summary>
    public Write OpenFor(string title, string severity, IReadOnlyList<string> anomalies, string? key) =>
        new("open for anomalies", HttpMethod.Post, Path, new { title, severity, source_anomaly_ids = anomalies, related_evidence_ids = new[] { "evt-" + title } }, ids =>
            [
                new Change(ids[0], new Picture(Picture.Incident, title, severity) { Sources = string.Join('\n', anomalies), Evidence = "evt-" + title }, new Entry("created", To: "open")),
                .. anomalies.Select(id => new Change(id, ledger[id].Raised() with { RelatedCase = ids[0] }, new Entry("linked", ledger[id].RelatedCase, ids[0]))),
            ])
        {
            Makes = 1,
            Key = key,
        };

    /// <summary>Moved; with <paramref name="cascade"/> the linked anomalies that can be resolved are resolved with it.</summary>
    public Write Move(string id, string status, string? note, bool cascade, bool isConditional)
    {
        var before = ledger[id];
        var resolution = status == "resolved" ? "true_positive" : null;
        var linked = cascade && status is "resolved" or "closed" ? ledger.Things.Where(t => t.Value.Picture is { IsUnresolved: true, RelatedCase: { } related } && related == id).Select(t => t.Key).ToList() : [];
        return new Write("move incident", HttpMethod.Put, $"{Path}/{id}/status", new { status, resolution, resolution_note = note, cascade }, _ =>
            [
                Moved(id, status, resolution, note),
                .. linked.Select(a => new Change(a, ledger[a].Raised() with { Status = "resolved", Reason = note }, new Entry("status_changed", ledger[a].Status, "resolved", note))),
            ])
        {
            IfMatch = isConditional ? before.Version : null,
        };
    }

    public Write Edit(string id, string title, string severity, bool isConditional)
    {
        var before = ledger[id];
        List<Entry> entries = [new("updated", To: "title", Note: Changed(before.Title, title))];
        if (severity != before.Severity)
        {
            entries.Add(new Entry("updated", To: "severity", Note: Changed(before.Severity, severity)));
        }

        return new Write("edit", HttpMethod.Patch, $"{Path}/{id}", new { title, severity }, _ => [new Change(id, before.Raised() with { Title = title, Severity = severity }, entries)])
        {
            IfMatch = isConditional ? before.Version : null,
        };
    }

    /// <summary>The change that a move makes of the incident itself.</summary>
    public Change Moved(string id, string status, string? resolution, string? note)
    {
        var before = ledger[id];
        List<Entry> entries = [new("status_changed", before.Status, status, note)];
        if (status == "investigating" && before.Status == "resolved")
        {
            return new Change(id, before.Raised() with { Status = status, Resolution = null, Reason = null }, entries);
        }

        var outcome = resolution ?? before.Resolution ?? (status == "closed" ? "undetermined" : null);
        if (outcome != before.Resolution)
        {
            entries.Add(new Entry("updated", To: "resolution", Note: Changed(before.Resolution, outcome!)));
        }

        var reason = status is "resolved" or "closed" ? note ?? before.Reason : before.Reason;
        return new Change(id, before.Raised() with { Status = status, Resolution = outcome, Reason = reason }, entries);
    }

    private static string Changed(string? from, string to) => from is null ? JsonSerializer.Serialize(new { to }, s_json) : JsonSerializer.Serialize(new { from, to }, s_json);
}
