namespace Audit.Trials.Loading;

/// <summary>What the machine carries, for long: nothing is refused, nothing grows.</summary>
internal static class SustainedPhase
{
    private const string Name = "sustained";

    public static async Task RunAsync(LoadRun run, double rate)
    {
        await using var server = await run.StartAsync(run.Clients);
        using var sender = run.Sender(server);
        await run.WarmUpAsync(sender, server, rate);
        sender.Took = new Latencies();
        using var end = new CancellationTokenSource();
        var watching = Vitals.WatchAsync(server.Service, end.Token);
        var sent = await run.SendUsualAsync(sender, server.Actors, rate, TimeSpan.FromSeconds(run.Settings["seconds"]), Tolerance.None);
        await end.CancelAsync();
        var vitals = await watching;
        run.Figure(Name, $"{sent:0} a second for {run.Settings["seconds"]} s, {sender.Took}");
        run.Figure(Name + ": it took", $"{vitals}");
        foreach (var growth in vitals.Growth().Concat(vitals.Excess()))
        {
            run.Untimely(Name, growth);
        }

        await server.StopAsync(Name, run.Report);
    }
}
