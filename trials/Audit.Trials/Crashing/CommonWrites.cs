namespace Audit.Trials.Crashing;

/// <summary>What is done to incidents and anomalies alike, to one or to many.</summary>
internal sealed class CommonWrites(Ledger ledger, IncidentWrites incidents)
{
    public Write Comment(string id, string content, string? key) =>
        new("comment", HttpMethod.Post, $"{PathOf(id)}/{id}/comment", new { content }, _ => [Commented(id, content)]) { Key = key };

    public Write Assign(string id, string assignee, string? key) =>
        new("assign", HttpMethod.Post, $"{PathOf(id)}/{id}/assign", new { assignee }, _ => [Assigned(id, assignee)]) { Key = key };

    public Write CommentAll(IReadOnlyList<string> ids, string comment) => Bulk("comment on many", ids, new { ids, comment }, id => Commented(id, comment));

    public Write AssignAll(IReadOnlyList<string> ids, string assignee) => Bulk("assign many", ids, new { ids, assignee }, id => Assigned(id, assignee));

    /// <summary>Incidents that all are to be resolved.</summary>
    public Write ResolveAll(IReadOnlyList<string> ids) =>
        Bulk("resolve many", ids, new { ids, status = "resolved", resolution = "benign" }, id => incidents.Moved(id, "resolved", "benign", note: null));

    private static Write Bulk(string name, IReadOnlyList<string> ids, object body, Func<string, Change> change) =>
        new(name, HttpMethod.Post, PathOf(ids[0]) + "/bulk", body, _ => [.. ids.Select(change)]) { IsBulk = true };

    private Change Commented(string id, string content) =>
        new(id, ledger[id].Raised() with { Comments = Picture.Joined(ledger[id].Comments, content) }, new Entry("commented", Note: content));

    private Change Assigned(string id, string assignee) =>
        new(id, ledger[id].Raised() with { Assignee = assignee }, new Entry("assigned", ledger[id].Assignee, assignee));

    private static string PathOf(string id) => id.StartsWith("inc_", StringComparison.Ordinal) ? IncidentWrites.Path : AnomalyWrites.Path;
}
