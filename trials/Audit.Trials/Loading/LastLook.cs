using Audit.Trials.Crashing;
using Audit.Trials.Running;

namespace Audit.Trials.Loading;

/// <summary>When all is over: what was acknowledged is there, nothing else is, and the service says what its file does.</summary>
internal static class LastLook
{
    private const string When = "at the end";
    private const int Samples = 1000;

    public static async Task RunAsync(LoadRun run)
    {
        await using var server = await run.StartAsync(run.Clients, LoadRun.Unlimited);
        using (var sender = run.Sender(server))
        {
            // what is still to be indexed is taken along by those who write
            await run.SendUsualAsync(sender, server.Actors, run.Clients, TimeSpan.FromSeconds(2), Tolerance.None);
        }

        var store = StoreSnapshot.Of(run.File, isDeep: true);
        var judge = new Judge(run.Report, When);
        HistoryChecks.Make(store, judge);
        LinkChecks.Make(store, judge);
        CountChecks.Make(store, judge);
        BookChecks.Make(store, run.Books, run.Report, judge);
        foreach (var shelf in run.Shelves)
        {
            using var client = await server.Service.SignedInAsync("last", shelf.Tenant, scope: "audit:ingest");
            try
            {
                await new ServiceChecks(client, store, shelf.Tenant, judge).MakeAsync();
                await CheckThingsAsync(client, store, run, shelf.Tenant, judge);
            }
            catch (Exception e) when (e is UnansweredException or HttpRequestException)
            {
                judge.Found(e.Message);
            }
        }

        await server.StopAsync(When, run.Report);
    }

    /// <summary>Some of what was acknowledged, by its id.</summary>
    private static async Task CheckThingsAsync(HttpClient client, StoreSnapshot store, LoadRun run, string tenant, Judge judge)
    {
        var ids = run.Books.Writes.Values.Where(w => w.Tenant == tenant).SelectMany(w => w.Changes).Select(c => c.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var id in ids.Where((_, i) => i % Math.Max(1, ids.Count / Samples) == 0))
        {
            using var response = await client.GetAsync($"{(id.StartsWith("inc_", StringComparison.Ordinal) ? Calls.Incidents : Calls.Anomalies)}/{id}");
            var version = store.ById[id].FirstOrDefault()?.Picture.Version;
            judge.That(
                response.IsSuccessStatusCode && response.Headers.ETag?.Tag == FormattableString.Invariant($"\"{version}\""),
                () => FormattableString.Invariant($"{id} was acknowledged and should be there as version {version}, and is answered with {(int)response.StatusCode} {response.Headers.ETag?.Tag}"));
        }
    }
}
