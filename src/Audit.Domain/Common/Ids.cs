using System.Globalization;

namespace Audit.Domain.Common;

/// <summary>
/// Public ids: a prefix that names the kind, and the 26 lower-case Crockford base-32 characters of a UUIDv7
/// (RFC 9562 section 5.7), so that ids of one kind sort by the millisecond they were made in.
/// </summary>
public static class Ids
{
    public const string Incident = "inc_";
    public const string Anomaly = "ano_";
    public const string Comment = "cmt_";

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Digits = 26;

    public static string New(string prefix, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var value = new UInt128(ReadUInt64(bytes), ReadUInt64(bytes[8..]));
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{Encode(value, stackalloc char[Digits])}");
    }

    /// <summary>Whether the text could be an id of that kind; what can't be one needs no look-up.</summary>
    public static bool CanBe(string prefix, string? id)
    {
        if (id is null || id.Length != prefix.Length + Digits || !id.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var digits = id.AsSpan(prefix.Length);
        // 26 digits hold 130 bits: the first one has only three of its own
        return digits[0] <= '7' && digits.IndexOfAnyExcept(Alphabet) < 0;
    }

    /// <summary>The millisecond that an id was made in.</summary>
    /// <exception cref="ArgumentException">It is no id of ours.</exception>
    public static DateTimeOffset TimeOf(string id)
    {
        const int RandomBits = 80;
        if (!CanBe(id[..Math.Max(0, id.Length - Digits)], id))
        {
            throw new ArgumentException($"'{id}' is no id.", nameof(id));
        }

        UInt128 value = 0;
        foreach (var digit in id.AsSpan(id.Length - Digits))
        {
            value = (value << 5) | (uint)Alphabet.IndexOf(digit, StringComparison.Ordinal);
        }

        return DateTimeOffset.FromUnixTimeMilliseconds((long)(value >> RandomBits));
    }

    private static ulong ReadUInt64(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);

    private static ReadOnlySpan<char> Encode(UInt128 value, Span<char> digits)
    {
        for (var i = Digits - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }

        return digits;
    }
}
