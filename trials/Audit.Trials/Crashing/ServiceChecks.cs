using System.Text.Json.Nodes;

namespace Audit.Trials.Crashing;

/// <summary>What the service says of a tenant is what its file holds.</summary>
internal sealed class ServiceChecks(HttpClient client, StoreSnapshot store, string tenant, Judge judge)
{
    private const int Searched = 3;

    private static readonly (string Kind, string Path, string[] Statuses)[] s_kinds =
    [
        (Picture.Incident, IncidentWrites.Path, ["open", "investigating", "contained", "resolved", "closed"]),
        (Picture.Anomaly, AnomalyWrites.Path, ["open", "acknowledged", "investigating", "resolved", "dismissed"]),
    ];

    private static readonly string[] s_severities = ["low", "medium", "high", "critical"];

    public async Task MakeAsync()
    {
        await CheckChainAsync();
        foreach (var (kind, path, statuses) in s_kinds)
        {
            var rows = store.Rows.Where(r => r.Tenant == tenant && r.Picture.Kind == kind).ToList();
            await CheckTotalsAsync(path, statuses, [.. rows.Select(r => r.Picture)]);
            await CheckListAsync(path, rows);
            foreach (var row in rows.OrderByDescending(r => r.Id, StringComparer.Ordinal).Take(Searched))
            {
                await CheckSearchAsync(path, row);
            }
        }
    }

    /// <summary>What was answered before the kill is answered after it, to the letter: what it was made, and under its key.</summary>
    public async Task CheckAnswersAsync(Ledger ledger)
    {
        const int Newest = 6;
        foreach (var id in ledger.Newest(Picture.Incident, Newest).Concat(ledger.Newest(Picture.Anomaly, Newest)))
        {
            if (ledger.Things[id].Answer is { } answered)
            {
                var read = await GetAsync($"{(ledger[id].Kind == Picture.Incident ? IncidentWrites.Path : AnomalyWrites.Path)}/{id}");
                judge.That(read["data"]?.ToJsonString() == answered, () => $"{id} should still be {answered} and is {read.ToJsonString()}");
            }
        }

        foreach (var (write, data) in ledger.Keys.Values.TakeLast(2).Where(k => k.Data is not null))
        {
            using var response = await write.SendAsync(client, "again");
            var again = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            judge.That(
                response.Headers.Contains("Idempotency-Replayed") && again["data"]?.ToJsonString() == data,
                () => $"{write} was answered with {data}; once more it should be the same, replayed, and was {again.ToJsonString()}");
        }
    }

    private async Task CheckChainAsync()
    {
        var entries = store.History.Where(e => e.Text("tenant_id") == tenant).ToList();
        JsonNode verified;
        bool isValid;
        long part, all = 0;
        do
        {
            // one answer covers 100,000 entries
            verified = (await GetAsync("/admin/audit/history/verify" + (all == 0 ? "" : FormattableString.Invariant($"?from_sequence={all + 1}"))))["data"]!;
            part = (long)verified["checked"]!;
            all += part;
            isValid = (bool)verified["valid"]! && (part == 0 || (long)verified["last_sequence"]! == all);
        }
        while (isValid && part > 0 && all < entries.Count);

        judge.That(
            isValid && all == entries.Count && (entries.Count == 0 || (string?)verified["last_hash"] == entries[^1].Text("hash")),
            () => FormattableString.Invariant($"the service should find {entries.Count} entries of {tenant} valid and says {verified.ToJsonString()}"));
    }

    private async Task CheckTotalsAsync(string path, string[] statuses, List<Picture> rows)
    {
        await CheckTotalAsync(path, "", rows.Count);
        foreach (var status in statuses)
        {
            await CheckTotalAsync(path, "&status=" + status, rows.Count(r => r.Status == status));
            foreach (var severity in s_severities)
            {
                await CheckTotalAsync(path, $"&status={status}&severity={severity}", rows.Count(r => r.Status == status && r.Severity == severity));
            }
        }

        foreach (var severity in s_severities)
        {
            await CheckTotalAsync(path, "&severity=" + severity, rows.Count(r => r.Severity == severity));
        }

        var stats = (await GetAsync(path + "/stats"))["data"]!;
        judge.Same("by_status of " + path, Numbers(rows.GroupBy(r => r.Status, StringComparer.Ordinal)), Numbers(stats["by_status"]!));
        judge.Same("by_severity of " + path, Numbers(rows.GroupBy(r => r.Severity, StringComparer.Ordinal)), Numbers(stats["by_severity"]!));
        var created = stats["by_day"]!.AsArray().Sum(d => (long)d!["created"]!);
        judge.That(created == rows.Count, () => FormattableString.Invariant($"by_day of {path} should have {rows.Count} created and has {created}"));
    }

    private async Task CheckTotalAsync(string path, string filter, long rows)
    {
        var total = (long)(await GetAsync($"{path}?page_size=1{filter}"))["total"]!;
        judge.That(total == rows, () => FormattableString.Invariant($"the total of {path} of {tenant} with '{filter}' should be {rows} and is {total}"));
    }

    /// <summary>All of them by a cursor, and the last page by its number.</summary>
    private async Task CheckListAsync(string path, List<StoredThing> rows)
    {
        const int Size = 100;
        List<(string Id, Picture Picture)> listed = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"{path}?page_size={Size}&cursor={Uri.EscapeDataString(cursor)}");
            listed.AddRange(page["items"]!.AsArray().Select(i => ((string)i!["id"]!, Picture.Of(rows[0].Picture.Kind, i))));
            cursor = (string?)page["pagination"]!["next_cursor"];
        }

        List<(string Id, Picture Picture)> stored = [.. rows.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal).Select(r => (r.Id, r.Picture.Shown()))];
        judge.That(
            stored.SequenceEqual(listed),
            () => FormattableString.Invariant($"{path} of {tenant} should list its {stored.Count} rows, {stored.Except(listed).FirstOrDefault()} among them, and lists {listed.Count}, {listed.Except(stored).FirstOrDefault()} among them"));

        var last = Math.Max(1, (stored.Count + Size - 1) / Size);
        var end = (await GetAsync(FormattableString.Invariant($"{path}?page_size={Size}&page={last}")))["items"]!.AsArray().Select(i => (string)i!["id"]!);
        judge.That(end.SequenceEqual(stored.Skip((last - 1) * Size).Select(s => s.Id), StringComparer.Ordinal), () => FormattableString.Invariant($"page {last} of {path} of {tenant} should end its list"));
    }

    /// <summary>Each has words of its own in its title or description.</summary>
    private async Task CheckSearchAsync(string path, StoredThing row)
    {
        var words = row.Picture.Kind == Picture.Incident ? row.Picture.Title : row.Picture.Description!.Split(' ')[^1];
        var found = (await GetAsync($"{path}?search={Uri.EscapeDataString(words)}"))["items"]!.AsArray().Select(i => (string)i!["id"]!).ToList();
        judge.That(found.Count == 1 && found[0] == row.Id, () => $"a search for {words} should find {row.Id} alone and finds {string.Join(", ", found)}");
    }

    private static Dictionary<string, long> Numbers(IEnumerable<IGrouping<string, Picture>> groups) => groups.ToDictionary(g => g.Key, g => (long)g.Count(), StringComparer.Ordinal);

    private static Dictionary<string, long> Numbers(JsonNode counts) => counts.AsObject().ToDictionary(c => c.Key, c => (long)c.Value!, StringComparer.Ordinal);

    private async Task<JsonNode> GetAsync(string path)
    {
        using var response = await client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new UnansweredException($"GET {path} should be answered and was with {(int)response.StatusCode}: {text}");
    }
}

/// <summary>The service was asked for what it must be able to say, and didn't say it.</summary>
internal sealed class UnansweredException(string message) : Exception(message);
