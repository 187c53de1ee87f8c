using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Audit.Trials.Loading;

/// <summary>What may become of a request beside its success.</summary>
[Flags]
internal enum Tolerance
{
    None = 0,

    /// <summary>There is too much to do: it may be told to come again.</summary>
    Refusal = 1,

    /// <summary>The service is about to end: it may not be taken, as long as no answer to it was begun.</summary>
    End = 2,
}

/// <summary>What became of a request.</summary>
public enum Verdict
{
    Done,

    /// <summary>Somebody else changed the thing before: 412.</summary>
    LostRace,

    /// <summary>429.</summary>
    Limited,

    /// <summary>503.</summary>
    Overloaded,

    /// <summary>408: it was sent too slowly.</summary>
    TooSlow,

    /// <summary>It wasn't answered, and needn't be.</summary>
    Untaken,

    /// <summary>It should have been answered otherwise.</summary>
    Wrong,
}

/// <summary>Says what became of a request, and what of that should not be so.</summary>
internal static class AnswerJudge
{
    /// <summary>What became of it, and the promise that was broken; null where none was.</summary>
    public static (Verdict Verdict, string? Violation) Judge(Call call, Reply reply, Tolerance tolerance)
    {
        if (reply.Ending != Ending.Whole)
        {
            return tolerance.HasFlag(Tolerance.End) && reply.Ending is Ending.Silent or Ending.NotTaken
                ? (Verdict.Untaken, null)
                : (Verdict.Wrong, $"{call} should be answered and got {reply}");
        }

        var verdict = reply.Status switch
        {
            412 when call.IfMatch is not null => Verdict.LostRace,
            429 when tolerance.HasFlag(Tolerance.Refusal) => Verdict.Limited,
            503 when tolerance.HasFlag(Tolerance.Refusal) => Verdict.Overloaded,
            408 when call.IsSlow => Verdict.TooSlow,
            _ when reply.Status == call.Success => Verdict.Done,
            _ => Verdict.Wrong,
        };
        var fault = verdict switch
        {
            Verdict.Wrong => string.Create(CultureInfo.InvariantCulture, $"should be answered with {call.Success}"),
            Verdict.Done => FaultOfSuccess(call, reply),
            _ => FaultOfProblem(reply, verdict is Verdict.Limited or Verdict.Overloaded),
        };
        return (fault is null ? verdict : Verdict.Wrong, fault is null ? null : $"{call} {fault} and got {reply}");
    }

    private static string? FaultOfSuccess(Call call, Reply reply)
    {
        var body = reply.Body.Span;
        return !body.StartsWith("{\"code\":0,"u8) || !body.EndsWith("}"u8) ? "should be answered with code 0"
            : call.Says is not null && body.IndexOf(Encoding.UTF8.GetBytes(call.Says)) < 0 ? $"should be answered with {call.Says}"
            : null;
    }

    private static string? FaultOfProblem(Reply reply, bool isToComeAgain)
    {
        if (reply.Header("Content-Type")?.StartsWith("application/problem+json", StringComparison.Ordinal) != true)
        {
            return "should be refused with a Problem";
        }

        try
        {
            using var problem = JsonDocument.Parse(reply.Body);
            var root = problem.RootElement;
            if (root.GetProperty("status").GetInt32() != reply.Status || root.GetProperty("code").ValueKind != JsonValueKind.Number && root.GetProperty("code").ValueKind != JsonValueKind.String)
            {
                return "should be refused with its status and code in the Problem";
            }

            return !isToComeAgain
                || (int.TryParse(reply.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    && seconds >= 1 && root.TryGetProperty("retry_after", out var after) && after.TryGetInt32(out var said) && said == seconds)
                ? null
                : $"should be refused with Retry-After and an equal retry_after (Retry-After: {reply.Header("Retry-After") ?? "none"})";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return "should be refused with a whole Problem";
        }
    }
}
