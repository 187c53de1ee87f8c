using System.Diagnostics;
using System.Globalization;
using Audit.Bench.Reporting;
using Audit.Bench.Seeding;

namespace Audit.Bench.Driving;

/// <summary>Drives the service and the floor in turn, on copies of the seeded files of one size.</summary>
/// <param name="root">The checkout.</param>
/// <param name="folder">For what is gone after the run.</param>
/// <param name="options">How long and how often.</param>
/// <param name="log">Told what goes on.</param>
public sealed class Measurement(string root, string folder, BenchOptions options, Action<string> log)
{
    private const int WarmUpSeconds = 2;

    /// <summary>Most code is on the way of a write, and until the compiler has seen to it all, it is a third as fast: some five seconds of writing.</summary>
    private const int WriteWarmUpSeconds = 8;
    private const int MaxOpenIds = Seed.MaxOpenIds;
    private static readonly TimeSpan s_breath = TimeSpan.FromSeconds(1);
    private readonly Wrk _wrk = new(Path.Combine(root, "bench/wrk/operations.lua"), folder);

    public async Task<SizeReport> RunAsync(SeededFile seeded, string floorFile, CancellationToken cancellationToken)
    {
        var seed = seeded.Seed;
        var (file, floorCopy) = (await CopyAsync(seeded.Path, "audit.db", cancellationToken), await CopyAsync(floorFile, "floor.db", cancellationToken));
        try
        {
            var floorIds = FloorServer.Ids(floorCopy, Math.Max(seed.Ids.Count, seed.OpenIds.Count));
            await using var floorServer = FloorServer.Start(root, floorCopy, Path.Combine(folder, "floor.log"));
            await floorServer.FirstAnswerAsync(() => floorServer.Client.GetStringAsync(new Uri("/admin/audit/incidents", UriKind.Relative), cancellationToken), cancellationToken);
            await using var server = AuditServer.Start(root, file, Path.Combine(folder, "audit.log"));
            var startMs = await server.MeasureStartAsync(seed.Ids[0], cancellationToken);
            var target = Aim(server, file, seed.Incidents, seed.Ids, seed.OpenIds);
            var floor = Aim(floorServer, floorCopy, seed.Incidents, Seed.Spread(floorIds, seed.Ids.Count), Seed.Spread(floorIds, Math.Min(MaxOpenIds, seed.OpenIds.Count)));
            var figures = await RoundsAsync(target, floor, cancellationToken);
            return new SizeReport(seed.Incidents, seed.OthersIncidents, seed.OtherTenants, startMs, server.ResidentMegabytes, figures);
        }
        finally
        {
            SeededFile.Delete(file);
            SeededFile.Delete(floorCopy);
        }
    }

    private async Task<IReadOnlyList<Figures>> RoundsAsync(Target target, Target floor, CancellationToken cancellationToken)
    {
        log(string.Create(CultureInfo.InvariantCulture, $"{target.Size:N0}: warming up…"));
        await RoundAsync(target, floor, operation => operation.Writes ? WriteWarmUpSeconds : WarmUpSeconds, (_, _, _) => { }, cancellationToken);
        // what the compiler does in the background, it does when nothing new was called for a while
        await Task.Delay(s_breath, cancellationToken);
        var runs = Operation.All.ToDictionary(o => o, _ => (Own: new List<Run>(), Floor: new List<Run>()));
        for (var round = 1; round <= options.Rounds; round++)
        {
            log(string.Create(CultureInfo.InvariantCulture, $"{target.Size:N0}: round {round} of {options.Rounds}…"));
            await RoundAsync(target, floor, _ => options.Seconds, (operation, isFloor, run) => (isFloor ? runs[operation].Floor : runs[operation].Own).Add(run), cancellationToken);
        }

        return [.. Operation.All.Select(o => Figures.Of(o.Name, target.Size, runs[o].Own, runs[o].Floor))];
    }

    private async Task RoundAsync(Target target, Target floor, Func<Operation, int> seconds, Action<Operation, bool, Run> take, CancellationToken cancellationToken)
    {
        // tokens last an hour, and a run at the largest size may take longer
        target.Token = await target.Server.SignInAsync(cancellationToken);
        target.SmallTenantToken = await target.Server.TokenAsync(Seed.SmallTenantId, cancellationToken);
        foreach (var operation in Operation.All)
        {
            if (operation.HasFloor)
            {
                take(operation, true, await _wrk.DriveAsync(operation, floor, seconds(operation), cancellationToken));
            }

            take(operation, false, await DriveAsync(operation, target, seconds(operation), cancellationToken));
        }
    }

    private async Task<Run> DriveAsync(Operation operation, Target target, int seconds, CancellationToken cancellationToken)
    {
        var before = await target.Server.CountHistoryAsync(cancellationToken);
        var run = await _wrk.DriveAsync(operation, target, seconds, cancellationToken);
        var written = await target.Server.CountHistoryAsync(cancellationToken) - before;
        // those that were under way at the end are not among the answers
        var isRight = operation.Writes ? written >= run.Requests && written <= run.Requests + Wrk.Connections : written == 0;
        return isRight ? run : throw new MeasurementException(string.Create(CultureInfo.InvariantCulture, $"{operation.Name}: {run.Requests} answers, but {written} new entries in the history."));
    }

    private Target Aim(Server server, string database, int size, IReadOnlyList<string> ids, IReadOnlyList<string> openIds) =>
        new(server, database, size, Target.Shuffled(ids), new StatusPlan(openIds, options.Rounds + 1, Wrk.Threads));

    private async Task<string> CopyAsync(string file, string name, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(folder, name);
        using var copying = Process.Start("cp", ["--reflink=auto", file, copy]);
        await copying.WaitForExitAsync(cancellationToken);
        return copying.ExitCode == 0 ? copy : throw new MeasurementException($"{file} could not be copied.");
    }
}
