namespace Audit.Trials.Crashing;

/// <summary>A request that a killed process didn't answer: it was done, all of it, or not at all.</summary>
/// <param name="Write">What was asked.</param>
/// <param name="RequestId">The request's id, which its entries in the history have.</param>
internal sealed record Doubt(Write Write, string RequestId)
{
    /// <summary>Tells the ledger what the store says became of it, as if all of it were there; what is half there is found when all is compared.</summary>
    /// <returns>Whether it was done.</returns>
    public bool Settle(StoreSnapshot store, string tenant, Ledger ledger, Judge judge)
    {
        var entries = store.History.Where(e => e.Text("tenant_id") == tenant && e.Text("request_id") == RequestId).ToList();
        var isKept = Write.Key is not null && store.Keys.Any(k => k.Text("tenant_id") == tenant && k.Text("key") == Write.Key);
        if (entries.Count == 0 && !isKept)
        {
            return false;
        }

        var made = entries.Where(e => e.Text("action") == "created").Select(e => e.Text("subject_id")!).ToList();
        judge.That(made.Count == Write.Makes, () => FormattableString.Invariant($"{Write} should make {Write.Makes} things or none and made {made.Count}"));
        if (made.Count == Write.Makes)
        {
            ledger.Take(Write, RequestId, Write.Changes(made).TakeWhile(c => !Write.IsBulk || entries.Exists(e => e.Text("subject_id") == c.Id)), answer: null);
        }

        return true;
    }
}
