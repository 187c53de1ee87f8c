using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Audit.Trials.Loading;

/// <summary>The service is told to end in the middle of its work: what it has taken it answers, and then it ends.</summary>
internal static class StopPhase
{
    public const string Stops = "stops under load";
    public const string Held = "requests under way at a stop";
    private const string Name = "stop";
    private const int Grace = 5;
    private const int HeldAtOnce = 5;

    /// <summary>As an operator does it, the limit as it is by default.</summary>
    public static async Task RunAsync(LoadRun run)
    {
        var slowest = TimeSpan.Zero;
        for (var number = 1; number <= run.Settings["stops"]; number++)
        {
            var took = await StopAsync(run, $"{Name} {number}", isEndless: false, seconds: 30);
            slowest = took > slowest ? took : slowest;
        }

        var endless = await StopAsync(run, Name + " with a request that never ends", isEndless: true, seconds: 2);
        run.Figure(Name, $"took {slowest.TotalSeconds:0.0} s at most; with a request that never ends and 2 s for it {endless.TotalSeconds:0.0} s");
    }

    private static async Task<TimeSpan> StopAsync(LoadRun run, string when, bool isEndless, int seconds)
    {
        await using var server = await run.StartAsync(run.Clients, LoadRun.Unlimited, ("Limits__ShutdownSeconds", seconds.ToString(CultureInfo.InvariantCulture)));
        using var sender = run.Sender(server);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var load = Pace.ClosedAsync(
            server.Actors,
            run.Seed,
            async (actor, mix) => await sender.SendAsync(mix.Next(actor), Tolerance.End) is Verdict.Done or Verdict.LostRace,
            TimeSpan.FromMinutes(1));
        List<(Call Call, Line Line)> held = [];
        for (var i = 0; i < HeldAtOnce; i++)
        {
            var call = Calls.Report(server.Actors[i], "critical");
            held.Add((call, await HoldAsync(call, sender, patience.Token)));
        }

        var start = Stopwatch.GetTimestamp();
        var ending = server.Service.TerminateAsync();
        await load;
        if (!isEndless)
        {
            foreach (var (call, line) in held)
            {
                run.Report.Count(Held);
                await line.SendAsync(Encoding.UTF8.GetBytes(call.Json!), patience.Token);
                // it had begun: to be hung up on is no answer
                sender.Take(call, await line.ReadAsync(patience.Token), Tolerance.None);
            }
        }

        var code = await ending;
        var took = Stopwatch.GetElapsedTime(start);
        held.ForEach(h => sender.Close(h.Line));
        run.Report.Count(Stops);
        if (FaultOf(code) is { } fault)
        {
            run.Report.Violation($"{when}: {fault}");
        }

        if (took > TimeSpan.FromSeconds(seconds + Grace))
        {
            run.Untimely(when, FormattableString.Invariant($"the service should end within {seconds} s and took {took.TotalSeconds:0.0} s"));
        }

        server.Complaints(when, run.Report);
        return took;
    }

    public static string? FaultOf(int exitCode) => exitCode == 0 ? null : FormattableString.Invariant($"the service should end with 0 and ended with {exitCode}");

    /// <summary>Sends the head and waits until the service wants the body: then it has the request in hand.</summary>
    private static async Task<Line> HoldAsync(Call call, Sender sender, CancellationToken cancellationToken)
    {
        var line = await sender.BeginAsync(call, cancellationToken) ?? throw new TrialException("A request that is to be under way at a stop was not taken.");
        await line.SendAsync(call.ToBytes(asks: true), cancellationToken);
        var interim = await line.ReadAsync(cancellationToken, orInterim: true);
        return interim.Status == 100 ? line : throw new TrialException("A request that is to be under way at a stop got " + interim);
    }
}
