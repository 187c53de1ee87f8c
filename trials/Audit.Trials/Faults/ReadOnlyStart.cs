using System.Net;
using Audit.Trials.Crashing;
using Audit.Trials.Running;

namespace Audit.Trials.Faults;

/// <summary>The service is started where it may not write: it reads and says that it isn't ready, or ends and says why.</summary>
internal static class ReadOnlyStart
{
    public const string Counted = "  " + Name;
    private const string Name = "started on a read-only file";

    public static async Task HoldAsync(string folder, FaultTimes times, TrialReport report)
    {
        foreach (var wasKilled in (IEnumerable<bool>)[false, true])
        {
            report.Count(FaultRun.Injected);
            report.Count(Counted);
            var place = new Place(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, wasKilled ? "killed" : "stopped")).FullName, "audit.db"));
            var ledger = await WriteAsync(place, wasKilled);
            using var mount = Mount.ReadOnly(place.Folder);
            await StartAsync(place, ledger, mount, times, report);
        }
    }

    private static async Task<Ledger> WriteAsync(Place place, bool isKilled)
    {
        await using var instance = await Instance.StartAsync(place.File);
        var writer = new Writer("r", Instance.Tenants[0], 1, new TrialReport());
        await writer.SendAsync(instance[writer.Tenant], IncidentWrites.Open("one", "low", key: null));
        await (isKilled ? instance.Service.KillAsync() : instance.Service.TerminateAsync());
        return writer.Ledger;
    }

    private static async Task StartAsync(Place place, Ledger ledger, Mount mount, FaultTimes times, TrialReport report)
    {
        var reading = new Situation(Name, new Expectation(Duty.Either, Duty.Stop, Duty.Stop), TimeSpan.Zero);
        var judge = new AnswerJudge(report, reading, times.Answer);
        if (await BeginAsync(place, report) is not { } instance)
        {
            return;
        }

        await using (instance)
        {
            var known = new Known();
            var (writer, reader) = (new WritingClient("rr", Instance.Tenants[0], 1, known, judge), new ReadingClient(Instance.Tenants[0], 1, known, judge));
            await new Watch(judge).AskReadyAsync(instance[writer.Tenant]);
            await writer.SendAsync(instance[writer.Tenant], IncidentWrites.Open("two", "low", key: null));
            foreach (var (id, thing) in ledger.Things)
            {
                await reader.ThingAsync(instance[reader.Tenant], id, thing);
            }

            mount.Dispose();
            var after = judge.Now = new Situation("after " + Name, Expectation.Either, TimeSpan.Zero);
            using var asked = new CancellationTokenSource(times.Recover);
            while (!after.Ready.IsCompleted && !asked.IsCancellationRequested)
            {
                await new Watch(judge).AskReadyAsync(instance[writer.Tenant]);
            }

            if (!after.Ready.IsCompleted)
            {
                report.Violation($"after {Name}: ready should be {(int)HttpStatusCode.OK} when it can write again");
            }
        }

        report.Figure(Name, "it starts, reads, and says that it isn't ready");
    }

    /// <summary>Null where it ended, or did nothing at all.</summary>
    private static async Task<Instance?> BeginAsync(Place place, TrialReport report)
    {
        try
        {
            return await Instance.StartAsync(place.File);
        }
        catch (TimeoutException)
        {
            report.Violation($"{Name}: it should listen, or end and say why, and did neither for a minute");
            return null;
        }
        catch (TrialException e)
        {
            if (!e.Message.Contains("readonly", StringComparison.OrdinalIgnoreCase) && !e.Message.Contains("read-only", StringComparison.OrdinalIgnoreCase))
            {
                report.Violation($"{Name}: it ended and should say that it can't write: {e.Message}");
            }

            report.Figure(Name, "it ends and says why");
            return null;
        }
    }
}
