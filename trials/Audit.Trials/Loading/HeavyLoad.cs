using System.Globalization;
using System.Text;

namespace Audit.Trials.Loading;

/// <summary>What costs the service the most: great batches, searches for one letter, statistics, whole chains, those who send and read slowly.</summary>
internal static class HeavyLoad
{
    /// <summary>Nearly 4 MiB in one batch, as some of its characters take three bytes.</summary>
    private const int InBatch = 1000;

    private const int Words = 3000;

    /// <summary>More than one tenant may have in hand.</summary>
    private const int SlowSenders = 12;

    private const int SlowReaders = 10;

    /// <summary>There is room for them beside the others of a burst.</summary>
    private const int MostUnderWay = 3500;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] s_reads = ["/admin/audit/incidents?search=a", "/admin/audit/anomalies?search=%E5%AF%86", "/admin/audit/anomalies/stats", "/admin/audit/incidents/stats", "/admin/audit/history/verify"];

    public static async Task SendAsync(LoadRun run, Server server, Sender sender, CancellationToken end)
    {
        // they hold their places before anybody else comes, so that some are refused however slow the machine is
        var held = await Task.WhenAll(Enumerable.Range(0, SlowSenders).Select(_ => HoldAsync(Calls.Batch(server.Actors[0], "low", InBatch, Words) with { IsSlow = true }, sender)));
        var slow = held.OfType<(Call Call, Line Line)>().Select(h => SendSlowlyAsync(h.Call, h.Line, sender, end))
            .Concat(Enumerable.Range(0, SlowReaders).Select(i => ReadSlowlyAsync(server.Actors[i % server.Actors.Count], sender, end)));
        await Task.WhenAll(
            Task.WhenAll(slow),
            Pace.OpenAsync(100, run.BurstTime, sender, MostUnderWay, number => sender.SendAsync(Read(server.Actors[number % server.Actors.Count], number), Tolerance.Refusal), run.Report, run.End),
            Pace.OpenAsync(4, run.BurstTime, sender, MostUnderWay, number => sender.SendAsync(Calls.Batch(server.Actors[number % server.Actors.Count], "medium", InBatch, Words), Tolerance.Refusal), run.Report, run.End));
    }

    private static Call Read(Actor actor, int number) => new(actor, "heavy read", "GET", s_reads[number % s_reads.Length]);

    /// <summary>Sends the head and waits until the service wants the body; null where it refuses it.</summary>
    private static async Task<(Call Call, Line Line)?> HoldAsync(Call call, Sender sender)
    {
        using var patience = new CancellationTokenSource(Sender.Patience);
        if (await sender.BeginAsync(call, patience.Token) is not { } line)
        {
            return null;
        }

        await line.SendAsync(call.ToBytes(asks: true), patience.Token);
        var reply = await line.ReadAsync(patience.Token, orInterim: true);
        if (reply.Status == 100)
        {
            return (call, line);
        }

        sender.Take(call, reply, Tolerance.Refusal);
        sender.Close(line);
        return null;
    }

    /// <summary>A few bytes of the body at a time until it is answered; who still sends at the end goes away.</summary>
    private static async Task SendSlowlyAsync(Call call, Line line, Sender sender, CancellationToken end)
    {
        const int Piece = 64;
        var body = Encoding.UTF8.GetBytes(call.Json!);
        var reading = line.ReadAsync(end);
        for (var place = 0; !reading.IsCompleted && !end.IsCancellationRequested && place < body.Length; place += Piece)
        {
            await line.SendAsync(body.AsMemory(place, Math.Min(Piece, body.Length - place)), end);
            await Task.WhenAny(reading, Task.Delay(s_pause, CancellationToken.None));
        }

        var reply = await reading;
        if (reply.Ending != Ending.Late)
        {
            sender.Take(call, reply, Tolerance.Refusal);
        }

        sender.Close(line);
    }

    /// <summary>Long answers, of which a little is taken at a time.</summary>
    private static async Task ReadSlowlyAsync(Actor actor, Sender sender, CancellationToken end)
    {
        const int Piece = 4096;
        while (!end.IsCancellationRequested)
        {
            var from = Random.Shared.Next(1, 1000).ToString(CultureInfo.InvariantCulture);
            await sender.SendAsync(new Call(actor, "slow read", "GET", "/admin/audit/history?limit=200&from_sequence=" + from), Tolerance.Refusal, (Piece, s_pause / 2));
        }
    }
}
