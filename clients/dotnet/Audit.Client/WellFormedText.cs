using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audit.Client;

/// <summary>Refuses text with half a surrogate pair, which would be sent as U+FFFD: two ids could become one.</summary>
internal sealed class WellFormedText : JsonConverter<string>
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text itself, where it can be sent as it is.</summary>
    /// <exception cref="ArgumentException">It isn't well formed.</exception>
    public static string Require(string value)
    {
        _ = s_strict.GetByteCount(value);
        return value;
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Require(value));
}
