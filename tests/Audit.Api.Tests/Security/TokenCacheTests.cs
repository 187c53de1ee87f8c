using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Audit.Api.Security;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Tests.Security;

public sealed class TokenCacheTests : IDisposable
{
    private static readonly string s_signature = Base64UrlEncoder.Encode(new byte[32]);
    private readonly TestClock _clock = new();
    private readonly TokenCache _cache;
    private readonly object _keys = new();

    public TokenCacheTests() => _cache = new TokenCache(_clock);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Find_WhenTheTokenWasKept_IsItsCaller()
    {
        var (token, caller) = Keep("usr_a");
        var (other, otherCaller) = Keep("usr_b");

        _cache.Find(token, _keys).Should().BeSameAs(caller);
        _cache.Find(other, _keys).Should().BeSameAs(otherCaller);
        _cache.Find(Token("usr_c").RawData, _keys).Should().BeNull();
    }

    [Fact]
    public void Find_WithoutAnIssuer_IsTheCallerAllTheSame()
    {
        var (token, caller) = Keep("usr_a", keys: null);

        _cache.Find(token, keys: null).Should().BeSameAs(caller);
    }

    [Fact]
    public void Find_WhenAnyOneCharacterIsAnother_IsNobody()
    {
        var (token, _) = Keep("usr_a");

        for (var i = 0; i < token.Length; i++)
        {
            foreach (var character in new[] { (char)(token[i] ^ 1), (char)(token[i] ^ 0x20), (char)(token[i] | 0x100) })
            {
                _cache.Find(token[..i] + character + token[(i + 1)..], _keys).Should().BeNull();
            }
        }
    }

    [Fact]
    public void Find_WhenThereIsMoreOrLess_IsNobody()
    {
        var (token, _) = Keep("usr_a");

        for (var i = 0; i < token.Length; i++)
        {
            _cache.Find(token[..i], _keys).Should().BeNull();
        }

        _cache.Find(token + "A", _keys).Should().BeNull();
        _cache.Find(token + "\0", _keys).Should().BeNull();
    }

    [Fact]
    public void Find_AfterFiveMinutes_IsNobody()
    {
        var (token, caller) = Keep("usr_a");

        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        _cache.Find(token, _keys).Should().BeSameAs(caller);
        _clock.Advance(TimeSpan.FromTicks(1));
        _cache.Find(token, _keys).Should().BeNull();
    }

    [Theory]
    [InlineData(0, 60_000)]
    [InlineData(9_999, 60_000)]
    [InlineData(1, 250)]
    [InlineData(5_000, 500)]
    public void Find_AtTheTokensEnd_IsNobodyToTheTick(int ticksPastTheMillisecond, int milliseconds)
    {
        var end = _clock.GetUtcNow().AddMilliseconds(milliseconds);
        _clock.Advance(TimeSpan.FromTicks(ticksPastTheMillisecond));
        var (token, _) = Keep("usr_a", end.ToUnixTimeMilliseconds() / 1000d);

        _clock.Advance(end - _clock.GetUtcNow());

        _cache.Find(token, _keys).Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-29)]
    public void Keep_WhenTheTokenIsAtItsEndOrPastIt_KeepsNothing(int seconds)
    {
        var (token, _) = Keep("usr_a", _clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds());

        _cache.Find(token, _keys).Should().BeNull();
    }

    [Fact]
    public void Find_WhenTheKeysAreOthers_IsNobodyEvenWhenTheyAreTheOldOnesAgain()
    {
        var (token, _) = Keep("usr_a");
        var others = new object();

        _cache.Find(token, others).Should().BeNull();
        _cache.Find(token, _keys).Should().BeNull();
    }

    [Fact]
    public void Keep_WhenTheKeysAreOthersByNow_IsNobodyToThose()
    {
        var (token, others) = (Token("usr_a"), new object());
        _cache.Find(token.RawData, others).Should().BeNull();

        _cache.Keep(token, End, new ClaimsPrincipal(), _keys);

        _cache.Find(token.RawData, others).Should().BeNull();
    }

    [Fact]
    public void Keep_OfMoreTokensThanThereIsRoomFor_KeepsNoMoreAndMixesNoneUp()
    {
        var kept = Enumerable.Range(0, TokenCache.Capacity + 500).Select(i => Keep($"usr_{i}")).ToList();

        var found = kept.Select(k => (k.Caller, Found: _cache.Find(k.Token, _keys))).Where(k => k.Found is not null).ToList();

        found.Should().HaveCountLessThanOrEqualTo(TokenCache.Capacity).And.HaveCountGreaterThan(TokenCache.Capacity / 2);
        found.Where(f => f.Found != f.Caller).Should().BeEmpty();
        // making room is left to another thread
        var last = Token("usr_last");
        SpinWait.SpinUntil(() => IsKept(last), TimeSpan.FromMinutes(1)).Should().BeTrue();
    }

    [Fact]
    public async Task Find_ByManyAtOnce_IsEachTokensOwnCaller()
    {
        var tokens = Enumerable.Range(0, 50).Select(i => Token($"usr_{i}")).ToList();
        var keys = new[] { new object(), new object() };

        var wrong = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            var mixed = 0;
            for (var i = 0; i < 20_000; i++)
            {
                var token = tokens[((i * 7) + n) % tokens.Count];
                var key = keys[i / 500 % 2];
                if (_cache.Find(token.RawData, key) is { } caller)
                {
                    mixed += caller.HasClaim("sub", token.Subject) && caller.HasClaim("keys", Name(key)) ? 0 : 1;
                }
                else
                {
                    _cache.Keep(token, End, new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", token.Subject), new Claim("keys", Name(key))])), key);
                }
            }

            return mixed;
        })));

        wrong.Should().AllBeEquivalentTo(0);

        string Name(object key) => key == keys[0] ? "first" : "second";
    }

    private bool IsKept(JwtSecurityToken token)
    {
        _cache.Keep(token, End, new ClaimsPrincipal(), _keys);
        return _cache.Find(token.RawData, _keys) is not null;
    }

    private double End => _clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();

    private static JwtSecurityToken Token(string sub) =>
        new JwtSecurityTokenHandler().ReadJwtToken(Base64UrlEncoder.Encode("""{"alg":"RS256"}""") + "." + Base64UrlEncoder.Encode($$"""{"sub":"{{sub}}"}""") + "." + s_signature);

    private (string Token, ClaimsPrincipal Caller) Keep(string sub, double? expires = null) => Keep(sub, _keys, expires);

    /// <summary>After a look for it, as each request does.</summary>
    private (string Token, ClaimsPrincipal Caller) Keep(string sub, object? keys, double? expires = null)
    {
        var token = Token(sub);
        var caller = new ClaimsPrincipal(new ClaimsIdentity("Bearer"));
        _cache.Find(token.RawData, keys).Should().BeNull();
        _cache.Keep(token, expires ?? End, caller, keys);
        return (token.RawData, caller);
    }
}
