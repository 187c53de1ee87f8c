using System.Globalization;
using System.Security.Cryptography;

namespace Audit.Domain.Common;

/// <summary>
/// Public ids: a prefix that names the kind, and the 26 lower-case Crockford base-32 characters of a UUIDv7
/// (RFC 9562 section 5.7), so that ids of one kind sort by the millisecond they were made in; those that a process makes one after the
/// other in one millisecond sort as they were made (section 6.2, method 2).
/// </summary>
public static class Ids
{
    public const string Incident = "inc_";
    public const string Anomaly = "ano_";
    public const string Comment = "cmt_";

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Digits = 26;
    private const int RandomBits = 80;

    /// <summary>Of the random part, those below the variant.</summary>
    private const int CountedBits = 62;

    private static readonly Lock s_lock = new();
    private static UInt128 s_last;

    public static string New(string prefix, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var value = BehindLast(new UInt128(ReadUInt64(bytes), ReadUInt64(bytes[8..])));
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

    /// <summary>The value, or, where it isn't the first of its millisecond, a random step behind the last.</summary>
    private static UInt128 BehindLast(UInt128 value)
    {
        lock (s_lock)
        {
            if (value >> RandomBits == s_last >> RandomBits)
            {
                var next = s_last + 1 + (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
                // where the places run out, which is next to impossible, the order is given up rather than the form
                value = next >> CountedBits == s_last >> CountedBits ? next : value;
            }

            return s_last = value;
        }
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
