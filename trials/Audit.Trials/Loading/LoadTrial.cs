using Audit.Trials.Crashing;
using Audit.Trials.Running;

namespace Audit.Trials.Loading;

/// <summary>Much to do, far too much to do, and an end in the middle of it.</summary>
internal static class LoadTrial
{
    private static readonly string[] s_tenants = ["tnt_load_a", "tnt_load_b", "tnt_load_c", "tnt_load_d"];

    public static Trial Trial { get; } = new(
        "load",
        "what is too much is refused in time, nothing that was acknowledged is lost, and a stop answers what was taken",
        [
            new TrialOption("seconds", 600, 1, "seconds of what the machine carries"),
            new TrialOption("clients", 32, 8, "how many work at the same time"),
            new TrialOption("burst", 10, 2, "how many times as much a burst is"),
            new TrialOption("burst-seconds", 10, 1, "seconds of a burst"),
            new TrialOption("bursts", 3, 1, "how many bursts of each kind"),
            new TrialOption("stops", 5, 1, "how often it is stopped while it works"),
            new TrialOption("records", 20_000, 1000, "how many things are there at first"),
            new TrialOption("seed", 1, 0, "where the random choices begin"),
            new TrialOption("timed", 1, 0, "0 shows times and memory without judging them"),
        ],
        RunAsync);

    private static async Task RunAsync(TrialSettings settings, TrialReport report, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (IEnumerable<string>)[Sender.Sent, Sender.Answered, Sender.Limited, Sender.Overloaded, Sender.LostRaces, Sender.Untaken, Sender.Acknowledged, Sender.BusyParts, Pace.Unsent, HealthProbe.Probes, StopPhase.Stops, StopPhase.Held, BookChecks.Checked, BookChecks.InDoubt, BookChecks.Done, Judge.Checks])
        {
            report.Count(name, 0);
        }

        var run = new LoadRun(folder.File("audit.db"), [.. s_tenants.Select(t => new Shelf(t))], new Books(), report, settings, cancellationToken);
        var rate = await Preparation.RunAsync(run);
        foreach (var phase in (IEnumerable<Func<Task>>)[
            () => SustainedPhase.RunAsync(run, rate),
            () => BurstPhase.Limited(run, rate).RunAsync(),
            () => BurstPhase.Heavy(run, rate).RunAsync(),
            () => FloodPhase.RunAsync(run, rate),
            () => StopPhase.RunAsync(run),
            () => LastLook.RunAsync(run)])
        {
            cancellationToken.ThrowIfCancellationRequested();
            await phase();
        }
    }
}
