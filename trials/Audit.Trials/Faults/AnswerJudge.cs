using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Trials.Faults;

/// <summary>Knows how it is with the store, and whether an answer may be given then. What an answer says, others judge.</summary>
internal sealed class AnswerJudge(TrialReport report, Situation first, TimeSpan longest)
{
    public const string Sent = "requests sent";
    public const string Judged = "answers judged";
    public const string Refused = "503 seen";

    private const int MostShown = 500;
    private const int Code = 30109002;
    private const string Key = "error.store_unavailable";
    private readonly Lock _lock = new();
    private volatile Situation _now = first;
    private TimeSpan _slowest;

    public TrialReport Report => report;

    public Situation Now
    {
        get => _now;
        set => _now = value;
    }

    /// <summary>How long an answer took at the most.</summary>
    public TimeSpan Slowest
    {
        get
        {
            lock (_lock)
            {
                return _slowest;
            }
        }
    }

    public Asked Ask()
    {
        report.Count(Sent);
        return new Asked(_now, Stopwatch.GetTimestamp());
    }

    /// <summary>Judges whether it was done that may not be, refused that may not be, or refused in another way than it should.</summary>
    /// <param name="what">What was asked.</param>
    /// <param name="asked">When.</param>
    /// <param name="duty">What must be answered then.</param>
    /// <param name="response">What was answered.</param>
    /// <param name="text">Its body.</param>
    /// <param name="isDone">Whether the answer says of anything that it was done.</param>
    public void Judge(string what, Asked asked, Func<Expectation, Duty> duty, HttpResponseMessage response, string text, bool isDone)
    {
        report.Count(Judged);
        var took = Time(asked);
        var answered = FormattableString.Invariant($"was answered with {(int)response.StatusCode} after {took.TotalSeconds:0.00} s: {(text.Length > MostShown ? text[..MostShown] + "…" : text)}");
        if (took > longest)
        {
            Found(asked, FormattableString.Invariant($"{what} should be answered within {longest.TotalSeconds:0} s and {answered}"));
        }

        if (!response.IsSuccessStatusCode)
        {
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                report.Count(Refused);
                asked.Situation.Refuse();
            }

            foreach (var fault in FaultsOf(response, text))
            {
                Found(asked, $"{what} should be done, or refused because of the store, but {fault}: it {answered}");
            }
        }

        // what was sent before and answered after a change may be either
        var expected = _now == asked.Situation && asked.Situation.Binds(asked.At) ? duty(asked.Situation.Expectation) : Duty.Either;
        if (expected == (isDone ? Duty.Stop : Duty.GoOn))
        {
            Found(asked, $"{what} should {(isDone ? "be refused" : "be done")} and {answered}");
        }
    }

    public void Unanswered(string what, Asked asked, Exception e) => Found(asked, $"{what} should be answered and was not: {e.Message}");

    public void Found(Asked asked, string what) => report.Violation($"{asked.Situation.Name}: {what}");

    /// <summary>What is wrong with a refusal.</summary>
    public static IEnumerable<string> FaultsOf(HttpResponseMessage response, string text)
    {
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            yield return "it is no 503";
        }

        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            yield return "it is no application/problem+json";
        }

        if (Parsed(text) is not { } problem)
        {
            yield return "it is no JSON object";
            yield break;
        }

        if (!Is(problem["code"], Code) || !Is(problem["i18n_key"], Key) || !Is(problem["status"], (int)HttpStatusCode.ServiceUnavailable))
        {
            yield return $"it is no {Key}";
        }

        var seconds = problem["retry_after"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
        if (seconds < 1)
        {
            yield return "it has no retry_after";
        }

        if (response.Headers.RetryAfter?.Delta != TimeSpan.FromSeconds(seconds))
        {
            yield return "its Retry-After is not its retry_after";
        }
    }

    private static bool Is<T>(JsonNode? node, T wanted) => node is JsonValue value && value.TryGetValue<T>(out var found) && Equals(found, wanted);

    private static JsonObject? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private TimeSpan Time(Asked asked)
    {
        var took = Stopwatch.GetElapsedTime(asked.At);
        lock (_lock)
        {
            _slowest = took > _slowest ? took : _slowest;
        }

        return took;
    }
}
