namespace Audit.Trials.Crashing;

/// <summary>What the store keeps beside its rows, so that it needn't count and search them, agrees with them.</summary>
internal static class CountChecks
{
    public static void Make(StoreSnapshot store, Judge judge)
    {
        judge.Same(
            "the table of totals",
            store.Rows.GroupBy(r => (r.Tenant, r.Picture.Kind, r.Picture.Status, r.Picture.Severity)).ToDictionary(g => g.Key, g => (long)g.Count()),
            store.Totals.ToDictionary(t => (t.Text("tenant_id")!, t.Text("kind")!, t.Text("status")!, t.Text("severity")!), t => t.Number("number")));
        judge.That(store.ToIndex == 0, () => FormattableString.Invariant($"the search index should lack no text and lacks {store.ToIndex}"));
        judge.That(store.Integrity is ["ok"], () => "SQLite finds the file broken: " + string.Join("; ", store.Integrity));
        foreach (var twins in store.Keys.GroupBy(k => (k.Text("tenant_id"), k.Text("key"))))
        {
            judge.That(twins.Count() == 1, () => FormattableString.Invariant($"the key {twins.Key} should be kept once and is {twins.Count()} times"));
        }

        foreach (var ordered in store.Rows.GroupBy(r => (r.Tenant, r.Picture.Kind)))
        {
            CheckMarks(store, ordered.Key.Tenant, ordered.Key.Kind, [.. ordered.OrderBy(r => r.CreatedAt).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => r.Id)], judge);
        }
    }

    /// <summary>Each mark says how many things stand at or before it, and there is one for every thousand.</summary>
    private static void CheckMarks(StoreSnapshot store, string tenant, string kind, List<string> ids, Judge judge)
    {
        var marks = store.Marks.Where(m => m.Text("tenant_id") == tenant && m.Text("kind") == kind).ToList();
        foreach (var mark in marks)
        {
            var position = ids.IndexOf(mark.Text("id")!) + 1;
            judge.That(mark.Number("position") == position, () => FormattableString.Invariant($"the mark at {mark.Text("id")} of {tenant} should say {position} and says {mark.Number("position")}"));
        }

        judge.That(marks.Count == ids.Count / 1000, () => FormattableString.Invariant($"{tenant} has {ids.Count} of kind {kind} and {marks.Count} marks"));
    }
}
