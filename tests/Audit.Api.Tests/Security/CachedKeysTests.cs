using System.Net;
using Microsoft.IdentityModel.Tokens;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

/// <summary>A token is known only as long as the keys are those that it was verified with.</summary>
public sealed class CachedKeysTests : IAsyncLifetime
{
    private static readonly RsaSecurityKey s_new = OidcServer.NewRsa("rsa-2");
    private OidcServer _issuer = null!;
    private SecuredApi _api = null!;
    private HttpClient _client = null!;
    private CountedVerifications _verified = null!;

    public async Task InitializeAsync()
    {
        _issuer = await OidcServer.StartAsync(https: true);
        _api = SecuredApi.InProduction(_issuer);
        _client = _api.CreateClient();
        _verified = CountedVerifications.In(_api);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Read_WhenANewKeyTakesTheOldOnesPlace_IsRefusedForAKnownTokenOfTheOldOneAtOnce()
    {
        var token = Token(OidcServer.RsaKey);
        await AnsweredAsync(token);
        _api.Clock.Advance(TimeSpan.FromSeconds(30));
        _issuer.Keys = [s_new];
        await AnsweredAsync(token);

        await AnsweredAsync(Token(s_new));

        await (await _client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenAKeyWasWithdrawn_IsRefusedForAKnownTokenWithinTheHour()
    {
        await AnsweredAsync(Token(OidcServer.RsaKey, "usr_first"));
        _api.Clock.Advance(TimeSpan.FromMinutes(58));
        var token = Token(OidcServer.RsaKey, "usr_late");
        await AnsweredAsync(token);
        _issuer.Keys = [s_new];
        _api.Clock.Advance(TimeSpan.FromSeconds(119));
        await AnsweredAsync(token);
        _verified.Signatures.Should().Be(2, "it is kept until then");

        _api.Clock.Advance(TimeSpan.FromSeconds(1));

        await (await _client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenAKeyWasWithdrawnDuringTheVerification_IsAnsweredThatOnceAndNotKept()
    {
        await AnsweredAsync(Token(OidcServer.RsaKey, "usr_first"));
        _api.Clock.Advance(TimeSpan.FromSeconds(30));
        var token = Token(OidcServer.RsaKey);
        var verification = _verified.HoldNext();
        var reading = _client.ReadAsync(token);
        await verification.Begun;
        _issuer.Keys = [s_new];
        await AnsweredAsync(Token(s_new));
        await AnsweredAsync(Token(s_new));

        verification.Release();

        (await reading).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await _client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenTheIssuerHasOneKeyMore_IsAnsweredForKnownTokensOfBoth()
    {
        var token = Token(OidcServer.RsaKey);
        await AnsweredAsync(token);
        _api.Clock.Advance(TimeSpan.FromSeconds(30));
        _issuer.Keys = [OidcServer.RsaKey, s_new];
        await AnsweredAsync(Token(s_new));
        await AnsweredAsync(token);
        await AnsweredAsync(Token(s_new));
        var before = _verified.Signatures;

        await AnsweredAsync(token);
        await AnsweredAsync(Token(s_new));

        _verified.Signatures.Should().Be(before);
    }

    [Fact]
    public async Task Read_WhenTheIssuerIsAwayLater_IsAnsweredForKnownAndUnknownTokens()
    {
        var token = Token(OidcServer.RsaKey);
        await AnsweredAsync(token);
        _issuer.Broken = (500, "");
        _api.Clock.Advance(TimeSpan.FromSeconds(30));
        await (await _client.ReadAsync(Token(s_new))).ShouldBeInvalidTokenAsync();
        var before = _verified.Signatures;

        await AnsweredAsync(token);

        _verified.Signatures.Should().Be(before, "a reading that failed changes no key");
        await AnsweredAsync(Token(OidcServer.EcKey, "usr_other", "ES256"));
        _api.Clock.Advance(TimeSpan.FromHours(2));
        await AnsweredAsync(token);
    }

    [Fact]
    public async Task Read_WhenTheIssuerWasNeverReached_IsIssuerUnavailableUntilItIsBack()
    {
        var token = Token(OidcServer.RsaKey);
        _issuer.Broken = (500, "");
        for (var i = 0; i < 2; i++)
        {
            var problem = await (await _client.ReadAsync(token)).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.issuer_unavailable");
            ((int?)problem["retry_after"]).Should().Be(5);
        }

        await (await _client.ReadAsync("garbage")).ShouldBeInvalidTokenAsync();
        await (await _client.ReadAsync(null)).ShouldBeUnauthenticatedAsync();
        _issuer.Broken = null;
        _api.Clock.Advance(TimeSpan.FromSeconds(5));
        await AnsweredAsync(token);
        await AnsweredAsync(token);
        _verified.Signatures.Should().Be(1);
    }

    private string Token(SecurityKey key, string sub = Subject, string algorithm = "RS256") =>
        Sign(Payload(_issuer.Issuer, _api.Clock, ("sub", sub), ("scope", "audit:read"), ("exp", 4102444800L), ("nbf", 1L)), key, algorithm);

    private async Task AnsweredAsync(string token)
    {
        using var response = await _client.ReadAsync(token);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
