namespace Audit.Trials.Loading;

/// <summary>Fills the store and finds out what the machine carries.</summary>
internal static class Preparation
{
    private const int InBatch = 250;
    private const int AtOnce = 4;

    /// <summary>Of what a closed loop reaches.</summary>
    private const double Part = 0.6;

    /// <summary>Below an actor's and a tenant's limit, 100 and 1000 a second.</summary>
    private const int MostOfActor = 80;

    private const int MostOfTenant = 800;

    /// <summary>Leaves the store full and the service stopped.</summary>
    /// <returns>How many requests a second are sent when nothing is to be refused.</returns>
    public static async Task<double> RunAsync(LoadRun run)
    {
        await using var server = await run.StartAsync(run.Clients, LoadRun.Unlimited);
        using var sender = run.Sender(server);
        var records = (int)run.Settings["records"];
        var calls = Enumerable.Range(0, records / 4).Select(i => Calls.Open(server.Actors[i % run.Clients], "high"))
            .Concat(Enumerable.Range(0, records * 3 / 4 / InBatch).Select(i => Calls.Batch(server.Actors[i % run.Clients], "low", InBatch, words: 80)));
        await Parallel.ForEachAsync(
            calls,
            // a slow machine may have too much of even that, and needn't have all
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = run.End },
            async (call, _) => await sender.SendAsync(call, Tolerance.Refusal));
        await WarmUpAsync();
        sender.Took = new Latencies();
        var reached = await WarmUpAsync();
        var rate = Math.Min(reached * Part, Math.Min(run.Clients * MostOfActor, run.Shelves.Count * MostOfTenant));
        run.Figure("closed loop", $"{reached:0} a second by {run.Clients} clients, {sender.Took}; the usual rate is {rate:0}");
        await server.StopAsync("preparation", run.Report);
        return rate;

        Task<double> WarmUpAsync() => Pace.ClosedAsync(
            server.Actors,
            run.Seed,
            async (actor, mix) => await sender.SendAsync(mix.Next(actor), Tolerance.None) != Verdict.Wrong && !run.End.IsCancellationRequested,
            TimeSpan.FromSeconds(Math.Min(5, run.Settings["seconds"])));
    }
}
