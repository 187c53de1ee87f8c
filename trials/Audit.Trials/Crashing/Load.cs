namespace Audit.Trials.Crashing;

/// <summary>Writers at work, each until its process is gone or it is told to stop.</summary>
internal sealed class Load : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _writing = [];
    private readonly Lock _lock = new();
    private readonly List<(long Number, TaskCompletionSource Reached)> _awaited = [];
    private long _acknowledged;

    /// <summary>Has them begin.</summary>
    /// <param name="writers">Who.</param>
    /// <param name="caller">As whom, by their tenant.</param>
    public void Add(IEnumerable<Writer> writers, Func<string, HttpClient> caller) =>
        _writing.AddRange(writers.Select(writer => Task.Run(() => writer.WriteAsync(caller(writer.Tenant), Acknowledge, _stop.Token))));

    /// <summary>Waits for so many more acknowledgements; false where all writers have ended before, or none came for too long.</summary>
    public async Task<bool> ReachAsync(int more)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((_acknowledged + more, reached));
        }

        return more == 0 || await Task.WhenAny(reached.Task, Task.WhenAll(_writing), Task.Delay(TimeSpan.FromSeconds(60))) == reached.Task;
    }

    /// <summary>Waits until all have ended; those whose process lives end after the request that they are at.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writing);
    }

    /// <summary>Waits until all have ended because their process has.</summary>
    public Task EndAsync() => Task.WhenAll(_writing);

    public void Dispose() => _stop.Dispose();

    private void Acknowledge()
    {
        lock (_lock)
        {
            _acknowledged++;
            foreach (var (number, reached) in _awaited.Where(a => a.Number <= _acknowledged))
            {
                reached.TrySetResult();
            }

            _awaited.RemoveAll(a => a.Number <= _acknowledged);
        }
    }
}
