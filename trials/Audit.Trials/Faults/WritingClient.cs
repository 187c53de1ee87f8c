using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Audit.Trials.Crashing;

namespace Audit.Trials.Faults;

/// <summary>Changes things of its own, one request after the other. What is refused is not asked again: it must never be done.</summary>
internal sealed class WritingClient
{
    public const string Acknowledged = "writes acknowledged";
    public const string Refused = "writes refused";
    private readonly string _name;
    private readonly AnswerJudge _judge;
    private readonly Known _known;
    private readonly Desk _desk;
    private readonly AnswerChecks _answers;
    private readonly List<(string RequestId, Write Write)> _refused = [];
    private int _requests;

    public WritingClient(string name, string tenant, int seed, Known known, AnswerJudge judge)
    {
        (_name, Tenant, _known, _judge) = (name, tenant, known, judge);
        _desk = new Desk(name, seed, Ledger);
        _answers = new AnswerChecks(Ledger, judge.Report);
    }

    public string Tenant { get; }

    public Ledger Ledger { get; } = new();

    /// <summary>One more request, whatever is allowed now; whether anything was done.</summary>
    public Task<bool> WriteAsync(HttpClient client) => SendAsync(client, _desk.Next());

    public async Task<bool> SendAsync(HttpClient client, Write write)
    {
        var requestId = string.Create(CultureInfo.InvariantCulture, $"{_name}r{++_requests}");
        _known.Begun(write);
        var asked = _judge.Ask();
        try
        {
            using var response = await write.SendAsync(client, requestId);
            var text = await response.Content.ReadAsStringAsync();
            var answer = response.IsSuccessStatusCode ? JsonNode.Parse(text)! : null;
            var isDone = answer is not null && answer["results"]?.AsArray().Any(r => (bool)r!["ok"]!) != false;
            _judge.Judge(write.ToString(), asked, e => e.Writes, response, text, isDone);
            if (answer is not null)
            {
                Take(write, requestId, asked, answer, response.Headers.ETag?.Tag);
            }

            if (!isDone)
            {
                _judge.Report.Count(Refused);
                _known.Refused(write);
                _refused.Add((requestId, write));
            }

            return isDone;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            _judge.Unanswered(write.ToString(), asked, e);
            return false;
        }
    }

    /// <summary>Nothing that was refused is in the history, under no key, and no thing was made by it.</summary>
    public void CheckRefused(StoreSnapshot store, Judge judge)
    {
        var done = store.History.Where(e => e.Text("tenant_id") == Tenant).Select(e => e.Text("request_id")).ToHashSet(StringComparer.Ordinal);
        var keys = store.Keys.Where(k => k.Text("tenant_id") == Tenant).Select(k => k.Text("key")).ToHashSet(StringComparer.Ordinal);
        foreach (var (requestId, write) in _refused)
        {
            judge.That(!done.Contains(requestId) && (write.Key is null || !keys.Contains(write.Key)), () => $"{write} ({requestId}) was refused with {(int)HttpStatusCode.ServiceUnavailable} and is done all the same");
        }
    }

    private void Take(Write write, string requestId, Asked asked, JsonNode answer, string? etag)
    {
        var made = write.IdsIn(answer, Ledger.Things.ContainsKey);
        if (made.Count != write.Makes)
        {
            _judge.Found(asked, FormattableString.Invariant($"{write} should make {write.Makes} things and made {made.Count}: {answer.ToJsonString()}"));
            return;
        }

        var results = answer["results"]?.AsArray();
        var changes = write.Changes(made).Where((_, i) => results is null || (bool)results[i]!["ok"]!).ToList();
        if (changes.Count > 0 || results is null)
        {
            _judge.Report.Count(Acknowledged);
            Ledger.Take(write, requestId, changes, answer);
            _known.Done(write, changes, Ledger);
        }

        _answers.Check(write, answer, etag);
    }
}
