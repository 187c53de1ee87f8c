using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>A tenant that sends another's identifiers, or nobody's, and remembers what it made itself.</summary>
internal sealed class Stranger(HttpClient client, string tenant, string word, Secrets secrets, TrialReport report)
{
    private const string Incident = """{"title":"own","severity":"low"}""";
    private const string Anomaly = """{"type":"own","severity":"low","description":"own","user_id":"uid-@word@"}""";
    private readonly Reading _reading = new(tenant, others: null);

    public Blanks Blanks { get; } = new() { ["word"] = word };

    public string Tenant => tenant;

    public HttpClient Client => client;

    public long IncidentsMade { get; private set; }

    public long AnomaliesMade { get; private set; }

    /// <summary>One of each, which others may name before this one gets to know them.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) => await GetAsync("first", cancellationToken);

    /// <summary>Gets to know another tenant, or nobody.</summary>
    public async Task KnowAsync(Identifiers others, CancellationToken cancellationToken)
    {
        others.FillIn(Blanks);
        _reading.Know(others);
        await GetAsync("own", cancellationToken);
    }

    /// <summary>The answer as it reads to one who doesn't look at the clock, on things made for it where the request wants such.</summary>
    public async Task<Answer> TryAsync(Request request, CancellationToken cancellationToken)
    {
        foreach (var (blank, path, body) in new[] { ("fresh.incident", "/admin/audit/incidents", Incident), ("fresh.anomaly", "/internal/audit/anomalies", Anomaly) })
        {
            if (Blanks.Has(request, blank))
            {
                await MakeAsync(blank, path, body, cancellationToken);
            }
        }

        return _reading.Of(await SendAsync(request, cancellationToken));
    }

    /// <summary>The answer as it came.</summary>
    public async Task<Answer> SendAsync(Request request, CancellationToken cancellationToken)
    {
        foreach (var part in request.Parts)
        {
            secrets.Exempt(Blanks.Fill(part));
        }

        using var message = request.ToMessage(Blanks);
        using var response = await client.SendAsync(message, cancellationToken);
        report.Count("requests sent");
        var answer = await Answer.OfAsync(response, cancellationToken);
        CountOwn(request, answer);
        if (secrets.LeakIn(answer) is { } leak)
        {
            report.Violation($"{request}: nothing of the other tenant's should come, but {leak} came");
        }

        if (answer.Status >= 500)
        {
            report.Violation($"{request}: no fault should come, but {answer.Status} came: {answer.Body}");
        }

        return answer;
    }

    private async Task GetAsync(string name, CancellationToken cancellationToken)
    {
        await MakeAsync(name + ".incident", "/admin/audit/incidents", Incident, cancellationToken);
        await MakeAsync(name + ".anomaly", "/internal/audit/anomalies", Anomaly, cancellationToken);
    }

    private async Task MakeAsync(string blank, string path, string body, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new Request("POST", path) { Body = body }, cancellationToken);
        _ = _reading.Of(answer);
        if ((string?)JsonNode.Parse(answer.Body)?["data"]?["id"] is not { } id)
        {
            report.Violation($"POST {path} {body}: something of the caller's own should be made, but {answer.Status} came: {answer.Body}");
            throw new TrialException("A tenant can't make anything.");
        }

        Blanks[blank] = id;
    }

    private void CountOwn(Request request, Answer answer)
    {
        if (answer.Status != 201 || answer.Header("Idempotency-Replayed") is not null)
        {
            return;
        }

        if (request.Path == "/internal/audit/anomalies/batch")
        {
            AnomaliesMade += (long)JsonNode.Parse(answer.Body)!["created"]!;
        }
        else if (request.Path == "/internal/audit/anomalies")
        {
            AnomaliesMade++;
        }
        else if (request.Path == "/admin/audit/incidents" || request.Path.EndsWith("/escalate", StringComparison.Ordinal))
        {
            IncidentsMade++;
        }
    }
}
