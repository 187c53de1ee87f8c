using System.Net;
using System.Text.Json.Nodes;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

/// <summary>A token that was verified a moment ago is known again, and nothing else about it is taken for granted.</summary>
public sealed class CachedTokenTests : CountedApi
{
    [Fact]
    public async Task Read_WhenTheTokenWasSeenBefore_VerifiesItOnceInFiveMinutes()
    {
        var token = Token(Reader);

        await ReadsAsync(token, signatures: 1);
        await ReadsAsync(token, signatures: 1);
        Api.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        await ReadsAsync(token, signatures: 1);
        Api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await ReadsAsync(token, signatures: 2);
        await ReadsAsync(token, signatures: 2);
    }

    [Fact]
    public async Task Read_WhenTheTokenHasReachedItsEnd_VerifiesItEachTimeUntilTheClocksDifferenceIsUsedUp()
    {
        var token = Token(Reader, ("exp", Api.Clock.GetUtcNow().AddSeconds(10).ToUnixTimeSeconds()));
        await ReadsAsync(token, signatures: 1);
        Api.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        await ReadsAsync(token, signatures: 1);

        Api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await ReadsAsync(token, signatures: 2);
        Api.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReadsAsync(token, signatures: 3);
        Api.Clock.Advance(TimeSpan.FromSeconds(29));

        await (await Client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_WhenOneCharacterOfAKnownTokenIsAnother_IsInvalidToken(int part)
    {
        var token = Token(Reader);
        await ReadsAsync(token, signatures: 1);
        var start = token.Split('.').Take(part).Sum(p => p.Length + 1);
        var length = token.Split('.')[part].Length;

        // not a signature's very last one, whose lower bits stand for nothing
        foreach (var at in new[] { start, start + (length / 2), start + length - 2 })
        {
            var other = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            await (await Client.ReadAsync(other)).ShouldBeInvalidTokenAsync();
        }

        await ReadsAsync(token);
    }

    [Fact]
    public async Task Read_WhenTheSignatureOfAKnownTokenIsMissingOrAnothers_IsInvalidToken()
    {
        var token = Token(Reader);
        var stronger = Token(("scope", "audit:read audit:write"), ("roles", new[] { "super_admin" }));
        await ReadsAsync(token, signatures: 1);
        await ReadsAsync(stronger, signatures: 2);
        var (parts, others) = (token.Split('.'), stronger.Split('.'));

        foreach (var other in new[] { $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{others[2]}", $"{parts[0]}.{others[1]}.{parts[2]}", token + ".", token + "=" })
        {
            await (await Client.ReadAsync(other)).ShouldBeInvalidTokenAsync();
        }

        await ReadsAsync(token);
    }

    [Fact]
    public async Task Read_WhenAnotherTokenHasTheSamePayload_VerifiesThatOneToo()
    {
        var payload = Payload(Issuer.Issuer, Api.Clock, Reader);
        await ReadsAsync(Sign(payload, OidcServer.RsaKey, "RS256"), signatures: 1);

        await ReadsAsync(Sign(payload, OidcServer.EcKey, "ES256"), signatures: 2);
        await (await Client.ReadAsync(Sign(payload, OidcServer.NewRsa("rsa-1"), "RS256"))).ShouldBeInvalidTokenAsync();
    }

    [Theory]
    [InlineData("aud", "other")]
    [InlineData("sub", " ")]
    [InlineData("exp", 1)]
    [InlineData("nbf", 4102444800L)]
    public async Task Read_WhenATokenWasRefused_VerifiesItAgain(string claim, object value)
    {
        var token = Token(Reader, (claim, value));

        for (var i = 1; i <= 3; i++)
        {
            await (await Client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
            Verified.Signatures.Should().Be(i);
        }
    }

    [Fact]
    public async Task Read_WhenATokenWasNotYetValid_IsAnsweredOnceItIs()
    {
        var token = Token(Reader, ("nbf", Api.Clock.GetUtcNow().AddSeconds(60).ToUnixTimeSeconds()));
        await (await Client.ReadAsync(token)).ShouldBeInvalidTokenAsync();

        Api.Clock.Advance(TimeSpan.FromSeconds(30));

        await ReadsAsync(token);
    }

    [Fact]
    public async Task Read_ByManyAtOnce_IsEachCallersOwn()
    {
        var callers = Enumerable.Range(0, 16).Select(i => (Sub: $"usr_{i}", Tenant: $"tnt_{i % 5}")).ToList();
        var tokens = callers.ToDictionary(c => c, c => Token(("sub", c.Sub), ("tenant_id", c.Tenant), ("scope", c.Sub.EndsWith('1') ? "audit:write" : "audit:read")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 320).Select(async i =>
        {
            var caller = callers[i % callers.Count];
            return (caller, Me: await MeAsync(tokens[caller]));
        }));

        answers.Should().AllSatisfy(a =>
        {
            ((string?)a.Me["sub"]).Should().Be(a.caller.Sub);
            ((string?)a.Me["tenant_id"]).Should().Be(a.caller.Tenant);
            a.Me["permissions"]!.AsArray().Select(p => (string?)p).Should().Equal(a.caller.Sub.EndsWith('1') ? "write" : "read");
        });
        var known = Verified.Signatures;
        foreach (var caller in callers)
        {
            ((string?)(await MeAsync(tokens[caller]))["sub"]).Should().Be(caller.Sub);
        }

        Verified.Signatures.Should().Be(known);
    }

    private static (string Claim, object? Value) Reader => ("scope", "audit:read");

    private string Token(params (string Claim, object? Value)[] claims) => Sign(Payload(Issuer.Issuer, Api.Clock, claims), OidcServer.RsaKey, "RS256");

    private async Task ReadsAsync(string token, int? signatures = null)
    {
        using var response = await Client.ReadAsync(token);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Verified.Signatures.Should().Be(signatures ?? Verified.Signatures);
    }

    private async Task<JsonNode> MeAsync(string token)
    {
        using var response = await Client.SendAsync(HttpMethod.Get, "/admin/audit/me", [("Authorization", "Bearer " + token)]);
        return await response.DataAsync();
    }
}
