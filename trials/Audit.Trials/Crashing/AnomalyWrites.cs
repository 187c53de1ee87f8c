namespace Audit.Trials.Crashing;

/// <summary>Reports of anomalies and changes to them, each with all that must come of it.</summary>
internal sealed class AnomalyWrites(Ledger ledger)
{
    public const string Path = "/admin/audit/anomalies";
    private const string Reports = "/internal/audit/anomalies";
    private const string Type = "brute_force";

    public static Write Report(string name, string severity, string? externalId, string? key) =>
        new("report", HttpMethod.Post, Reports, Body(name, severity, externalId), ids => [Reported(ids[0], name, severity, externalId)])
        {
            Makes = 1,
            Key = key,
            IsKnownByExternalId = externalId is not null,
        };

    /// <summary>New ones, one of them twice, and one that is there, all or nothing.</summary>
    public static Write Batch(IReadOnlyList<string> names, string severity, string? existing)
    {
        IEnumerable<object> reports = names.Append(names[0]).Select(name => Body(name, severity, "ext-" + name));
        reports = existing is null ? reports : reports.Append(Body("again", severity, existing));
        return new Write("batch", HttpMethod.Post, Reports + "/batch", reports, ids => [.. names.Select((name, i) => Reported(ids[i], name, severity, "ext-" + name))])
        {
            Makes = names.Count,
            IsKnownByExternalId = true,
        };
    }

    public Write Move(string id, string status, string? assignee, string? reason, bool isConditional)
    {
        var before = ledger[id];
        List<Entry> entries = [new("status_changed", before.Status, status, reason)];
        if (assignee is not null && assignee != before.Assignee)
        {
            entries.Add(new Entry("assigned", before.Assignee, assignee));
        }

        var after = before.Raised() with { Status = status, Assignee = assignee ?? before.Assignee, Reason = status is "resolved" or "dismissed" ? reason : null };
        return new Write("move anomaly", HttpMethod.Put, $"{Path}/{id}/status", new { status, assignee, reason }, _ => [new Change(id, after, entries)])
        {
            IfMatch = isConditional ? before.Version : null,
        };
    }

    /// <summary>Linked from both sides.</summary>
    public Write Link(string id, string incident, string? key) => new("link", HttpMethod.Post, $"{Path}/{id}/link", new { case_id = incident }, _ =>
        [
            .. ledger[id].RelatedCase == incident ? Array.Empty<Change>()
                : [new Change(id, ledger[id].Raised() with { RelatedCase = incident }, new Entry("linked", ledger[id].RelatedCase, incident))],
            .. Picture.Names(ledger[incident].Sources, id) ? Array.Empty<Change>()
                : [new Change(incident, ledger[incident].Raised() with { Sources = Picture.Joined(ledger[incident].Sources, id) }, new Entry("linked", To: id))],
        ])
    {
        Key = key,
    };

    /// <summary>An incident, the link with it and the status in one.</summary>
    public Write Escalate(string id, string title, string? key)
    {
        var before = ledger[id];
        var moves = before.Status is "open" or "acknowledged";
        return new Write("escalate", HttpMethod.Post, $"{Path}/{id}/escalate", new { title }, ids =>
            [
                new Change(ids[0], new Picture(Picture.Incident, title, before.Severity) { Description = before.Description, Sources = id }, new Entry("created", To: "open")),
                new Change(
                    id,
                    before.Raised() with { RelatedCase = ids[0], EscalatedTo = ids[0], Status = moves ? "investigating" : before.Status },
                    [new Entry("escalated", before.RelatedCase, ids[0]), .. moves ? [new Entry("status_changed", before.Status, "investigating")] : Array.Empty<Entry>()]),
            ])
        {
            Makes = 1,
            Key = key,
        };
    }

    private static object Body(string name, string severity, string? externalId) =>
        new { type = Type, severity, description = "五次失败登录 " + name, external_id = externalId };

    private static Change Reported(string id, string name, string severity, string? externalId) =>
        new(id, new Picture(Picture.Anomaly, Type, severity) { Description = "五次失败登录 " + name, ExternalId = externalId }, new Entry("created", To: "open"));
}
