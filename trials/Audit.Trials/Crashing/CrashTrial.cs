using Audit.Trials.Running;

namespace Audit.Trials.Crashing;

/// <summary>Kills the service again and again while it works, and looks after each time at what is there.</summary>
internal static class CrashTrial
{
    public static Trial Trial { get; } = new(
        "crash",
        "whenever the service is killed, what it acknowledged is there, whole, and nothing is half there",
        [
            new TrialOption("kills", 100, 1, "how often it is killed"),
            new TrialOption("seed", 1, 0, "where the random choices begin"),
            new TrialOption("writers", 8, 2, "how many write at the same time"),
        ],
        RunAsync);

    private static async Task RunAsync(TrialSettings settings, TrialReport report, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (IEnumerable<string>)[CrashRun.Kills, .. Enum.GetValues<KillMoment>().Select(CrashRun.Name), Writer.Acknowledged, Writer.InDoubt, Writer.Done, Writer.NotDone, Writer.Repeated, Writer.ToldToComeAgain, Judge.Checks])
        {
            report.Count(name, 0);
        }

        var random = new Random((int)settings["seed"]);
        var writers = Enumerable.Range(0, (int)settings["writers"])
            .Select(i => new Writer(FormattableString.Invariant($"w{i}"), Instance.Tenants[i % Instance.Tenants.Count], random.Next(), report)).ToList();
        await using var run = new CrashRun(folder.File("audit.db"), await CleanStart.MakeAsync(), writers, report);
        var kills = (int)settings["kills"];
        // what is broken once stays broken: more of it says nothing new
        for (var number = 1; number <= kills && report.Found == 0; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var kill = Kill.Next(random, number);
            await run.StrikeAsync(kill);
            await run.CheckAsync(kill.ToString(), isDeep: number % 10 == 0 || number == kills);
        }

        if (report.Found == 0)
        {
            await run.EndAsync();
        }
        else
        {
            report.Figure("its file", Keep(folder, settings["seed"]));
        }
    }

    /// <summary>Copies what is broken to where it stays.</summary>
    private static string Keep(TemporaryFolder folder, long seed)
    {
        var kept = Directory.CreateTempSubdirectory(FormattableString.Invariant($"audit-crash-{seed}-")).FullName;
        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            File.Copy(file, Path.Combine(kept, Path.GetFileName(file)));
        }

        return Path.Combine(kept, "audit.db");
    }
}
