using System.Diagnostics;

namespace Audit.Trials.Faults;

/// <summary>What requests of a kind must be answered with.</summary>
internal enum Duty
{
    /// <summary>They are done.</summary>
    GoOn,

    /// <summary>They are done, rightly, or refused.</summary>
    Either,

    /// <summary>They are refused.</summary>
    Stop,
}

/// <summary>What the service must do in a situation; for <paramref name="Ready"/>, to go on is to be ready.</summary>
internal sealed record Expectation(Duty Reads, Duty Writes, Duty Ready)
{
    public static Expectation AllGoesOn { get; } = new(Duty.GoOn, Duty.GoOn, Duty.GoOn);

    public static Expectation Either { get; } = new(Duty.Either, Duty.Either, Duty.Either);

    /// <summary>Requests are done, whatever ready says.</summary>
    public static Expectation RequestsGoOn { get; } = AllGoesOn with { Ready = Duty.Either };

    public static Expectation AllStops { get; } = new(Duty.Stop, Duty.Stop, Duty.Stop);
}

/// <summary>What is wrong with the store for a time, and what the service was seen to make of it.</summary>
/// <param name="name">What it is called in findings.</param>
/// <param name="expectation">What the service must do.</param>
/// <param name="grace">So long it may take to find out. When one part of it has said that it knows, the others have no more than a second to.</param>
internal sealed class Situation(string name, Expectation expectation, TimeSpan grace)
{
    private static readonly long s_second = Stopwatch.Frequency;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<TimeSpan> _unready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TimeSpan> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _refused;
    private long _binds = Stopwatch.GetTimestamp() + (long)(grace.TotalSeconds * s_second);

    public string Name => name;

    public Expectation Expectation => expectation;

    /// <summary>How long it took until it was said to be unready.</summary>
    public Task<TimeSpan> Unready => _unready.Task;

    /// <summary>How long it took until it was said to be ready.</summary>
    public Task<TimeSpan> Ready => _ready.Task;

    /// <summary>How many requests were refused of those that were sent in it.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public void Refuse() => Interlocked.Increment(ref _refused);

    /// <summary>Whether a request of that moment must be answered as expected.</summary>
    public bool Binds(long moment) => moment >= Interlocked.Read(ref _binds);

    /// <summary>It was said to be ready, or unready.</summary>
    public void Heard(bool isReady)
    {
        (isReady ? _ready : _unready).TrySetResult(Stopwatch.GetElapsedTime(_start));
        if (expectation.Ready == (isReady ? Duty.GoOn : Duty.Stop))
        {
            Interlocked.Exchange(ref _binds, Math.Min(Interlocked.Read(ref _binds), Stopwatch.GetTimestamp() + s_second));
        }
    }
}

/// <summary>A request that is under way.</summary>
/// <param name="Situation">How it was when it was sent.</param>
/// <param name="At">When that was.</param>
internal readonly record struct Asked(Situation Situation, long At);
