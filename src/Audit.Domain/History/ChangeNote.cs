using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Domain.History;

/// <summary>
/// What a member was and what it is since, as the note of an <c>updated</c> entry: a JSON object with <c>from</c> and <c>to</c>, text or
/// a list of texts; absent where there was or is nothing.
/// </summary>
public static class ChangeNote
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string? from, string? to) => Write(from is null ? null : JsonValue.Create(from), to is null ? null : JsonValue.Create(to));

    public static string Of(IReadOnlyList<string> from, IReadOnlyList<string> to) => Write(List(from), List(to));

    private static JsonArray List(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string Write(JsonNode? from, JsonNode? to)
    {
        var note = new JsonObject();
        if (from is not null)
        {
            note.Add("from", from);
        }

        if (to is not null)
        {
            note.Add("to", to);
        }

        return note.ToJsonString(s_readable);
    }
}
