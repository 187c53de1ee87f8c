using System.Globalization;
using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>What a tenant has that others would like to know of: some of each thing, every text of it with a word that only the tenant knows.</summary>
internal sealed class Story(HttpClient client, string tenant, string word, string secret, Secrets secrets, TrialReport report)
{
    private const int MostInBatch = 1000;
    private readonly Blanks _blanks = new() { ["word"] = word, ["secret"] = secret };

    /// <summary>Makes it all.</summary>
    /// <param name="anomalies">How many anomalies there are beside those that things happen to.</param>
    /// <param name="stranger">Whose things are named as if they were the tenant's own; null where nobody's are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Identifiers> TellAsync(int anomalies, Blanks? stranger, CancellationToken cancellationToken)
    {
        var (strangersIncident, strangersAnomaly) = (stranger?["first.incident"] ?? "inc_of_nobody", stranger?["first.anomaly"] ?? "ano_of_nobody");
        secrets.Exempt(strangersIncident);
        secrets.Exempt(strangersAnomaly);
        (_blanks["stranger.incident"], _blanks["stranger.anomaly"]) = (strangersIncident, strangersAnomaly);

        await ManyAsync(anomalies, cancellationToken);
        _blanks["anomaly"] = await IdAsync("/internal/audit/anomalies", """
            {"type":"typ-@word@","severity":"critical","description":"@word@ outage @secret@","user_id":"uid-@word@","mitre_tactic":"tac-@word@","event_ids":["evt-@word@"],"external_id":"det-@word@"}
            """, cancellationToken);
        _blanks["incident"] = await IdAsync("/admin/audit/incidents", """
            {"title":"@word@ outage @secret@","severity":"critical","description":"@secret@","source_anomaly_ids":["@anomaly@","@stranger.anomaly@"],"related_evidence_ids":["@stranger.incident@","evt-@word@"]}
            """, cancellationToken);
        await UseKeysAsync(cancellationToken);
        var incident = $"/admin/audit/incidents/{_blanks["incident"]}";
        var anomaly = $"/admin/audit/anomalies/{_blanks["anomaly"]}";
        var commented = await ChangeAsync("POST", incident + "/comment", """{"content":"@word@ @secret@"}""", cancellationToken);
        await ChangeAsync("POST", incident + "/assign", """{"assignee":"usr-@word@"}""", cancellationToken);
        await ChangeAsync("PUT", incident + "/status", """{"status":"investigating","resolution_note":"@secret@"}""", cancellationToken);
        await ChangeAsync("POST", anomaly + "/comment", """{"content":"@word@ @secret@"}""", cancellationToken);
        await ChangeAsync("POST", anomaly + "/assign", """{"assignee":"usr-@word@"}""", cancellationToken);
        foreach (var linked in new[] { "case-@word@", "@stranger.incident@" })
        {
            // open, and of the stranger's incident: what is done to that one must not reach it
            var other = await IdAsync("/internal/audit/anomalies", """{"type":"typ-@word@","severity":"high","description":"@secret@","user_id":"uid-@word@"}""", cancellationToken);
            await ChangeAsync("POST", $"/admin/audit/anomalies/{other}/link", $$"""{"case_id":"{{linked}}"}""", cancellationToken);
        }

        var done = await IdAsync("/admin/audit/incidents", """{"title":"@secret@","severity":"low"}""", cancellationToken);
        await ChangeAsync("PUT", $"/admin/audit/incidents/{done}/status", """{"status":"resolved","resolution":"duplicate","duplicate_of":"@incident@","resolution_note":"@secret@"}""", cancellationToken);
        return new Identifiers(
            word,
            tenant,
            _blanks["incident"],
            _blanks["anomaly"],
            (string)commented["data"]!["comments"]!.AsArray()[^1]!["id"]!,
            (string)(await GetAsync("/admin/audit/history", cancellationToken))["items"]![0]!["hash"]!,
            await CursorAsync("/admin/audit/incidents", cancellationToken),
            await CursorAsync("/admin/audit/anomalies", cancellationToken));
    }

    private async Task ManyAsync(int anomalies, CancellationToken cancellationToken)
    {
        for (var from = 0; from < anomalies; from += MostInBatch)
        {
            var reports = Enumerable.Range(from, Math.Min(MostInBatch, anomalies - from)).Select(i => string.Create(
                CultureInfo.InvariantCulture, $$"""{"type":"typ-@word@","severity":"low","description":"@word@ @secret@ {{i}}","external_id":"det-@secret@-{{i}}"}"""));
            await ChangeAsync("POST", "/internal/audit/anomalies/batch", $"[{string.Join(',', reports)}]", cancellationToken);
        }
    }

    /// <summary>Under its own keys, just what strangers will send under them.</summary>
    private async Task UseKeysAsync(CancellationToken cancellationToken)
    {
        foreach (var (operation, openings) in Openings.ByOperation.Where(o => o.Key.StartsWith("POST ", StringComparison.Ordinal) && !o.Key.EndsWith("/batch", StringComparison.Ordinal) && !o.Key.EndsWith("/bulk", StringComparison.Ordinal)))
        {
            var opening = openings[0];
            foreach (var (blank, its) in new[] { ("@own.incident@", "@incident@"), ("@fresh.incident@", "@incident@"), ("@own.anomaly@", "@anomaly@"), ("@fresh.anomaly@", "@anomaly@") })
            {
                opening = opening with { Path = opening.Path.Replace(blank, its, StringComparison.Ordinal), Body = opening.Body!.Replace(blank, its, StringComparison.Ordinal) };
            }

            await SendAsync(opening.WithHeader("Idempotency-Key", Kinds.KeyOf(operation)), cancellationToken);
        }
    }

    private async Task<string> CursorAsync(string list, CancellationToken cancellationToken) =>
        (string)(await GetAsync(list + "?cursor=&page_size=1", cancellationToken))["pagination"]!["next_cursor"]!;

    private async Task<string> IdAsync(string path, string body, CancellationToken cancellationToken) =>
        (string)(await ChangeAsync("POST", path, body, cancellationToken))["data"]!["id"]!;

    private Task<JsonNode> ChangeAsync(string method, string path, string body, CancellationToken cancellationToken) =>
        SendAsync(new Request(method, path) { Body = body, Headers = [("X-Request-Id", "req-@word@")] }, cancellationToken);

    private async Task<JsonNode> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var parts = pathAndQuery.Split('?');
        var query = parts.Skip(1).SelectMany(p => p.Split('&')).Select(p => (p[..p.IndexOf('=', StringComparison.Ordinal)], p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        return await SendAsync(new Request("GET", parts[0]) { Query = [.. query] }, cancellationToken);
    }

    private async Task<JsonNode> SendAsync(Request request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(_blanks);
        using var response = await client.SendAsync(message, cancellationToken);
        report.Count("requests sent");
        var answer = await Answer.OfAsync(response, cancellationToken);
        if (answer.Status >= 300)
        {
            report.Violation($"{request}: what is the tenant's own should be done whatever others have, but {answer.Status} came: {answer.Body}");
            throw new TrialException("A tenant can't do what it must have done.");
        }

        secrets.Learn(answer);
        return JsonNode.Parse(answer.Body)!;
    }
}
