using Audit.Trials.Crashing;

namespace Audit.Trials.Loading;

/// <summary>What was acknowledged is in the store, and what was refused isn't.</summary>
internal static class BookChecks
{
    public const string Checked = "writes checked";
    public const string InDoubt = "writes in doubt";
    public const string Done = "  that were done";

    public static void Make(StoreSnapshot store, Books books, TrialReport report, Judge judge)
    {
        var versions = store.HistoryOf.ToDictionary(h => h.Key, h => h.Select(e => e.Text("request_id")!).Distinct(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        var done = store.History.ToLookup(e => e.Text("request_id")!, StringComparer.Ordinal);
        foreach (var (requestId, write) in books.Writes)
        {
            report.Count(Checked);
            var entries = done[requestId].ToList();
            var subjects = entries.Select(e => e.Text("subject_id")!).ToHashSet(StringComparer.Ordinal);
            switch (write.Standing)
            {
                case Standing.Acknowledged:
                    CheckAcknowledged(requestId, write, subjects, versions, judge);
                    break;
                case Standing.Refused:
                    judge.That(subjects.Count == 0, () => $"{write.Kind} {requestId} was refused and {string.Join(", ", subjects)} was changed by it");
                    break;
                default:
                    report.Count(InDoubt);
                    report.Count(Done, subjects.Count == 0 ? 0 : 1);
                    break;
            }

            var made = entries.Count(e => e.Text("action") == "created");
            judge.That(entries.Count == 0 || made == write.Makes, () => FormattableString.Invariant($"{write.Kind} {requestId} should make {write.Makes} things or none and made {made}"));
            judge.That(entries.TrueForAll(e => e.Text("tenant_id") == write.Tenant), () => $"{write.Kind} {requestId} should change things of {write.Tenant} and changed another's");
        }

        foreach (var strange in done.Where(d => !books.Writes.ContainsKey(d.Key)))
        {
            judge.Found($"nobody sent the request {strange.Key} and {strange.First().Text("subject_id")} was changed by it");
        }

        CheckWords(store, judge);
    }

    private static void CheckAcknowledged(string requestId, Booked write, HashSet<string> subjects, Dictionary<string, List<string>> versions, Judge judge)
    {
        foreach (var (id, version) in write.Changes)
        {
            judge.That(
                versions.GetValueOrDefault(id)?.ElementAtOrDefault((int)version - 1) == requestId,
                () => FormattableString.Invariant($"{write.Kind} {requestId} was acknowledged as version {version} of {id} and is not there; its history has {versions.GetValueOrDefault(id)?.Count ?? 0} versions"));
            subjects.Remove(id);
        }

        judge.That(subjects.Count == 0, () => $"{write.Kind} {requestId} was acknowledged for other things and {string.Join(", ", subjects)} was changed by it");
    }

    /// <summary>Whatever was said has the id of the request in it that said it.</summary>
    private static void CheckWords(StoreSnapshot store, Judge judge)
    {
        foreach (var thing in store.Rows)
        {
            foreach (var entry in store.HistoryOf[thing.Id].Where(e => e.Text("action") is "created" or "commented"))
            {
                var words = entry.Text("action") == "commented" ? entry.Text("note") : thing.Picture.Description;
                judge.That(words?.StartsWith(entry.Text("request_id") + " ", StringComparison.Ordinal) == true, () => $"{entry.Text("action")} of {thing.Id} by {entry.Text("request_id")} should say so and says {words}");
            }
        }
    }
}
