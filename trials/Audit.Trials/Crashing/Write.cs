using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Audit.Trials.Crashing;

/// <summary>One entry of a thing's history; of a comment's its id isn't known before.</summary>
internal sealed record Entry(string Action, string? From = null, string? To = null, string? Note = null);

/// <summary>What a write makes of one thing.</summary>
internal sealed record Change(string Id, Picture After, params IReadOnlyList<Entry> Entries);

/// <summary>A request that changes something.</summary>
/// <param name="Name">What it does, in a word.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Body">What it says.</param>
/// <param name="Changes">What it makes of which things, by the ids of those that it makes anew; all or nothing.</param>
internal sealed record Write(string Name, HttpMethod Method, string Path, object Body, Func<IReadOnlyList<string>, IReadOnlyList<Change>> Changes)
{
    /// <summary>How many things it makes.</summary>
    public int Makes { get; init; }

    /// <summary>Each change is a unit of its own, in their order.</summary>
    public bool IsBulk { get; init; }

    public string? Key { get; init; }

    public long? IfMatch { get; init; }

    /// <summary>Sent again, it finds what it made.</summary>
    public bool IsKnownByExternalId { get; init; }

    /// <summary>Whether it can be sent again without being done twice.</summary>
    public bool IsRepeatable => Key is not null || IfMatch is not null || IsKnownByExternalId;

    public async Task<HttpResponseMessage> SendAsync(HttpClient client, string requestId)
    {
        using var request = new HttpRequestMessage(Method, Path) { Content = JsonContent.Create(Body) };
        request.Headers.Add("X-Request-Id", requestId);
        if (Key is not null)
        {
            request.Headers.Add("Idempotency-Key", Key);
        }

        if (IfMatch is not null)
        {
            request.Headers.Add("If-Match", Quoted(IfMatch.Value));
        }

        return await client.SendAsync(request);
    }

    public static string Quoted(long version) => FormattableString.Invariant($"\"{version}\"");

    /// <summary>The ids in an answer of the things that it made, in the order of the request.</summary>
    public IReadOnlyList<string> IdsIn(JsonNode answer, Func<string, bool> isKnown) =>
        Makes == 0 ? []
        : answer["items"] is JsonArray items ? [.. items.Select(i => (string)i!["id"]!).Distinct(StringComparer.Ordinal).Where(id => !isKnown(id))]
        : [(string)answer["data"]!["id"]!];

    public override string ToString() => $"{Name} ({Method} {Path}{(Key is null ? "" : ", key " + Key)}{(IfMatch is null ? "" : ", If-Match " + Quoted(IfMatch.Value))})";
}
