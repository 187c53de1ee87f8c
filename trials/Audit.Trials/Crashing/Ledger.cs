using System.Text.Json.Nodes;

namespace Audit.Trials.Crashing;

/// <summary>What a writer knows of its things: all that was acknowledged, and what was found of the requests that weren't answered.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, KnownThing> _things = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _ids = new(StringComparer.Ordinal) { [Picture.Incident] = [], [Picture.Anomaly] = [] };
    private readonly Dictionary<string, KeptAnswer> _keys = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, KnownThing> Things => _things;

    /// <summary>The keys of all requests that were done, and what they were answered, where they were.</summary>
    public IReadOnlyDictionary<string, KeptAnswer> Keys => _keys;

    public Picture this[string id] => _things[id].Picture;

    /// <summary>The newest ones of a kind, the newest last.</summary>
    public IReadOnlyList<string> Newest(string kind, int number) => [.. _ids[kind].TakeLast(number)];

    /// <summary>A write is done, or that part of it.</summary>
    /// <param name="write">Which.</param>
    /// <param name="requestId">The request that did it.</param>
    /// <param name="changes">What it changed.</param>
    /// <param name="answer">What it was answered; null where it wasn't.</param>
    public void Take(Write write, string requestId, IEnumerable<Change> changes, JsonNode? answer)
    {
        foreach (var change in changes)
        {
            var entries = _things.TryGetValue(change.Id, out var known) ? known.Entries : [];
            if (known is null)
            {
                _ids[change.After.Kind].Add(change.Id);
            }

            _things[change.Id] = new KnownThing(change.After, [.. entries, .. change.Entries.Select(e => (requestId, e))], Answer: null);
        }

        if (answer?["data"] is { } data && data["version"] is not null && _things.TryGetValue((string)data["id"]!, out var answered))
        {
            _things[(string)data["id"]!] = answered with { Answer = data.ToJsonString() };
        }

        if (write.Key is not null)
        {
            _keys[write.Key] = new KeptAnswer(write, answer?["data"]?.ToJsonString());
        }
    }
}

/// <summary>A thing as it must be.</summary>
/// <param name="Picture">What is to be seen of it.</param>
/// <param name="Entries">Its history, each with the request that made it.</param>
/// <param name="Answer">It to the letter, where the last change to it was answered with it.</param>
internal sealed record KnownThing(Picture Picture, IReadOnlyList<(string RequestId, Entry Entry)> Entries, string? Answer);

/// <summary>A request that was done under a key; null as answer where it wasn't answered, or not with data.</summary>
internal sealed record KeptAnswer(Write Write, string? Data);
