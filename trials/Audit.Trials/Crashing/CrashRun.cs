using Audit.Trials.Running;

namespace Audit.Trials.Crashing;

/// <summary>The service on one file, who writes to it, and what is done to it.</summary>
internal sealed class CrashRun(string file, CleanStart clean, IReadOnlyList<Writer> writers, TrialReport report) : IAsyncDisposable
{
    public const string Kills = "kills";
    private const int MostMilliseconds = 400;

    /// <summary>The one that runs; none where the last one was killed.</summary>
    public Instance? Instance { get; private set; }

    public async ValueTask DisposeAsync() => await (Instance?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>What kills at such a moment are counted under.</summary>
    public static string Name(KillMoment moment) => moment switch
    {
        KillMoment.Load => "  while it wrote",
        KillMoment.Start => "  while it started",
        KillMoment.Stop => "  while it stopped",
        KillMoment.Pair => "  beside another one",
        _ => throw new ArgumentOutOfRangeException(nameof(moment), moment, message: null),
    };

    /// <summary>Kills the service, or one of two; what is left is checked by <see cref="CheckAsync"/>.</summary>
    public async Task StrikeAsync(Kill kill)
    {
        report.Count(Kills);
        report.Count(Name(kill.Moment));
        if (kill.Moment == KillMoment.Start)
        {
            await DropAsync();
            await ServiceProcess.KillWhileStartingAsync(clean.Took * (0.2 + kill.After), Path.GetDirectoryName(file)!, Instance.Settings(file));
            return;
        }

        Instance ??= await Instance.StartAsync(file);
        using var load = new Load();
        await (kill.Moment == KillMoment.Pair ? KillOneOfTwoAsync(kill, load, Instance) : KillTheOnlyOneAsync(kill, load, Instance));
    }

    /// <summary>Looks at everything, by the service and past it; starts the service where none is left.</summary>
    public async Task CheckAsync(string when, bool isDeep)
    {
        var judge = new Judge(report, when);
        try
        {
            Instance ??= await Instance.StartAsync(file);
            var store = StoreSnapshot.Of(file, isDeep);
            var doubts = writers.Select(w => (Writer: w, Doubt: w.Settle(store, judge))).ToList();
            CheckStore(store, judge);
            await Task.WhenAll(Instance.Tenants.Select(tenant => new ServiceChecks(Instance[tenant], store, tenant, judge).MakeAsync()));
            await Task.WhenAll(doubts.Where(d => d.Doubt is { Write.IsRepeatable: true })
                .Select(d => d.Writer.RepeatAsync(Instance[d.Writer.Tenant], d.Doubt!.Value.Write, d.Doubt.Value.WasDone, judge)));
            await Task.WhenAll(writers.Select(w => new ServiceChecks(Instance[w.Tenant], store, w.Tenant, judge).CheckAnswersAsync(w.Ledger)));
            CheckStore(StoreSnapshot.Of(file, isDeep: false), judge);
            clean.Compare(file, store, judge);
        }
        catch (Exception e) when (e is UnansweredException or HttpRequestException)
        {
            judge.Found(e.Message);
        }
    }

    /// <summary>Stops it as an operator does.</summary>
    public async Task EndAsync()
    {
        if (Instance is not null)
        {
            var code = await Instance.Service.TerminateAsync();
            new Judge(report, "at the end").That(code == 0, () => FormattableString.Invariant($"the service should end with 0 and ended with {code}"));
        }
    }

    private void CheckStore(StoreSnapshot store, Judge judge)
    {
        HistoryChecks.Make(store, judge);
        LinkChecks.Make(store, judge);
        CountChecks.Make(store, judge);
        foreach (var tenant in Instance.Tenants)
        {
            LedgerChecks.Make(store, tenant, [.. writers.Where(w => w.Tenant == tenant).Select(w => w.Ledger)], judge);
        }
    }

    private async Task KillTheOnlyOneAsync(Kill kill, Load load, Instance instance)
    {
        load.Add(writers, tenant => instance[tenant]);
        await load.ReachAsync(kill.Writes);
        var stopping = kill.Moment == KillMoment.Stop ? instance.Service.TerminateAsync() : null;
        if (stopping is not null || kill.Writes == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(kill.After * MostMilliseconds));
        }

        await instance.Service.KillAsync();
        await (stopping ?? Task.CompletedTask);
        await load.EndAsync();
        await DropAsync();
    }

    /// <summary>The second starts while the first one writes. Whoever is left must go on.</summary>
    private async Task KillOneOfTwoAsync(Kill kill, Load load, Instance first)
    {
        const int More = 20;
        load.Add(writers.Where((_, i) => i % 2 == 0), tenant => first[tenant]);
        await load.ReachAsync(1);
        var second = await Instance.StartAsync(file);
        load.Add(writers.Where((_, i) => i % 2 == 1), tenant => second[tenant]);
        await load.ReachAsync(kill.Writes);
        var (victim, survivor) = kill.IsFirst ? (first, second) : (second, first);
        Instance = survivor;
        await victim.Service.KillAsync();
        new Judge(report, kill.ToString()).That(await load.ReachAsync(More), () => "the process that is left should go on writing and doesn't");
        await load.StopAsync();
        await victim.DisposeAsync();
    }

    private async Task DropAsync()
    {
        if (Instance is not null)
        {
            await Instance.DisposeAsync();
            Instance = null;
        }
    }
}
