namespace Audit.Trials.Crashing;

/// <summary>A link is there from both sides or not at all.</summary>
internal static class LinkChecks
{
    public static void Make(StoreSnapshot store, Judge judge)
    {
        foreach (var thing in store.Rows)
        {
            if (thing.Picture.Kind == Picture.Anomaly)
            {
                CheckAnomaly(store, thing, judge);
            }
            else
            {
                CheckIncident(store, thing, judge);
            }
        }
    }

    private static void CheckAnomaly(StoreSnapshot store, StoredThing anomaly, Judge judge)
    {
        var history = store.HistoryOf[anomaly.Id].ToList();
        var last = history.LastOrDefault(e => e.Text("action") is "linked" or "escalated");
        judge.That(anomaly.Picture.RelatedCase == last?.Text("to"), () => $"{anomaly.Id} should be linked to {last?.Text("to") ?? "nothing"} by its history and is to {anomaly.Picture.RelatedCase ?? "nothing"}");
        judge.That(
            anomaly.Picture.RelatedCase is not { } related || Find(store, anomaly.Tenant, related) is { } linked && Names(linked, anomaly.Id),
            () => $"{anomaly.Id} is linked to {anomaly.Picture.RelatedCase}, which isn't there or doesn't name it");

        var escalations = history.Where(e => e.Text("action") == "escalated").ToList();
        judge.That(
            anomaly.Picture.EscalatedTo is { } made ? escalations.Count == 1 && escalations[0].Text("to") == made : escalations.Count == 0,
            () => $"{anomaly.Id} was escalated to {anomaly.Picture.EscalatedTo ?? "nothing"} and by its history to {string.Join(", ", escalations.Select(e => e.Text("to")))}");
        foreach (var escalation in escalations)
        {
            var creation = store.HistoryOf[escalation.Text("to")!].FirstOrDefault();
            judge.That(
                Find(store, anomaly.Tenant, escalation.Text("to")!) is { } incident && Names(incident, anomaly.Id) && creation?.Text("request_id") == escalation.Text("request_id"),
                () => $"{anomaly.Id} was escalated to {escalation.Text("to")}, which isn't there, doesn't name it or was made by another request");
        }
    }

    /// <summary>Each anomaly that it names was linked to it, though another one may have come later.</summary>
    private static void CheckIncident(StoreSnapshot store, StoredThing incident, Judge judge)
    {
        var named = $"{incident.Picture.Sources}\n{incident.Picture.Evidence}".Split('\n', StringSplitOptions.RemoveEmptyEntries);
        judge.That(named.Distinct(StringComparer.Ordinal).Count() == named.Length, () => $"{incident.Id} names one thing twice: {string.Join(", ", named)}");
        foreach (var id in named.Where(id => Find(store, incident.Tenant, id) is { Picture.Kind: Picture.Anomaly }))
        {
            judge.That(
                store.HistoryOf[id].Any(e => e.Text("action") is "linked" or "escalated" && e.Text("to") == incident.Id),
                () => $"{incident.Id} names {id}, whose history doesn't say that it was linked to it");
        }

        foreach (var link in store.HistoryOf[incident.Id].Where(e => e.Text("action") == "linked"))
        {
            judge.That(Names(incident, link.Text("to")!), () => $"{incident.Id} took {link.Text("to")} into its list by its history and doesn't name it");
        }
    }

    private static bool Names(StoredThing incident, string id) => Picture.Names(incident.Picture.Sources, id) || Picture.Names(incident.Picture.Evidence, id);

    private static StoredThing? Find(StoreSnapshot store, string tenant, string id) => store.ById[id].FirstOrDefault(t => t.Tenant == tenant);
}
