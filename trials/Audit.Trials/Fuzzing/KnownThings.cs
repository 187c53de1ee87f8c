using System.Text.Json.Nodes;

namespace Audit.Trials.Fuzzing;

/// <summary>What answers told of one tenant, so that requests find something; only the newest, so that it stays small. For several threads.</summary>
internal sealed class KnownThings
{
    private const int Kept = 48;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<string>> _kept = new(StringComparer.Ordinal);

    public const string Incidents = "inc_";
    public const string Anomalies = "ano_";
    public const string Cursors = "cursor";
    public const string Marks = "mark";
    public const string Versions = "version";

    /// <summary>One of a kind, by a number that the caller drew whether or not there is any.</summary>
    public string? Pick(string kind, int draw)
    {
        lock (_lock)
        {
            return _kept.TryGetValue(kind, out var kept) ? kept[draw % kept.Count] : null;
        }
    }

    public void Add(string kind, string what)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(kind, out var kept))
            {
                _kept.Add(kind, kept = []);
            }

            if (kept.Count == Kept)
            {
                kept.RemoveAt(0);
            }

            kept.Add(what);
        }
    }

    /// <summary>Keeps what an answer of success tells.</summary>
    public void Learn(JsonNode? body)
    {
        if (body is not JsonObject members)
        {
            return;
        }

        if (members["data"] is JsonObject data)
        {
            LearnOne(data);
            if (data["last_sequence"] is { } sequence && (string?)data["last_hash"] is { } hash)
            {
                Add(Marks, $"{sequence}:{hash}");
            }
        }

        if ((string?)members["pagination"]?["next_cursor"] is { } cursor)
        {
            Add(Cursors, cursor);
        }
    }

    private void LearnOne(JsonObject thing)
    {
        if ((string?)thing["id"] is not { Length: 30 } id)
        {
            return;
        }

        if (thing["version"] is { } version)
        {
            Add(Versions, version.ToString());
        }

        var kind = id[..4];
        lock (_lock)
        {
            if (_kept.TryGetValue(kind, out var kept) && kept.Contains(id, StringComparer.Ordinal))
            {
                return;
            }
        }

        Add(kind, id);
    }
}
