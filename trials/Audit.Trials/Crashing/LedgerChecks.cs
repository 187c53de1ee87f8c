namespace Audit.Trials.Crashing;

/// <summary>What was acknowledged is in the store exactly, and nothing else is.</summary>
internal static class LedgerChecks
{
    /// <summary>Compares a tenant's part of the store with what its writers know.</summary>
    public static void Make(StoreSnapshot store, string tenant, IReadOnlyList<Ledger> ledgers, Judge judge)
    {
        var known = ledgers.SelectMany(l => l.Things).ToDictionary(StringComparer.Ordinal);
        var stored = store.Rows.Where(r => r.Tenant == tenant).ToDictionary(r => r.Id, StringComparer.Ordinal);
        foreach (var (id, thing) in known)
        {
            var found = stored.GetValueOrDefault(id);
            judge.That(found is not null, () => $"{id} was acknowledged and is not there: {thing.Picture}");
            if (found is not null)
            {
                judge.That(found.Picture == thing.Picture, () => $"{id} should be {thing.Picture} and is {found.Picture}");
                CheckHistory(id, thing, [.. store.HistoryOf[id].Where(e => e.Text("tenant_id") == tenant)], judge);
            }
        }

        foreach (var (id, thing) in stored)
        {
            judge.That(known.ContainsKey(id), () => $"{id} is there and nobody asked for it, or not for more than was done: {thing.Picture}");
        }

        judge.Same(
            "the kept keys",
            ledgers.SelectMany(l => l.Keys.Keys).ToDictionary(k => k, _ => 1L, StringComparer.Ordinal),
            store.Keys.Where(k => k.Text("tenant_id") == tenant).GroupBy(k => k.Text("key")!, StringComparer.Ordinal).ToDictionary(k => k.Key, k => (long)k.Count(), StringComparer.Ordinal));
    }

    private static void CheckHistory(string id, KnownThing thing, List<StoredRow> entries, Judge judge)
    {
        for (var i = 0; i < Math.Max(entries.Count, thing.Entries.Count); i++)
        {
            var (expected, found) = (thing.Entries.ElementAtOrDefault(i), entries.ElementAtOrDefault(i));
            judge.That(expected.RequestId is not null && found is not null && IsSame(expected, found), () => $"entry {i + 1} of {id} should be {expected} and is {(found is null ? "not there" : string.Join(", ", found.Columns))}");
        }
    }

    private static bool IsSame((string RequestId, Entry Entry) expected, StoredRow found) =>
        found.Text("request_id") == expected.RequestId
        && found.Text("action") == expected.Entry.Action
        && found.Text("from") == expected.Entry.From
        && (expected.Entry.Action == "commented" || found.Text("to") == expected.Entry.To)
        && found.Text("note") == expected.Entry.Note;
}
