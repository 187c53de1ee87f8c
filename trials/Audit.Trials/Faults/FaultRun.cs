using Audit.Trials.Crashing;

namespace Audit.Trials.Faults;

/// <summary>The service on one file, who uses it, and what befalls the file.</summary>
internal sealed class FaultRun : IAsyncDisposable
{
    public const string Injected = "faults injected";
    private const int Clients = 6;
    private const int Enough = 30;

    private readonly Place _place;
    private readonly TrialReport _report;
    private readonly FaultTimes _times;
    private readonly Random _random;
    private readonly Instance _instance;
    private readonly AnswerJudge _judge;
    private readonly Dictionary<string, Known> _known = Instance.Tenants.ToDictionary(t => t, _ => new Known(), StringComparer.Ordinal);
    private readonly List<WritingClient> _writers;
    private readonly Traffic _traffic;

    private FaultRun(Place place, Instance instance, string name, int seed, FaultTimes times, TrialReport report)
    {
        (_place, _instance, _times, _report, _random) = (place, instance, times, report, new Random(seed));
        _judge = new AnswerJudge(report, new Situation("before", Expectation.AllGoesOn, TimeSpan.Zero), times.Answer);
        string TenantOf(int i) => Instance.Tenants[i % Instance.Tenants.Count];
        _writers = [.. Enumerable.Range(0, Clients).Select(i => new WritingClient(FormattableString.Invariant($"{name}{i}"), TenantOf(i), _random.Next(), _known[TenantOf(i)], _judge))];
        _traffic = new Traffic(_judge, instance, _writers, [.. Enumerable.Range(0, Clients).Select(i => new ReadingClient(TenantOf(i), _random.Next(), _known[TenantOf(i)], _judge))]);
    }

    public static async Task<FaultRun> StartAsync(Place place, string name, int seed, FaultTimes times, TrialReport report) =>
        new(place, await Instance.StartAsync(place.File), name, seed, times, report);

    public async ValueTask DisposeAsync()
    {
        await _traffic.DisposeAsync();
        await _instance.DisposeAsync();
    }

    /// <summary>What faults of a kind are counted under.</summary>
    public static string NameOf(Func<Fault> make)
    {
        using var fault = make();
        return NameOf(fault);
    }

    /// <summary>One fault from before it until all is as it should be again.</summary>
    public async Task StrikeAsync(Fault fault, CancellationToken cancellationToken)
    {
        _report.Count(Injected);
        _report.Count(NameOf(fault));
        _traffic.Start();
        Require(await _traffic.ReachAsync(Enough), $"before {fault.Name}: writes should be done");
        try
        {
            await BeginAsync(fault);
            await LastAsync(fault, cancellationToken);
            await EndAsync(fault);
        }
        finally
        {
            await _traffic.StopAsync();
        }

        await CheckAsync("after " + fault.Name);
    }

    /// <summary>Stops it as an operator does.</summary>
    public async Task EndAsync()
    {
        var code = await _instance.Service.TerminateAsync();
        Require(code == 0, FormattableString.Invariant($"at the end: the service should end with 0 and ended with {code}"));
        _report.Figure("slowest answer", Shown(_judge.Slowest));
    }

    private static string NameOf(Fault fault) => "  " + fault.Name;

    private async Task BeginAsync(Fault fault)
    {
        if (fault.IsQuiet)
        {
            await _traffic.StopAsync();
        }

        _judge.Now = new Situation("when it begins: " + fault.Name, Expectation.Either, TimeSpan.Zero);
        fault.Begin(_place, _random);
        _judge.Now = new Situation(fault.Name, fault.Expectation, _times.Notice);
        if (fault.IsQuiet)
        {
            _traffic.Start();
        }
    }

    private async Task LastAsync(Fault fault, CancellationToken cancellationToken)
    {
        var hold = fault.IsLock ? _times.Lock : _times.Hold * (1 + _random.NextDouble());
        if (fault.Expectation.Ready == Duty.Stop)
        {
            var unready = _judge.Now.Unready;
            Require(await Task.WhenAny(unready, Task.Delay(_times.Notice + _times.Answer, cancellationToken)) == unready, $"{fault.Name}: it should be found out, and ready be 503");
        }

        await Task.Delay(hold, cancellationToken);
        foreach (var turn in fault.Turns(_place))
        {
            turn();
            await Task.Delay(hold, cancellationToken);
        }
    }

    private async Task EndAsync(Fault fault)
    {
        _times.Refused(fault, _judge.Now.Refused);
        if (_judge.Now.Unready.IsCompletedSuccessfully)
        {
            _times.Noticed(fault, await _judge.Now.Unready);
        }

        _judge.Now = new Situation("when it ends: " + fault.Name, Expectation.Either, TimeSpan.Zero);
        fault.End(_place);
        var after = _judge.Now = new Situation("just after " + fault.Name, Expectation.Either, TimeSpan.Zero);
        if (await Task.WhenAny(after.Ready, Task.Delay(_times.Recover)) == after.Ready)
        {
            _times.Recovered(fault, await after.Ready);
        }
        else
        {
            Require(isSo: false, FormattableString.Invariant($"after {fault.Name}: ready should be 200 again within {_times.Recover.TotalSeconds:0} s"));
        }

        if (fault.Expectation.Ready == Duty.Either)
        {
            _judge.Now = new Situation("after " + fault.Name, Expectation.RequestsGoOn, _times.Untold);
            await Task.Delay(_times.Untold);
        }
        else
        {
            _judge.Now = new Situation("after " + fault.Name, Expectation.AllGoesOn, TimeSpan.Zero);
        }

        Require(await _traffic.ReachAsync(Enough), $"after {fault.Name}: writes should be done again");
    }

    private async Task CheckAsync(string when)
    {
        var judge = new Judge(_report, when);
        foreach (var known in _known.Values)
        {
            known.Settle(_judge);
        }

        try
        {
            CheckStore(StoreSnapshot.Of(_place.File, isDeep: true), judge);
            await Task.WhenAll(Instance.Tenants.Select(tenant => new ServiceChecks(_instance[tenant], StoreSnapshot.Of(_place.File, isDeep: false), tenant, judge).MakeAsync()));
            await Task.WhenAll(_writers.Select(w => new ServiceChecks(_instance[w.Tenant], StoreSnapshot.Of(_place.File, isDeep: false), w.Tenant, judge).CheckAnswersAsync(w.Ledger)));
            CheckStore(StoreSnapshot.Of(_place.File, isDeep: false), judge);
        }
        catch (Exception e) when (e is UnansweredException or HttpRequestException or Microsoft.Data.Sqlite.SqliteException)
        {
            judge.Found(e.Message);
        }
    }

    private void CheckStore(StoreSnapshot store, Judge judge)
    {
        HistoryChecks.Make(store, judge);
        LinkChecks.Make(store, judge);
        CountChecks.Make(store, judge);
        foreach (var writer in _writers)
        {
            writer.CheckRefused(store, judge);
        }

        foreach (var tenant in Instance.Tenants)
        {
            LedgerChecks.Make(store, tenant, [.. _writers.Where(w => w.Tenant == tenant).Select(w => w.Ledger)], judge);
        }
    }

    private void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            _report.Violation(otherwise);
        }
    }

    private static string Shown(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.00} s");
}
