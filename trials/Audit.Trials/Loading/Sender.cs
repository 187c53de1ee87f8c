using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Audit.Trials.Loading;

/// <summary>Sends requests on as many connections as are needed, has each answer judged and keeps the books; for any thread.</summary>
internal sealed class Sender(Uri server, Books books, TrialReport report) : IDisposable
{
    public const string Sent = "requests sent";
    public const string Answered = "requests answered";
    public const string Limited = "refused with 429";
    public const string Overloaded = "refused with 503";
    public const string LostRaces = "refused with 412";
    public const string Acknowledged = "writes acknowledged";
    public const string BusyParts = "parts of bulk changes told to come again";
    public const string Untaken = "not taken at the service's end";

    /// <summary>What a request may take by the service's own word, and a little more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);
    private const int LongBody = 64 * 1024;
    private readonly ConcurrentStack<Line> _free = new();
    private int _limited;
    private int _overloaded;
    private int _underWay;
    private int _open;

    /// <summary>Of the answers that weren't refusals.</summary>
    public Latencies Took { get; set; } = new();

    public int WithTooMany => _limited;

    public int WithOverload => _overloaded;

    public int Refused => _limited + _overloaded;


    /// <summary>Connections that are open.</summary>
    public int Lines => _open;

    /// <summary>Whether one more may be under way; then it is until it leaves.</summary>
    public bool TryEnter(int most)
    {
        if (Interlocked.Increment(ref _underWay) <= most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _underWay);

    public async Task<Verdict> SendAsync(Call call, Tolerance tolerance, (int Bytes, TimeSpan Pause)? slowly = null)
    {
        report.Count(Sent);
        var start = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience);
        Line? line = null;
        if (slowly is not null || !_free.TryPop(out line))
        {
            line = await OpenAsync(patience.Token, slowly);
        }

        if (call.IsWrite)
        {
            books.Open(call);
        }

        var reply = line is null ? Reply.Without(Ending.NotTaken) : await line.ExchangeAsync(call.ToBytes(), patience.Token);
        var verdict = Take(call, reply, tolerance);
        if (verdict is Verdict.Done or Verdict.LostRace)
        {
            Took.Take(start);
        }

        // a server needn't read the rest of a long body that it has refused, and may hang up
        var isRead = reply.Status < 400 || call.Json is not { Length: > LongBody };
        if (line is { IsOpen: true } && isRead && slowly is null && reply.Ending == Ending.Whole && !string.Equals(reply.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase))
        {
            _free.Push(line);
        }
        else if (line is not null)
        {
            Close(line);
        }

        return verdict;
    }

    /// <summary>Judges an answer and writes into the books what came of it.</summary>
    public Verdict Take(Call call, Reply reply, Tolerance tolerance)
    {
        var (verdict, violation) = AnswerJudge.Judge(call, reply, tolerance);
        if (verdict == Verdict.Done && call.IsWrite)
        {
            report.Count(Acknowledged);
            (var busy, violation) = books.Acknowledge(call, reply);
            report.Count(BusyParts, busy);
        }
        else if (verdict == Verdict.Done && call.Kind == "get")
        {
            using var answer = JsonDocument.Parse(reply.Body);
            Books.Put(call, answer.RootElement.GetProperty("data"));
        }
        else if (call.IsWrite && reply is { Ending: Ending.Whole, Status: >= 400 and not 500 })
        {
            books.Refuse(call);
        }

        Interlocked.Add(ref _limited, verdict == Verdict.Limited ? 1 : 0);
        Interlocked.Add(ref _overloaded, verdict == Verdict.Overloaded ? 1 : 0);
        report.Count(reply.Ending == Ending.Whole ? Answered : verdict == Verdict.Untaken ? Untaken : "requests not answered");
        if (NameOf(verdict) is { } name)
        {
            report.Count(name);
        }

        if (violation is not null)
        {
            report.Violation(violation);
        }

        return verdict;
    }

    /// <summary>A connection for a request that its sender sends himself; null where nobody takes it.</summary>
    public Task<Line?> BeginAsync(Call call, CancellationToken cancellationToken)
    {
        report.Count(Sent);
        books.Open(call);
        return OpenAsync(cancellationToken);
    }

    public void Close(Line line)
    {
        line.Dispose();
        Interlocked.Decrement(ref _open);
    }

    public void Dispose()
    {
        while (_free.TryPop(out var line))
        {
            Close(line);
        }
    }

    private async Task<Line?> OpenAsync(CancellationToken cancellationToken, (int Bytes, TimeSpan Pause)? slowly = null)
    {
        var line = await Line.OpenAsync(server, cancellationToken, slowly);
        Interlocked.Add(ref _open, line is null ? 0 : 1);
        return line;
    }

    private static string? NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Limited => Limited,
        Verdict.Overloaded => Overloaded,
        Verdict.LostRace => LostRaces,
        _ => null,
    };
}
