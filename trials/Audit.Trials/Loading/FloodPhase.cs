namespace Audit.Trials.Loading;

/// <summary>One tenant sends far more than is carried, and another one works quietly beside it.</summary>
internal static class FloodPhase
{
    private const string Name = "flood";
    private const double QuietRate = 20;
    private const double MostRefused = 0.01;

    public static async Task RunAsync(LoadRun run, double rate)
    {
        await using var server = await run.StartAsync(run.Clients, LoadRun.Unlimited);
        using var quiet = run.Sender(server);
        using var loud = run.Sender(server);
        var ofTenants = server.Actors.GroupBy(a => a.Shelf.Tenant, StringComparer.Ordinal).Select(g => g.ToList()).ToList();
        await run.WarmUpAsync(loud, server, rate);
        loud.Took = new Latencies();
        await WorkAsync();
        var alone = quiet.Took;
        quiet.Took = new Latencies();
        var flood = run.SendBurstAsync(loud, ofTenants[0], rate);
        var sent = await WorkAsync() * run.BurstTime.TotalSeconds;
        var flooded = await flood;
        run.Figure(Name, $"{flooded:0} a second by one tenant, {loud.Refused} refused, {loud.Took}");
        run.Figure(Name + ": a quiet tenant", $"{quiet.Took}, {quiet.Refused} refused; alone {alone}");
        if (FaultOf(quiet.Refused, sent) is { } fault)
        {
            run.Untimely(Name, fault);
        }

        await server.StopAsync(Name, run.Report);

        Task<double> WorkAsync() => run.SendUsualAsync(quiet, ofTenants[1], QuietRate, run.BurstTime, Tolerance.Refusal);
    }

    /// <summary>What was too much for somebody who asks for little.</summary>
    public static string? FaultOf(int refused, double sent) =>
        refused <= sent * MostRefused ? null : FormattableString.Invariant($"a quiet tenant should be served and was refused {refused} of {sent:0} times");
}
