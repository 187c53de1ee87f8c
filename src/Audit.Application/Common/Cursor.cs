using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Audit.Application.Common;

/// <summary>A place in a list that is ordered by creation: behind the thing of that time and id.</summary>
public sealed record CursorPosition(DateTimeOffset CreatedAt, string Id);

/// <summary>
/// A place as the wire carries it: opaque, and bound to the list's filters by a digest of them. It names no tenant; whoever
/// sends it walks in the tenant of the token, so there is nothing in it to forge.
/// </summary>
public static class Cursor
{
    private const int DigestBytes = 8;
    private const int TimeBytes = 8;
    private const int MaxBytes = DigestBytes + TimeBytes + 64;

    public static string Write(CursorPosition position, string filters)
    {
        var bytes = new byte[DigestBytes + TimeBytes + Encoding.UTF8.GetByteCount(position.Id)];
        Digest(filters).CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(DigestBytes), position.CreatedAt.ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(position.Id, bytes.AsSpan(DigestBytes + TimeBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The place, or null where the text is no cursor of a list with these filters.</summary>
    public static CursorPosition? Read(string text, string filters)
    {
        Span<byte> buffer = stackalloc byte[MaxBytes];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, buffer, out var length) || length <= DigestBytes + TimeBytes)
        {
            return null;
        }

        var bytes = buffer[..length];
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[DigestBytes..]);
        if (!bytes[..DigestBytes].SequenceEqual(Digest(filters)) || milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        return new CursorPosition(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), Encoding.UTF8.GetString(bytes[(DigestBytes + TimeBytes)..]));
    }

    private static ReadOnlySpan<byte> Digest(string filters) => SHA256.HashData(Encoding.UTF8.GetBytes(filters)).AsSpan(0, DigestBytes);
}
