using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audit.Client;

/// <summary>What the values of an enumeration are called on the wire.</summary>
internal static class WireName<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> s_names = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (Value: (T)field.GetValue(obj: null)!, field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name))
        .Where(member => member.Name is not null)
        .ToFrozenDictionary(member => member.Value, member => member.Name!);

    private static readonly FrozenDictionary<string, T> s_values = s_names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T value) => s_names.GetValueOrDefault(value) ?? throw new ArgumentException($"{typeof(T).Name}.{value} can't be sent.", nameof(value));

    /// <summary>The value, or <c>Unknown</c> for one that a newer service has.</summary>
    public static T Parse(string? name) => name is not null && s_values.TryGetValue(name, out var value) ? value : default;
}

internal sealed class WireNameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? WireName<T>.Parse(reader.GetString()) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(WireName<T>.Of(value));
}
