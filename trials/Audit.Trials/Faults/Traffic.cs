using System.Diagnostics;
using Audit.Trials.Crashing;

namespace Audit.Trials.Faults;

/// <summary>Readers and writers of all tenants, and who asks how the service is; all at once, until they are stopped.</summary>
internal sealed class Traffic(AnswerJudge judge, Instance instance, IReadOnlyList<WritingClient> writers, IReadOnlyList<ReadingClient> readers) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_readyPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_livePause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _anybody = new() { BaseAddress = instance.Service.Address };
    private CancellationTokenSource _stop = new();
    private List<Task> _running = [];
    private long _done;

    public void Start()
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        var watch = new Watch(judge);
        _running =
        [
            .. writers.Select(w => Again(async () => _ = await w.WriteAsync(instance[w.Tenant]) ? Interlocked.Increment(ref _done) : 0, s_pause)),
            .. readers.Select(r => Again(() => r.ReadAsync(instance[r.Tenant]), s_pause)),
            Again(() => watch.AskReadyAsync(_anybody), s_readyPause),
            Again(() => watch.AskLiveAsync(_anybody), s_livePause),
        ];
    }

    /// <summary>Waits until all have been answered.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    /// <summary>Waits for so many more writes to be done; false where they aren't in time.</summary>
    public async Task<bool> ReachAsync(int more)
    {
        var (start, target) = (Stopwatch.GetTimestamp(), Interlocked.Read(ref _done) + more);
        while (Interlocked.Read(ref _done) < target && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(s_pause);
        }

        return Interlocked.Read(ref _done) >= target;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _anybody.Dispose();
    }

    private Task Again(Func<Task> ask, TimeSpan pause)
    {
        var stop = _stop.Token;
        return Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await ask();
                    await Task.Delay(pause, CancellationToken.None);
                }
            },
            CancellationToken.None);
    }
}
