using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>All that a tenant can read of its own.</summary>
internal sealed class Belongings
{
    private const int MostPages = 1000;
    private readonly HttpClient _client;
    private readonly TrialReport _report;
    private readonly Action<Answer> _look;
    private readonly StringBuilder _all = new();

    private Belongings(HttpClient client, TrialReport report, Action<Answer> look) => (_client, _report, _look) = (client, report, look);

    /// <summary>Every list with its totals, things one by one with what became of them, statistics and history with its proof; byte for byte but for the time of the answer.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="things">How many things of a kind are read one by one, from the newest.</param>
    /// <param name="report">Where requests are counted.</param>
    /// <param name="look">Gets each answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> ReadAsync(HttpClient client, int things, TrialReport report, Action<Answer> look, CancellationToken cancellationToken)
    {
        var belongings = new Belongings(client, report, look);
        foreach (var (list, parts) in new[] { ("/admin/audit/incidents", new[] { "", "/timeline?page_size=100" }), ("/admin/audit/anomalies", ["", "/history?page_size=100", "/related"]) })
        {
            var ids = await belongings.PagesAsync(list + "?page_size=100&page={0}", step: 1, cancellationToken);
            foreach (var part in ids.Take(things).SelectMany(id => parts.Select(p => $"{list}/{id}{p}")))
            {
                await belongings.OneAsync(part, cancellationToken);
            }

            await belongings.OneAsync(list + "/stats", cancellationToken);
            await belongings.OneAsync(list + "?search=outage", cancellationToken);
        }

        await belongings.PagesAsync("/admin/audit/history?limit=1000&from_sequence={0}", step: 1000, cancellationToken);
        await belongings.OneAsync("/admin/audit/history/verify", cancellationToken);
        await belongings.OneAsync("/admin/audit/me", cancellationToken);
        return belongings._all.ToString();
    }

    private async Task<List<string>> PagesAsync(string address, int step, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        for (var i = 0; i < MostPages; i++)
        {
            var page = await OneAsync(string.Format(CultureInfo.InvariantCulture, address, 1 + (i * step)), cancellationToken);
            ids.AddRange(page["items"]!.AsArray().Select(item => (string?)item!["id"]).OfType<string>());
            if (!(bool)page["pagination"]!["has_next"]!)
            {
                return ids;
            }
        }

        throw new TrialException($"{address} has no end.");
    }

    private async Task<JsonObject> OneAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);
        _report.Count("requests sent");
        var answer = await Answer.OfAsync(response, cancellationToken);
        _look(answer);
        if (answer.Status != 200)
        {
            _report.Violation($"GET {address}: what is the tenant's own should come, but {answer.Status} came: {answer.Body}");
            throw new TrialException("A tenant can't read what is its own.");
        }

        var body = JsonNode.Parse(answer.Body)!.AsObject();
        body.Remove("timestamp");
        _all.Append(address).Append(' ').Append(answer.Header("ETag")).Append('\n');
        foreach (var (name, value) in body)
        {
            foreach (var line in value is JsonArray items ? items : Enumerable.Repeat(value, 1))
            {
                _all.Append(name).Append(": ").Append(line?.ToJsonString()).Append('\n');
            }
        }

        return body;
    }
}
