using System.Net;
using Microsoft.IdentityModel.Tokens;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

/// <summary>Tokens of <c>dotnet user-jwts</c>: a shared secret, for Development only.</summary>
public sealed class UserJwtsTests
{
    private static readonly object s_header = new { alg = "HS256", typ = "JWT" };

    [Fact]
    public async Task Read_InDevelopment_IsAnswered()
    {
        await using var api = SecuredApi.InDevelopment(UserJwts.Settings);
        using var client = api.CreateClient();

        using var response = await client.ReadAsync(Token(api));

        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("iss", "audit-dev-token")]
    [InlineData("iss", "https://issuer.example")]
    [InlineData("aud", "audit-service")]
    public async Task Read_InDevelopment_IsRefusedForWhatTheKeyDoesNotVouchFor(string claim, string value)
    {
        await using var api = SecuredApi.InDevelopment(UserJwts.Settings);
        using var client = api.CreateClient();

        await (await client.ReadAsync(Token(api, (claim, value)))).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_InDevelopmentBesideAnIssuer_IsAnsweredForBoth()
    {
        await using var issuer = await OidcServer.StartAsync(https: false);
        await using var api = SecuredApi.InDevelopment(issuer, UserJwts.Settings);
        using var client = api.CreateClient();

        (await client.ReadAsync(Token(api))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.ReadAsync(Sign(Payload(issuer.Issuer, api.Clock, ("scope", "audit:read")), OidcServer.RsaKey, "RS256"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Read_WhenAKeyClaimsTheNameOfTheIssuer_IsRefused()
    {
        await using var issuer = await OidcServer.StartAsync(https: false);
        var settings = UserJwts.Settings.Select(s => s.Value == UserJwts.Issuer ? (s.Key, issuer.Issuer) : s).ToArray();
        await using var api = SecuredApi.InDevelopment(issuer, settings);
        using var client = api.CreateClient();

        await (await client.ReadAsync(Sign(Payload(issuer.Issuer, api.Clock), UserJwts.Key, "HS256", s_header))).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_WhenTheIssuerPublishesASecret_IsNotVouchedForByIt()
    {
        await using var issuer = await OidcServer.StartAsync(https: false);
        issuer.Keys = [OidcServer.RsaKey, new SymmetricSecurityKey(UserJwts.Key.Key) { KeyId = "secret" }];
        await using var api = SecuredApi.InDevelopment(issuer, UserJwts.Settings);
        using var client = api.CreateClient();

        await (await client.ReadAsync(Sign(Payload(issuer.Issuer, api.Clock), issuer.Keys[1], "HS256"))).ShouldBeInvalidTokenAsync();
        await (await client.ReadAsync(Sign(Payload(issuer.Issuer, api.Clock), UserJwts.Key, "HS256", s_header))).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Read_InProduction_IsRefused()
    {
        await using var issuer = await OidcServer.StartAsync(https: true);
        await using var api = SecuredApi.InProduction(issuer, UserJwts.Settings);
        using var client = api.CreateClient();

        await (await client.ReadAsync(Token(api))).ShouldBeInvalidTokenAsync();
    }

    private static string Token(SecuredApi api, params (string Claim, object? Value)[] claims) =>
        Sign(Payload(UserJwts.Issuer, api.Clock, [("aud", UserJwts.Audience), ("role", "auditor"), .. claims]), UserJwts.Key, "HS256", s_header);
}
