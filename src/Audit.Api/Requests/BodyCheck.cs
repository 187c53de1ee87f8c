using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Audit.Domain.Common;

namespace Audit.Api.Requests;

/// <summary>
/// Goes through a body once and reports every member that is of the wrong type, stands twice, or (under strict handling) is not
/// known. What can't be read as its type wants it is replaced, so that the rest can be.
/// </summary>
public sealed class BodyCheck(ReadingFaults faults, bool strict)
{
    /// <summary>Where the reader is: names of members, and places in lists. Written out only for a report.</summary>
    private readonly List<(string? Name, int Index)> _path = [];

    private readonly List<(Range Range, string Instead)> _unreadable = [];

    /// <summary>The body with something readable in place of what couldn't be read.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="UnreadableBodyException">Its outermost value is of another type.</exception>
    public ReadOnlySpan<byte> Run(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var expected = type.Kind == JsonTypeInfoKind.Enumerable ? JsonTokenType.StartArray : JsonTokenType.StartObject;
        if (reader.TokenType != expected)
        {
            throw new UnreadableBodyException(ErrorKeys.MalformedBody);
        }

        Value(ref reader, type);
        // anything behind the value throws here
        reader.Read();
        return _unreadable.Count == 0 ? json : Mend(json);
    }

    private void Value(ref Utf8JsonReader reader, JsonTypeInfo? type)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when type is null or { Kind: JsonTypeInfoKind.Object }:
                Members(ref reader, type);
                break;
            case JsonTokenType.StartArray when type is null or { Kind: JsonTypeInfoKind.Enumerable }:
                Elements(ref reader, type);
                break;
            case JsonTokenType.Null:
                break;
            default:
                if (type is not null)
                {
                    Judge(ref reader, type);
                }

                break;
        }
    }

    private void Elements(ref Utf8JsonReader reader, JsonTypeInfo? list)
    {
        var element = list?.ElementType is { } type ? WireJson.Wire.GetTypeInfo(type) : null;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            _path.Add((null, i));
            Value(ref reader, element);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Members(ref Utf8JsonReader reader, JsonTypeInfo? type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = NameOf(ref reader);
            var member = type?.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
            _path.Add((name, 0));
            reader.Read();
            if (!seen.Add(name))
            {
                Report(ref reader, ViolationCodes.Format);
            }
            else
            {
                if (type is not null && member is null && strict)
                {
                    Report(ViolationCodes.UnknownField);
                }

                Value(ref reader, member is null ? null : WireJson.Wire.GetTypeInfo(member.PropertyType));
            }

            _path.RemoveAt(_path.Count - 1);
        }
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair, written as an escape
            throw new UnreadableBodyException(ErrorKeys.MalformedBody);
        }
    }

    private void Judge(ref Utf8JsonReader reader, JsonTypeInfo type)
    {
        var wanted = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (reader.TokenType == JsonTokenType.Number && wanted == typeof(long) && !reader.TryGetInt64(out _) && IsWhole(reader.ValueSpan))
        {
            // beyond 64 bits and so beyond every range: the validator, which knows the range, says so of the nearest
            Replace(ref reader, reader.ValueSpan[0] == '-' ? long.MinValue : long.MaxValue);
        }
        else if (!IsReadable(ref reader, wanted))
        {
            Report(ref reader, ViolationCodes.Format);
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> number) => number.IndexOfAnyExcept("-0123456789"u8) < 0;

    private static bool IsReadable(ref Utf8JsonReader reader, Type wanted) => reader.TokenType switch
    {
        JsonTokenType.String => wanted == typeof(string) && (!reader.ValueIsEscaped || IsText(ref reader)),
        JsonTokenType.Number => wanted == typeof(long) && reader.TryGetInt64(out _),
        JsonTokenType.True or JsonTokenType.False => wanted == typeof(bool),
        _ => false,
    };

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair, written as an escape
            return false;
        }
    }

    private void Replace(ref Utf8JsonReader reader, long number) =>
        _unreadable.Add(((int)reader.TokenStartIndex..(int)reader.BytesConsumed, number.ToString(CultureInfo.InvariantCulture)));

    private void Report(ref Utf8JsonReader reader, string code)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        _unreadable.Add((start..(int)reader.BytesConsumed, "null"));
        Report(code);
    }

    private void Report(string code)
    {
        if (!faults.IsFull)
        {
            faults.Add(new FieldViolation(PathText(), code));
        }
    }

    private string PathText()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _path)
        {
            if (text.Length > FieldViolation.MaxFieldLength)
            {
                break;
            }

            // a name may be as long as the sender likes, and no longer than it is shown
            _ = name is null
                ? text.Append(CultureInfo.InvariantCulture, $"[{index}]")
                : text.Append(text.Length == 0 ? "" : ".").Append(name.AsSpan(0, Math.Min(name.Length, FieldViolation.MaxFieldLength + 1)));
        }

        return text.ToString();
    }

    private byte[] Mend(ReadOnlySpan<byte> json)
    {
        var rest = new List<byte>(json.Length);
        var from = 0;
        foreach (var (range, instead) in _unreadable)
        {
            rest.AddRange(json[from..range.Start.Value]);
            rest.AddRange(Encoding.UTF8.GetBytes(instead));
            from = range.End.Value;
        }

        rest.AddRange(json[from..]);
        return [.. rest];
    }
}
