using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audit.Client;

/// <summary>A member that may be left out, which changes nothing, or be sent as <c>null</c>, which removes what is there: <c>Assignee = null</c> unassigns.</summary>
public readonly record struct Optional<T>
{
    private Optional(T value)
    {
        Value = value;
        IsSet = true;
    }

    public bool IsSet { get; }

    public T? Value { get; }

    public static implicit operator Optional<T>(T value) => new(value);
}

internal sealed class OptionalConverter<T> : JsonConverter<Optional<T>>
{
    public override bool HandleNull => true;

    public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize<T>(ref reader, options)!;

    public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Value, options);
}
