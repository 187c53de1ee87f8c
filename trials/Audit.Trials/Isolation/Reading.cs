using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>
/// Answers as they read to somebody who doesn't look at the clock: ids and hashes are named by the order in which they were seen, so that
/// two tenants of which the same became read the same.
/// </summary>
internal sealed class Reading(string tenant, Identifiers? others)
{
    private static readonly HashSet<string> s_random = new(["request_id", "trace_id", "span_id"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_times = new(["timestamp", "median_seconds", "p90_seconds"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_ofTheConnection = new(["Date", "Content-Length"], StringComparer.OrdinalIgnoreCase);
    private static readonly JsonSerializerOptions s_plain = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private Identifiers? _others = others;

    /// <summary>Whose things are sent from now on.</summary>
    public void Know(Identifiers identifiers) => _others = identifiers;

    public Answer Of(Answer answer)
    {
        var body = answer.Body;
        if (answer.Header("Content-Type")?.Contains("json", StringComparison.Ordinal) == true && body.Length > 0)
        {
            body = Of(JsonNode.Parse(body), "")!.ToJsonString(s_plain);
        }

        return new Answer(
            answer.Status,
            [.. answer.Headers.Where(h => !s_ofTheConnection.Contains(h.Name)).Select(h => (h.Name, h.Name.Equals("X-Request-Id", StringComparison.OrdinalIgnoreCase) ? RandomOf(h.Value) : Of(h.Value)))],
            body);
    }

    private JsonNode? Of(JsonNode? node, string name) => node switch
    {
        JsonObject when name == "by_day" => node.DeepClone(),
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(m.Key, Of(m.Value, m.Key)))),
        JsonArray a when name == "by_day" => InAll(a),
        JsonArray a => new JsonArray([.. a.Select(v => Of(v, name))]),
        JsonValue v when IsTime(name) => v.GetValueKind() is JsonValueKind.Null ? null : "<time>",
        JsonValue v when v.GetValueKind() == JsonValueKind.String => (string)v! is var text && s_random.Contains(name) ? RandomOf(text) : name == "next_cursor" ? CursorOf(text) : Of(text),
        _ => node?.DeepClone(),
    };

    /// <summary>The day may end between one answer and the other.</summary>
    private static JsonObject InAll(JsonArray days) => new()
    {
        ["created"] = days.Sum(d => (long)d!["created"]!),
        ["resolved"] = days.Sum(d => (long)d!["resolved"]!),
    };

    private static bool IsTime(string name) => s_times.Contains(name) || (name.EndsWith("_at", StringComparison.Ordinal) && name != "broken_at");

    private string RandomOf(string text) => _others is { } others && text.Contains(others.Word, StringComparison.Ordinal) ? Of(text) : "<random>";

    private string CursorOf(string cursor) => $"<cursor behind {string.Join(',', Tokens.OwnIn(Tokens.Inside(cursor)).Select(NameOf))}>";

    private string Of(string text)
    {
        if (_others is { } others)
        {
            text = text.Replace(others.Word, "<word>", StringComparison.OrdinalIgnoreCase)
                .Replace(others.Tenant, "<other tenant>", StringComparison.OrdinalIgnoreCase)
                .Replace(others.IncidentCursor, "<incident cursor>", StringComparison.Ordinal)
                .Replace(others.AnomalyCursor, "<anomaly cursor>", StringComparison.Ordinal);
        }

        return Tokens.Replace(text.Replace(tenant, "<tenant>", StringComparison.Ordinal), NameOf);
    }

    private string NameOf(string token)
    {
        if (_others is { } others)
        {
            var known = token == others.Incident ? "incident" : token == others.Anomaly ? "anomaly" : token == others.Comment ? "comment" : token == others.Hash ? "hash" : null;
            if (known is not null)
            {
                return $"<other's {known}>";
            }
        }

        if (!_names.TryGetValue(token, out var name))
        {
            name = $"<{(token.Length == 64 ? "hash" : token[..3])} {_names.Count}>";
            _names.Add(token, name);
        }

        return name;
    }
}
