using System.Diagnostics;
using System.Globalization;

namespace Audit.Trials.Loading;

/// <summary>Far more than the machine carries, and then as before: what is too much is refused in time, and nothing collapses.</summary>
/// <param name="name">What it is called.</param>
/// <param name="run">What it works with.</param>
/// <param name="rate">The usual rate.</param>
/// <param name="others">What else comes during a burst, until the token ends it.</param>
/// <param name="refusals">How many refusals there were of the kind that there has to be.</param>
/// <param name="settings">What the service is held to.</param>
internal sealed class BurstPhase(
    string name, LoadRun run, double rate, Func<Server, Sender, CancellationToken, Task> others, Func<Sender, int> refusals, params IReadOnlyList<(string Key, string Value)> settings)
{
    private const int MostRecovery = 5;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    /// <summary>The usual requests; one actor has a third of all. An actor may send three times the usual, if that is below the default limit.</summary>
    public static BurstPhase Limited(LoadRun run, double rate) => new(
        "burst within rate limits",
        run,
        rate,
        (server, sender, _) => run.SendBurstAsync(sender, [server.Actors[0]], rate / 2),
        sender => sender.WithTooMany,
        ("RateLimiting__ActorPerSecond", Math.Min(100, rate / run.Clients * 3).ToString(CultureInfo.InvariantCulture)),
        ("RateLimiting__ActorBurst", ((int)Math.Min(500, rate / run.Clients * 6)).ToString(CultureInfo.InvariantCulture)));

    public static BurstPhase Heavy(LoadRun run, double rate) => new(
        "burst of heavy requests", run, rate, (server, sender, end) => HeavyLoad.SendAsync(run, server, sender, end), sender => sender.WithOverload, LoadRun.Unlimited);

    public async Task RunAsync()
    {
        await using var server = await run.StartAsync(run.Clients, settings);
        using var sender = run.Sender(server);
        using var end = new CancellationTokenSource();
        await run.WarmUpAsync(sender, server, rate);
        var before = await WindowAsync(sender, server, s_window * 3);
        var watching = Vitals.WatchAsync(server.Service, end.Token);
        for (var number = 1; number <= run.Settings["bursts"]; number++)
        {
            await OneAsync($"{name} {number}", server, sender, before.Took);
        }

        await end.CancelAsync();
        var vitals = await watching;
        run.Figure(name + ": it took", $"{vitals}");
        foreach (var excess in vitals.Excess())
        {
            run.Untimely(name, excess);
        }

        await server.StopAsync(name, run.Report);
        if (refusals(sender) == 0)
        {
            throw new TrialException($"{name}: nothing was refused as it should be, so that it says nothing about that; hold it with more clients or a greater burst.");
        }
    }

    private async Task OneAsync(string burst, Server server, Sender sender, Latencies before)
    {
        var (live, ready) = (HealthProbe.Start(server.Address, "/health/live"), HealthProbe.Start(server.Address, "/health/ready"));
        var refusedBefore = sender.Refused;
        sender.Took = new Latencies();
        using var time = new CancellationTokenSource(run.BurstTime);
        var beside = others(server, sender, time.Token);
        var start = Stopwatch.GetTimestamp();
        var sent = await run.SendBurstAsync(sender, server.Actors, rate);
        await beside;
        var answered = Stopwatch.GetElapsedTime(start);
        var refused = sender.Refused - refusedBefore;
        run.Figure(burst, $"{sent:0} a second and the others; all answered after {answered.TotalSeconds:0.0} s, {refused} refused, {sender.Took}; {sender.Lines} connections");
        var recovery = await RecoverAsync(burst, server, sender, before);
        run.Figure(burst + ": afterwards", $"{recovery}; {live.End()}; {ready.End()}");
        Judge(burst, live, ready);
    }

    private void Judge(string burst, HealthProbe live, HealthProbe ready)
    {
        run.Report.Count(HealthProbe.Probes, live.Asked + ready.Asked);
        foreach (var fault in HealthJudge.FaultsOf(live, ready))
        {
            run.Untimely(burst, fault);
        }
    }

    /// <summary>Goes on at the usual rate until all is as before.</summary>
    private async Task<string> RecoverAsync(string burst, Server server, Sender sender, Latencies before)
    {
        for (var second = 1; ; second++)
        {
            var (took, refused) = await WindowAsync(sender, server, s_window);
            if (HealthJudge.IsRecovered(before, took, refused))
            {
                return string.Create(CultureInfo.InvariantCulture, $"as before within {second} s ({took}; before {before})");
            }

            if (second > MostRecovery)
            {
                run.Untimely(burst, string.Create(CultureInfo.InvariantCulture, $"the usual rate should be carried as before within {MostRecovery} s ({before}) and wasn't ({took}, {refused} refused)"));
                return "not as before";
            }
        }
    }

    private async Task<(Latencies Took, int Refused)> WindowAsync(Sender sender, Server server, TimeSpan time)
    {
        var refused = sender.Refused;
        var took = sender.Took = new Latencies();
        await run.SendUsualAsync(sender, server.Actors, rate, time, Tolerance.Refusal);
        return (took, sender.Refused - refused);
    }
}
