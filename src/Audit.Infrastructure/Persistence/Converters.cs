using System.Text.Encodings.Web;
using System.Text.Json;
using Audit.Domain.Common;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Audit.Infrastructure.Persistence;

/// <summary>An enumeration by the name it has on the wire.</summary>
internal sealed class WireNameConverter<TEnum>() : ValueConverter<TEnum, string>(v => WireName.Of(v), v => WireName.Parse<TEnum>(v))
    where TEnum : struct, Enum;

/// <summary>A list of strings as a JSON array.</summary>
internal sealed class StringListConverter() : ValueConverter<IReadOnlyList<string>, string>(v => ToJson(v), v => FromJson(v))
{
    private const string Empty = "[]";
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(IReadOnlyList<string> list) => list.Count == 0 ? Empty : JsonSerializer.Serialize(list, s_options);

    public static IReadOnlyList<string> FromJson(string json) => json == Empty ? [] : JsonSerializer.Deserialize<string[]>(json, s_options)!;
}

internal sealed class StringListComparer() : ValueComparer<IReadOnlyList<string>>(
    (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
    v => v.Aggregate(0, (hash, s) => HashCode.Combine(hash, StringComparer.Ordinal.GetHashCode(s))),
    v => v);

/// <summary>
/// A time as milliseconds since 1970: an integer sorts right and costs nothing to read. One that was tampered with until it is no
/// time any more is read as the nearest, so that the row can be shown and found wrong.
/// </summary>
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(v => v.ToUnixTimeMilliseconds(), v => Read(v))
{
    private static readonly long s_first = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long s_last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset Read(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, s_first, s_last));
}

/// <summary>A time as a UTC <c>datetime2</c>.</summary>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTimeOffset, DateTime>(
    v => v.UtcDateTime, v => Read(v))
{
    public static DateTimeOffset Read(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
