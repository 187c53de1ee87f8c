using System.Diagnostics;

namespace Audit.Trials.Loading;

/// <summary>Ways to send many requests.</summary>
internal static class Pace
{
    public const string Unsent = "requests not sent, as too many of ours were under way";

    /// <summary>Each sends the next when the last is answered.</summary>
    /// <returns>How many were answered a second.</returns>
    public static async Task<double> ClosedAsync(IReadOnlyList<Actor> actors, int seed, Func<Actor, Mix, Task<bool>> send, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var sent = await Task.WhenAll(actors.Select((actor, i) => Task.Run(async () =>
        {
            var mix = new Mix(seed + i);
            var number = 0;
            while (Stopwatch.GetElapsedTime(start) < time && await send(actor, mix))
            {
                number++;
            }

            return number;
        })));
        return sent.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>So many a second, whether the former ones are answered or not; ends when all are.</summary>
    /// <param name="rate">How many a second.</param>
    /// <param name="time">For so long.</param>
    /// <param name="sender">Who is told of those that are under way.</param>
    /// <param name="most">How many of the sender's may be under way; one that would be more is left out.</param>
    /// <param name="send">Sends the one of that number.</param>
    /// <param name="report">Where those are counted that are left out.</param>
    /// <param name="cancellationToken">Ends the sending; what is under way is waited for.</param>
    /// <returns>How many a second were sent.</returns>
    public static async Task<double> OpenAsync(double rate, TimeSpan time, Sender sender, int most, Func<int, Task> send, TrialReport report, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var (begun, underWay, sent) = (0, 0, 0);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref underWay);
        while (Stopwatch.GetElapsedTime(start) is var now && now < time && !cancellationToken.IsCancellationRequested)
        {
            for (var due = (int)(now.TotalSeconds * rate); begun < due; begun++)
            {
                if (sender.TryEnter(most))
                {
                    Interlocked.Increment(ref underWay);
                    _ = OneAsync(sent++);
                }
                else
                {
                    report.Count(Unsent);
                }
            }

            await Task.Delay(1, CancellationToken.None);
        }

        var reached = sent / Stopwatch.GetElapsedTime(start).TotalSeconds;
        End();
        await all.Task;
        cancellationToken.ThrowIfCancellationRequested();
        return reached;

        async Task OneAsync(int number)
        {
            await Task.Yield();
            try
            {
                await send(number);
            }
            catch (Exception e)
            {
                all.TrySetException(e);
                throw;
            }
            finally
            {
                sender.Leave();
                End();
            }
        }

        void End()
        {
            if (Interlocked.Decrement(ref underWay) == 0)
            {
                all.TrySetResult();
            }
        }
    }
}
