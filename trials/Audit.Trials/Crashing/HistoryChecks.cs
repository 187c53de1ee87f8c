namespace Audit.Trials.Crashing;

/// <summary>What must be so of any store's history, whoever wrote it.</summary>
internal static class HistoryChecks
{
    public static void Make(StoreSnapshot store, Judge judge)
    {
        foreach (var tenant in store.Tenants)
        {
            CheckChain(store, tenant, judge);
        }

        foreach (var thing in store.Rows)
        {
            Check(thing, [.. store.HistoryOf[thing.Id].Where(e => e.Text("tenant_id") == thing.Tenant)], judge);
        }

        foreach (var subject in store.HistoryOf)
        {
            judge.That(store.ById.Contains(subject.Key), () => $"{subject.Key} has a history and is not there");
        }
    }

    /// <summary>Gapless from 1, each entry with the hash of the one before it, to the end that the writers keep.</summary>
    private static void CheckChain(StoreSnapshot store, string tenant, Judge judge)
    {
        var (sequence, hash) = (0L, Chain.Start);
        foreach (var entry in store.History.Where(e => e.Text("tenant_id") == tenant))
        {
            sequence++;
            judge.That(entry.Number("sequence") == sequence, () => FormattableString.Invariant($"the history of {tenant} should have an entry {sequence} and goes on with {entry.Number("sequence")}"));
            judge.That(entry.Text("previous_hash") == hash, () => FormattableString.Invariant($"entry {sequence} of {tenant} should name {hash} as the one before it and names {entry.Text("previous_hash")}"));
            hash = Chain.HashOf(entry);
            judge.That(entry.Text("hash") == hash, () => FormattableString.Invariant($"entry {sequence} of {tenant} should have the hash {hash} and has {entry.Text("hash")}"));
            (sequence, hash) = (entry.Number("sequence"), entry.Text("hash") ?? "");
        }

        var end = store.Ends.FirstOrDefault(e => e.Text("tenant_id") == tenant);
        judge.That(end?.Number("sequence") == sequence && end.Text("hash") == hash, () => FormattableString.Invariant($"history_ends of {tenant} should be {sequence} {hash} and is {end?.Number("sequence")} {end?.Text("hash")}"));
    }

    /// <summary>One version for each request that changed it, the status of the last move, the comments of the entries.</summary>
    private static void Check(StoredThing thing, IReadOnlyList<StoredRow> entries, Judge judge)
    {
        var requests = entries.Select(e => e.Text("request_id")).Distinct(StringComparer.Ordinal).Count();
        judge.That(thing.Picture.Version == requests, () => FormattableString.Invariant($"{thing.Id} should have the version {requests}, as so many requests are in its history, and has {thing.Picture.Version}"));

        var status = entries.LastOrDefault(e => e.Text("action") is "created" or "status_changed")?.Text("to");
        judge.That(thing.Picture.Status == status, () => $"{thing.Id} should be {status} by its history and is {thing.Picture.Status}");
        judge.That(entries.Count > 0 && entries[0].Text("action") == "created" && entries.Count(e => e.Text("action") == "created") == 1, () => $"the history of {thing.Id} should begin with its creation, and have no other");

        var comments = entries.Where(e => e.Text("action") == "commented").ToList();
        judge.That(
            comments.Select(c => c.Text("to")).SequenceEqual(thing.CommentIds, StringComparer.Ordinal) && string.Join('\n', comments.Select(c => c.Text("note"))) == thing.Picture.Comments,
            () => $"{thing.Id} should have the comments of its history, {string.Join(", ", comments.Select(c => c.Text("to")))}, and has {string.Join(", ", thing.CommentIds)}");

        var assignee = entries.LastOrDefault(e => e.Text("action") == "assigned");
        judge.That(assignee is null || assignee.Text("to") == thing.Picture.Assignee, () => $"{thing.Id} should be assigned to {assignee?.Text("to")} by its history and is to {thing.Picture.Assignee}");
    }
}
