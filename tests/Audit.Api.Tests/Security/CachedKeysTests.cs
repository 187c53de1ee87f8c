using System.Net;
using Microsoft.IdentityModel.Tokens;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

/// <summary>A token is known only as long as the keys are those that it was verified with.</summary>
public sealed class CachedKeysTests : CountedApi
{
    private static readonly RsaSecurityKey s_new = OidcServer.NewRsa("rsa-2");

    [Fact]
    public async Task Read_WhenANewKeyTakesTheOldOnesPlace_IsRefusedForAKnownTokenOfTheOldOneAtOnce()
    {
        var token = Token(OidcServer.RsaKey);
        await AnsweredAsync(token);
        Api.Clock.Advance(TimeSpan.FromSeconds(30));
        Issuer.Keys = [s_new];
        await AnsweredAsync(token);

        await AnsweredAsync(Token(s_new));

        await (await Client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenAKeyWasWithdrawn_IsRefusedForAKnownTokenWithinTheHour()
    {
        await AnsweredAsync(Token(OidcServer.RsaKey, "usr_first"));
        Api.Clock.Advance(TimeSpan.FromMinutes(58));
        var token = Token(OidcServer.RsaKey, "usr_late");
        await AnsweredAsync(token);
        Issuer.Keys = [s_new];
        Api.Clock.Advance(TimeSpan.FromSeconds(119));
        await AnsweredAsync(token);
        Verified.Signatures.Should().Be(2, "it is kept until then");

        Api.Clock.Advance(TimeSpan.FromSeconds(1));

        await (await Client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenAKeyWasWithdrawnDuringTheVerification_IsAnsweredThatOnceAndNotKept()
    {
        await AnsweredAsync(Token(OidcServer.RsaKey, "usr_first"));
        Api.Clock.Advance(TimeSpan.FromSeconds(30));
        var token = Token(OidcServer.RsaKey);
        var verification = Verified.HoldNext();
        var reading = Client.ReadAsync(token);
        await verification.Begun;
        Issuer.Keys = [s_new];
        await AnsweredAsync(Token(s_new));
        await AnsweredAsync(Token(s_new));

        verification.Release();

        (await reading).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await Client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenTheIssuerHasOneKeyMore_IsAnsweredForKnownTokensOfBoth()
    {
        var token = Token(OidcServer.RsaKey);
        await AnsweredAsync(token);
        Api.Clock.Advance(TimeSpan.FromSeconds(30));
        Issuer.Keys = [OidcServer.RsaKey, s_new];
        await AnsweredAsync(Token(s_new));
        await AnsweredAsync(token);
        await AnsweredAsync(Token(s_new));
        var before = Verified.Signatures;

        await AnsweredAsync(token);
        await AnsweredAsync(Token(s_new));

        Verified.Signatures.Should().Be(before);
    }

    [Fact]
    public async Task Read_WhenTheIssuerIsAwayLater_IsAnsweredForKnownAndUnknownTokens()
    {
        var token = Token(OidcServer.RsaKey);
        await AnsweredAsync(token);
        Issuer.Broken = (500, "");
        Api.Clock.Advance(TimeSpan.FromSeconds(30));
        await (await Client.ReadAsync(Token(s_new))).ShouldBeInvalidTokenAsync();
        var before = Verified.Signatures;

        await AnsweredAsync(token);

        Verified.Signatures.Should().Be(before, "a reading that failed changes no key");
        await AnsweredAsync(Token(OidcServer.EcKey, "usr_other", "ES256"));
        Api.Clock.Advance(TimeSpan.FromHours(2));
        await AnsweredAsync(token);
    }

    [Fact]
    public async Task Read_WhenTheIssuerWasNeverReached_IsIssuerUnavailableUntilItIsBack()
    {
        var token = Token(OidcServer.RsaKey);
        Issuer.Broken = (500, "");
        for (var i = 0; i < 2; i++)
        {
            var problem = await (await Client.ReadAsync(token)).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.issuer_unavailable");
            ((int?)problem["retry_after"]).Should().Be(5);
        }

        await (await Client.ReadAsync("garbage")).ShouldBeInvalidTokenAsync();
        await (await Client.ReadAsync(null)).ShouldBeUnauthenticatedAsync();
        Issuer.Broken = null;
        Api.Clock.Advance(TimeSpan.FromSeconds(5));
        await AnsweredAsync(token);
        await AnsweredAsync(token);
        Verified.Signatures.Should().Be(1);
    }

    private string Token(SecurityKey key, string sub = Subject, string algorithm = "RS256") =>
        Sign(Payload(Issuer.Issuer, Api.Clock, ("sub", sub), ("scope", "audit:read"), ("exp", 4102444800L), ("nbf", 1L)), key, algorithm);

    private async Task AnsweredAsync(string token)
    {
        using var response = await Client.ReadAsync(token);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
