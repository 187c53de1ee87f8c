using Audit.Trials.Running;

namespace Audit.Trials.Faults;

/// <summary>Takes the service's file away from it in every way that can be had here, while it is used.</summary>
internal static class FaultsTrial
{
    public const string NotHeld = "faults not held";
    private const int DiskMegabytes = 128;

    public static Trial Trial { get; } = new(
        "faults",
        "whatever befalls the file, the service refuses with a 503 what it can't do, says nothing wrong, loses nothing and goes on by itself",
        [
            new TrialOption("rounds", 3, 1, "how often each fault is injected"),
            new TrialOption("seed", 1, 0, "where the random choices begin"),
            new TrialOption("lock-seconds", 30, 1, "how long a lock is held"),
            new TrialOption("patience", 1, 1, "how many times as long as promised things may take, for slow machines"),
            new TrialOption("system", 1, 0, "whether to mount and to make files immutable, which takes root; 0 for no"),
        ],
        RunAsync);

    /// <summary>Those that anybody can bring about.</summary>
    public static IReadOnlyList<Func<Fault>> Anywhere { get; } =
    [
        () => new MovedFile(),
        () => new MovedFolder(),
        () => new ReplacedFile(),
        () => new DamagedHeader("header zeroed", Expectation.AllStops, isQuiet: true, isRandom: false),
        () => new DamagedHeader("header random", Expectation.AllStops, isQuiet: true, isRandom: true),
        () => new DamagedHeader("header random under writes", Expectation.Either, isQuiet: false, isRandom: true),
        () => new DamagedPages(),
        () => new HeldTransaction("BEGIN IMMEDIATE"),
        () => new HeldTransaction("BEGIN EXCLUSIVE"),
        // SQLite's own locks are of another kind, and don't meet this one
        () => new HeldFile("", Expectation.AllGoesOn),
        () => new HeldFile(".write.lock", new Expectation(Duty.GoOn, Duty.Stop, Duty.Stop)),
    ];

    /// <summary>Those that take root, and where they need it a disk of their own.</summary>
    private static IReadOnlyList<Func<Fault>> BySystem { get; } = [() => new Immutable(), () => new FullDisk(), () => new ReadOnlyMount()];

    private static async Task RunAsync(TrialSettings settings, TrialReport report, CancellationToken cancellationToken)
    {
        foreach (var name in (IEnumerable<string>)[FaultRun.Injected, .. Anywhere.Concat(BySystem).Select(FaultRun.NameOf), ReadOnlyStart.Counted, NotHeld, AnswerJudge.Sent, AnswerJudge.Judged, AnswerJudge.Refused, WritingClient.Acknowledged, WritingClient.Refused, Crashing.Judge.Checks])
        {
            report.Count(name, 0);
        }

        var times = new FaultTimes(settings["patience"], settings["lock-seconds"]);
        await RunOnAnyDiskAsync(settings, times, report, cancellationToken);
        await RunOnOwnDiskAsync(settings, times, report, cancellationToken);
        times.Show(report);
    }

    private static async Task RunOnAnyDiskAsync(TrialSettings settings, FaultTimes times, TrialReport report, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        List<Func<Fault>> faults = [.. Anywhere];
        if (settings["system"] != 0)
        {
            Add(faults, BySystem[0], Immutable.IsPossibleIn(folder.Path), "chattr +i", report);
        }

        var store = Directory.CreateDirectory(folder.File("store")).FullName;
        await HoldAsync(new Place(Path.Combine(store, "audit.db")), "f", faults, settings, times, report, cancellationToken);
    }

    private static async Task RunOnOwnDiskAsync(TrialSettings settings, FaultTimes times, TrialReport report, CancellationToken cancellationToken)
    {
        if (settings["system"] == 0)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using var disk = Mount.Disk(folder.Path, DiskMegabytes);
        List<Func<Fault>> faults = [];
        Add(faults, BySystem[1], disk is not null, "mount", report);
        Add(faults, BySystem[2], disk is not null, "mount", report);
        if (disk is not null)
        {
            var store = Directory.CreateDirectory(folder.File("store")).FullName;
            await HoldAsync(new Place(Path.Combine(store, "audit.db")), "d", faults, settings, times, report, cancellationToken);
            await ReadOnlyStart.HoldAsync(Directory.CreateDirectory(folder.File("start")).FullName, times, report);
        }
    }

    private static void Add(List<Func<Fault>> faults, Func<Fault> make, bool isPossible, string needs, TrialReport report)
    {
        if (isPossible)
        {
            faults.Add(make);
            return;
        }

        using var fault = make();
        report.Count(NotHeld);
        report.Figure(fault.Name, $"NOT HELD: {needs} is refused here; as root, or for mounts within unshare --user --map-root-user --mount, it can be");
    }

    private static async Task HoldAsync(Place place, string name, List<Func<Fault>> faults, TrialSettings settings, FaultTimes times, TrialReport report, CancellationToken cancellationToken)
    {
        await using var run = await FaultRun.StartAsync(place, name, (int)settings["seed"], times, report);
        for (var round = 0; round < settings["rounds"]; round++)
        {
            foreach (var make in faults)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var fault = make();
                await run.StrikeAsync(fault, cancellationToken);
            }
        }

        await run.EndAsync();
    }
}
