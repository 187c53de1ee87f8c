using System.Text.Json.Nodes;
using Audit.Trials.Crashing;

namespace Audit.Trials.Faults;

/// <summary>Reads what its tenant's writers change meanwhile: nothing is older than what they were told before, nor newer than what they ask for.</summary>
internal sealed class ReadingClient(string tenant, int seed, Known known, AnswerJudge judge)
{
    private readonly Random _random = new(seed);

    public string Tenant => tenant;

    public Task ReadAsync(HttpClient client) => _random.Next(8) switch
    {
        0 => ListAsync(client, Picture.Incident),
        1 => ListAsync(client, Picture.Anomaly),
        2 => StatsAsync(client, _random.Next(2) == 0 ? Picture.Incident : Picture.Anomaly),
        3 => OfAnyAsync(client, SearchAsync),
        4 => OfAnyAsync(client, HistoryAsync),
        _ => OfAnyAsync(client, ThingAsync),
    };

    public async Task ThingAsync(HttpClient client, string id, KnownThing thing)
    {
        if (await GetAsync(client, $"{PathOf(thing.Picture.Kind)}/{id}") is { } got)
        {
            var data = got.Answer["data"]!;
            Show(got, thing.Picture.Kind, data, least: thing.Picture.Version);
            Require(got, (string?)data["id"] == id, "should be " + id);
        }
    }

    public async Task HistoryAsync(HttpClient client, string id, KnownThing thing)
    {
        var name = thing.Picture.Kind == Picture.Incident ? "timeline" : "history";
        if (await GetAsync(client, $"{PathOf(thing.Picture.Kind)}/{id}/{name}?page_size=100") is { } got)
        {
            var entries = got.Answer["items"]!.AsArray().Select(e => ((string)e!["request_id"]!, (string)e["action"]!)).ToList();
            Require(got, entries.Count >= Math.Min(thing.Entries.Count, 100), FormattableString.Invariant($"should have the {thing.Entries.Count} entries that were acknowledged"));
            known.Saw(got.Asked, got.Path, id, entries);
        }
    }

    /// <summary>By the one word that only it has in its description.</summary>
    public async Task SearchAsync(HttpClient client, string id, KnownThing thing)
    {
        if (thing.Picture is { Kind: Picture.Anomaly, Description: { } description }
            && await GetAsync(client, $"{AnomalyWrites.Path}?search={Uri.EscapeDataString(description.Split(' ')[^1])}") is { } got)
        {
            var items = got.Answer["items"]!.AsArray();
            Require(got, items.Count == 1 && (string?)items[0]!["id"] == id, $"should find {id} alone");
            foreach (var item in items)
            {
                Show(got, Picture.Anomaly, item!, least: thing.Picture.Version);
            }
        }
    }

    public async Task ListAsync(HttpClient client, string kind)
    {
        const int Size = 20;
        var before = known.NumberOf(kind);
        if (await GetAsync(client, FormattableString.Invariant($"{PathOf(kind)}?page_size={Size}")) is { } got)
        {
            var items = got.Answer["items"]!.AsArray();
            var total = (long)got.Answer["total"]!;
            Count(got, kind, before, total);
            Require(got, items.Count == Math.Min(total, Size) && items.Select(i => (string?)i!["id"]).Distinct(StringComparer.Ordinal).Count() == items.Count, "should have its page full of different things");
            foreach (var item in items)
            {
                Show(got, kind, item!, least: 0);
            }
        }
    }

    public async Task StatsAsync(HttpClient client, string kind)
    {
        var before = known.NumberOf(kind);
        if (await GetAsync(client, PathOf(kind) + "/stats") is { } got)
        {
            foreach (var name in (IEnumerable<string>)["by_status", "by_severity"])
            {
                Count(got, kind, before, got.Answer["data"]![name]!.AsObject().Sum(n => (long)n.Value!));
            }
        }
    }

    private static string PathOf(string kind) => kind == Picture.Incident ? IncidentWrites.Path : AnomalyWrites.Path;

    private async Task OfAnyAsync(HttpClient client, Func<HttpClient, string, KnownThing, Task> read)
    {
        if (known.Any(_random) is var (id, thing))
        {
            await read(client, id, thing);
        }
    }

    private void Show(Got got, string kind, JsonNode thing, long least)
    {
        var picture = Picture.Of(kind, thing);
        Require(got, picture.Version >= least, FormattableString.Invariant($"should have the version {least} at least"));
        known.Saw(got.Asked, got.Path, (string)thing["id"]!, picture);
    }

    private void Count(Got got, string kind, (long Least, long Refused) before, long found)
    {
        var most = known.BegunOf(kind) - before.Refused;
        Require(got, found >= before.Least && found <= most, FormattableString.Invariant($"should count {before.Least} to {most} and counts {found}"));
    }

    private void Require(Got got, bool isSo, string otherwise)
    {
        if (!isSo)
        {
            judge.Found(got.Asked, $"{got.Path} {otherwise}: {got.Answer.ToJsonString()}");
        }
    }

    /// <summary>Null where it is refused, which others judge.</summary>
    private async Task<Got?> GetAsync(HttpClient client, string path)
    {
        var asked = judge.Ask();
        try
        {
            using var response = await client.GetAsync(path);
            var text = await response.Content.ReadAsStringAsync();
            judge.Judge("GET " + path, asked, e => e.Reads, response, text, response.IsSuccessStatusCode);
            return response.IsSuccessStatusCode ? new Got(path, asked, JsonNode.Parse(text)!) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            judge.Unanswered("GET " + path, asked, e);
            return null;
        }
    }

    private sealed record Got(string Path, Asked Asked, JsonNode Answer);
}
