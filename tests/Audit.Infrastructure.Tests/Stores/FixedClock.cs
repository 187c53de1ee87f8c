namespace Audit.Infrastructure.Tests.Stores;

/// <summary>A clock that stands until it is moved, with one timer that rings when it is told to.</summary>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    private readonly TaskCompletionSource<Action> _timer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timer.SetResult(() => callback(state));
        return new Silent();
    }

    /// <summary>Rings the timer as soon as somebody has made it.</summary>
    public async Task RingAsync() => (await _timer.Task)();

    private sealed class Silent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // nothing to let go of
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
