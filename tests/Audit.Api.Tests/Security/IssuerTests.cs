using System.Net;
using Microsoft.IdentityModel.Tokens;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

/// <summary>The issuer's keys come and go, and so does the issuer.</summary>
public sealed class IssuerTests : IAsyncLifetime
{
    private OidcServer _issuer = null!;
    private SecuredApi _api = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _issuer = await OidcServer.StartAsync(https: true);
        _api = SecuredApi.InProduction(_issuer);
        _client = _api.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Read_WhenKeyIsNew_IsAnsweredAtOnce()
    {
        var key = OidcServer.NewRsa("rsa-2");
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        _api.Clock.Advance(TimeSpan.FromSeconds(30));
        _issuer.Keys = [OidcServer.RsaKey, key];

        var reading = _issuer.HoldNext();

        var first = ReadAsync(key);
        await reading.Asked;
        var others = Enumerable.Range(0, 8).Select(_ => ReadAsync(key)).ToList();
        reading.Release();

        (await Task.WhenAll([first, .. others])).Should().OnlyContain(a => a.StatusCode == HttpStatusCode.OK);
        _issuer.Reads.Should().Be(2);
    }

    [Fact]
    public async Task Read_WhileTheIssuerIsAskedAgain_IsAnsweredWithTheKeysAtHand()
    {
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        _api.Clock.Advance(TimeSpan.FromHours(1));
        var reading = _issuer.HoldNext();
        var asking = ReadAsync();
        await reading.Asked;

        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);

        asking.IsCompleted.Should().BeFalse();
        reading.Release();
        (await asking).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Read_WhenKeyIsUnknown_AsksTheIssuerNoMoreThanTwiceAMinute()
    {
        var unknown = OidcServer.NewRsa("made-up");
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);

        for (var i = 0; i < 5; i++)
        {
            await (await ReadAsync(unknown)).ShouldBeInvalidTokenAsync();
        }

        _issuer.Reads.Should().Be(1);
        _api.Clock.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 5; i++)
        {
            await (await ReadAsync(unknown)).ShouldBeInvalidTokenAsync();
        }

        _issuer.Reads.Should().Be(2);
    }

    [Fact]
    public async Task Read_WhenAnotherIssuersKeyIsUnknown_DoesNotAskTheIssuer()
    {
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        _api.Clock.Advance(TimeSpan.FromSeconds(30));
        var token = Sign(Payload("https://evil.example", _api.Clock), OidcServer.NewRsa("made-up"), "RS256");

        await (await _client.ReadAsync(token)).ShouldBeInvalidTokenAsync();

        _issuer.Reads.Should().Be(1);
    }

    [Fact]
    public async Task Read_WhenKeyWasWithdrawn_IsRefusedWithinTheHour()
    {
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        _issuer.Keys = [OidcServer.NewRsa("rsa-2")];

        _api.Clock.Advance(TimeSpan.FromMinutes(59));
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        _api.Clock.Advance(TimeSpan.FromMinutes(1));
        await (await ReadAsync()).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenIssuerGoesAwayLater_IsAnsweredWithTheKeysAtHand()
    {
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        _issuer.Broken = (500, "");
        _api.Clock.Advance(TimeSpan.FromHours(2));

        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await ReadAsync(OidcServer.NewRsa("made-up"))).ShouldBeInvalidTokenAsync();
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(404, "{}")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "7")]
    [InlineData(200, "<html></html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"issuer":7,"jwks_uri":[]}""")]
    [InlineData(200, """{"issuer":"https://evil.example","jwks_uri":"http://127.0.0.1:1/jwks"}""")]
    [InlineData(200, """{"issuer":"https://evil.example","jwks_uri":"no address"}""")]
    public async Task Read_WhenIssuerIsAway_IsIssuerUnavailableUntilItIsBack(int status, string body)
    {
        _issuer.Broken = (status, body);

        var problem = await (await ReadAsync()).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.issuer_unavailable");
        ((int?)problem["retry_after"]).Should().Be(5);

        _issuer.Broken = null;
        using var tooSoon = await ReadAsync();
        tooSoon.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        tooSoon.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        _issuer.Reads.Should().BeLessThanOrEqualTo(1);
        _api.Clock.Advance(TimeSpan.FromSeconds(5));
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":[null]}""")]
    [InlineData("""{"keys":"x"}""")]
    [InlineData("""{"keys":[{"kty":"RSA","n":"***","e":"AQAB","kid":"rsa-1"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"rsa-1"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-999","x":"AA","y":"AA","kid":"rsa-1"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","x5c":["AAAA"],"kid":"rsa-1"}]}""")]
    [InlineData("""{"keys":[{"kty":7}]}""")]
    public async Task Read_WhenKeySetIsBroken_IsIssuerUnavailable(string keys)
    {
        _issuer.BrokenKeys = keys;

        await (await ReadAsync()).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.issuer_unavailable");
        await (await ReadAsync()).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.issuer_unavailable");
        _issuer.Reads.Should().Be(1);
    }

    [Fact]
    public async Task Read_WhenKeySetBreaksLater_IsAnsweredWithTheKeysAtHand()
    {
        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
        _issuer.BrokenKeys = """{"keys":[]}""";
        _api.Clock.Advance(TimeSpan.FromHours(2));

        (await ReadAsync()).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Read_WhenNobodyListensAtTheIssuer_SaysSoToWhoSendsAToken()
    {
        await _issuer.DisposeAsync();

        await (await ReadAsync()).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.issuer_unavailable");
        await (await _client.ReadAsync(null)).ShouldBeUnauthenticatedAsync();
        await (await _client.ReadAsync("garbage")).ShouldBeInvalidTokenAsync();
        using var health = await _client.SendAsync(HttpMethod.Get, "/health/live", [("Authorization", "Bearer " + Token(OidcServer.RsaKey))]);
        health.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> ReadAsync(RsaSecurityKey? key = null) => _client.ReadAsync(Token(key ?? OidcServer.RsaKey));

    private string Token(RsaSecurityKey key) => Sign(Payload(_issuer.Issuer, _api.Clock, ("scope", "audit:read")), key, "RS256");
}
