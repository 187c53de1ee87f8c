using System.IdentityModel.Tokens.Jwt;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace Audit.Api.Security;

/// <summary>
/// The callers of tokens that were verified a moment ago, so that the next request of one costs no signature. Only what passed every
/// check gets in, under the digest of the whole token, signature included: a token that differs in one bit is another one.
/// </summary>
internal sealed class TokenCache(TimeProvider clock) : IDisposable
{
    /// <summary>How long a verification counts at the most; the token's own end may come before.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How many tokens are kept.</summary>
    public const int Capacity = 10_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private volatile object? _keys;

    /// <summary>The caller of a token that was verified with these keys, or null.</summary>
    /// <param name="token">As it was sent.</param>
    /// <param name="keys">What the issuer last said; another object stands for other keys, and empties the cache.</param>
    public ClaimsPrincipal? Find(string token, object? keys)
    {
        if (!ReferenceEquals(_keys, keys))
        {
            _kept.Clear();
            _keys = keys;
        }

        return _kept.TryGetValue(Digest.Of(token), out Entry? entry) && ReferenceEquals(entry!.Keys, keys) && clock.GetUtcNow() < entry.Until
            ? entry.Caller
            : null;
    }

    /// <summary>Keeps the caller of a token that has just passed every check with these keys.</summary>
    /// <param name="token">The token.</param>
    /// <param name="expires">Its <c>exp</c>, in seconds since 1970.</param>
    /// <param name="caller">Whom it names; shared between requests from now on.</param>
    /// <param name="keys">What it was verified with.</param>
    public void Keep(JwtSecurityToken token, double expires, ClaimsPrincipal caller, object? keys)
    {
        var now = clock.GetUtcNow();
        var end = DateTimeOffset.UnixEpoch.AddSeconds(expires);
        var until = end < now + Lifetime ? end : now + Lifetime;
        if (until > now)
        {
            _kept.Set(Digest.Of(token.RawData), new Entry(caller, until, keys), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = until - now });
        }
    }

    public void Dispose() => _kept.Dispose();

    private sealed record Entry(ClaimsPrincipal Caller, DateTimeOffset Until, object? Keys);

    /// <summary>SHA-256. Whoever could find a second token for one digest could forge certificates too.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
    {
        public static Digest Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            // of UTF-16 no two texts have the same bytes
            SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), hash);
            var parts = MemoryMarshal.Cast<byte, ulong>(hash);
            return new Digest(parts[0], parts[1], parts[2], parts[3]);
        }
    }
}
