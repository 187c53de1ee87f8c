using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Audit.Trials.Crashing;

/// <summary>Somebody who changes things of his own, one request after the other, and knows of each what was acknowledged.</summary>
internal sealed class Writer
{
    public const string Acknowledged = "writes acknowledged";
    public const string InDoubt = "writes in doubt";
    public const string Done = "  that were done";
    public const string NotDone = "  that were not done";
    public const string Repeated = "done writes sent once more";
    public const string ToldToComeAgain = "writes told to come again";
    private readonly string _name;
    private readonly TrialReport _report;
    private readonly Desk _desk;
    private readonly AnswerChecks _answers;
    private Doubt? _doubt;
    private int _requests;

    public Writer(string name, string tenant, int seed, TrialReport report)
    {
        (_name, Tenant, _report) = (name, tenant, report);
        _desk = new Desk(name, seed, Ledger);
        _answers = new AnswerChecks(Ledger, report);
    }

    public string Tenant { get; }

    public Ledger Ledger { get; } = new();

    /// <summary>Writes until it is to stop or nobody answers any more.</summary>
    public async Task WriteAsync(HttpClient client, Action acknowledged, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && await SendAsync(client, _desk.Next()))
            {
                acknowledged();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            _report.Count(InDoubt);
        }
        catch (TaskCanceledException)
        {
            _report.Violation($"{_doubt?.Write} should be answered, or cut off, and was neither");
        }
    }

    /// <summary>Learns from the store what became of the request that wasn't answered.</summary>
    /// <returns>The request and whether it was done; null where all were answered.</returns>
    public (Write Write, bool WasDone)? Settle(StoreSnapshot store, Judge judge)
    {
        if (_doubt is not { } doubt)
        {
            return null;
        }

        _doubt = null;
        var wasDone = doubt.Settle(store, Tenant, Ledger, judge);
        _report.Count(wasDone ? Done : NotDone);
        return (doubt.Write, wasDone);
    }

    /// <summary>Sends the request that was in doubt once more: nothing is done twice.</summary>
    public async Task RepeatAsync(HttpClient client, Write write, bool wasDone, Judge judge)
    {
        if (wasDone)
        {
            using var response = await write.SendAsync(client, Request());
            _report.Count(Repeated);
            await _answers.CheckRepeatedAsync(write, response, judge);
        }
        else
        {
            await SendAsync(client, write);
        }
    }

    /// <summary>One request; whether it was done. What is refused because the store is busy is asked again, and must have done nothing.</summary>
    public async Task<bool> SendAsync(HttpClient client, Write write)
    {
        const int Attempts = 20;
        for (var i = 0; i < Attempts; i++)
        {
            var requestId = Request();
            _doubt = new Doubt(write, requestId);
            using var response = await write.SendAsync(client, requestId);
            var text = await response.Content.ReadAsStringAsync();
            _doubt = null;
            if (response.IsSuccessStatusCode)
            {
                Take(write, requestId, response, JsonNode.Parse(text)!);
                return true;
            }

            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                _report.Violation($"{write} should be done and was answered with {(int)response.StatusCode}: {text}");
                return false;
            }

            _report.Count(ToldToComeAgain);
        }

        _report.Violation($"{write} should be done some time and was told {Attempts} times to come again");
        return false;
    }

    private void Take(Write write, string requestId, HttpResponseMessage response, JsonNode answer)
    {
        _report.Count(Acknowledged);
        var made = write.IdsIn(answer, Ledger.Things.ContainsKey);
        if (made.Count != write.Makes)
        {
            _report.Violation($"{write} should make {write.Makes} things and made {made.Count}: {answer.ToJsonString()}");
            return;
        }

        var results = answer["results"]?.AsArray();
        Ledger.Take(write, requestId, write.Changes(made).Where((_, i) => results is null || (bool)results[i]!["ok"]!), answer);
        _answers.Check(write, answer, response.Headers.ETag?.Tag);
    }

    private string Request() => string.Create(CultureInfo.InvariantCulture, $"{_name}r{++_requests}");
}
