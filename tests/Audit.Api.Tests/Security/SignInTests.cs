using System.Net;
using Microsoft.IdentityModel.Tokens;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

public sealed class SignInTests(ProductionApi api) : IClassFixture<ProductionApi>
{
    private static readonly RsaSecurityKey s_rsa = OidcServer.RsaKey;

    private static readonly Dictionary<string, Func<ProductionApi, string>> s_tokens = new(StringComparer.Ordinal)
    {
        ["RS256"] = a => Sign(a.Payload(Reader), s_rsa, "RS256"),
        ["PS256"] = a => Sign(a.Payload(Reader), s_rsa, "PS256"),
        ["ES256"] = a => Sign(a.Payload(Reader), OidcServer.EcKey, "ES256"),
        ["no key id"] = a => Sign(a.Payload(Reader), s_rsa, "RS256", new { alg = "RS256", typ = "JWT" }),
        ["type of an access token"] = a => Sign(a.Payload(Reader), s_rsa, "RS256", new { alg = "RS256", typ = "at+jwt", kid = s_rsa.KeyId }),
        ["type in full"] = a => Sign(a.Payload(Reader), s_rsa, "RS256", new { alg = "RS256", typ = "application/AT+JWT", kid = s_rsa.KeyId }),
        ["no type"] = a => Sign(a.Payload(Reader), s_rsa, "RS256", new { alg = "RS256", kid = s_rsa.KeyId }),
        ["one audience of several"] = a => a.Token(Reader, ("aud", new[] { "other", Audience })),
        ["expired within the clocks' difference"] = a => a.Token(Reader, ("exp", a.Api.Clock.GetUtcNow().AddSeconds(-29).ToUnixTimeSeconds())),
        ["valid soon, within the clocks' difference"] = a => a.Token(Reader, ("nbf", a.Api.Clock.GetUtcNow().AddSeconds(30).ToUnixTimeSeconds())),
        ["valid beyond 2038"] = a => a.Token(Reader, ("exp", 4102444800L)),
        ["exp with a fraction"] = a => a.Token(Reader, ("exp", a.Api.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds() + 0.5)),
        ["no nbf"] = a => Sign(a.Payload(Reader).Without("nbf"), s_rsa, "RS256"),
        ["just under 16 KiB"] = a => a.Token(Reader, ("pad", new string('x', 11_500))),
        ["claims nested as some issuers do"] = a => a.Token(Reader, ("realm_access", new { roles = new[] { "x" }, more = new { even = new { more = 1 } } })),
        ["a name that is no name"] = a => a.Token(Reader, ("name", new[] { 1, 2 })),
        ["subject of 128 characters"] = a => a.Token(Reader, ("sub", new string('x', 128))),
    };

    private static (string Claim, object? Value) Reader => ("scope", "audit:read");

    public static TheoryData<string> Names => [.. s_tokens.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_WhenTokenIsGood_IsAnswered(string name)
    {
        using var client = api.CreateClient();

        using var response = await client.ReadAsync(s_tokens[name](api));

        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("Bearer ")]
    public async Task Read_WhenSchemeIsWrittenOtherwise_IsAnswered(string scheme)
    {
        using var client = api.CreateClient();

        using var response = await client.SendAsync(HttpMethod.Get, Probes.Incidents, [("Authorization", scheme + " " + api.Token(Reader))]);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==")]
    [InlineData("Negotiate")]
    [InlineData("Bearertoken")]
    public async Task Read_WhenNoTokenIsSent_IsUnauthenticated(string? credentials)
    {
        using var client = api.CreateClient();

        using var response = await client.SendAsync(HttpMethod.Get, Probes.Incidents, credentials is null ? [] : [("Authorization", credentials)]);

        await response.ShouldBeUnauthenticatedAsync();
    }

    [Fact]
    public async Task Read_WhenCredentialsAreSentTwice_IsInvalidToken()
    {
        using var client = api.CreateClient();
        var credentials = "Bearer " + api.Token(Reader);

        var context = await api.Api.Server.SendAsync(c =>
        {
            c.Request.Path = Probes.Incidents;
            c.Request.Headers.Authorization = new[] { credentials, credentials };
        });

        context.Response.StatusCode.Should().Be(401);
        context.Response.Headers.WWWAuthenticate.ToString().Should().Contain("invalid_token");
    }

    [Theory]
    [InlineData("/admin/audit/nothing")]
    [InlineData("/")]
    [InlineData("/dev/token")]
    public async Task Get_WhenRouteIsUnknown_IsNotFoundWhoeverAsks(string path)
    {
        using var client = api.CreateClient();

        using var anonymous = await client.SendAsync(HttpMethod.Get, path, []);
        using var badToken = await client.SendAsync(HttpMethod.Get, path, [("Authorization", "Bearer x")]);

        await anonymous.ShouldBeProblemAsync(HttpStatusCode.NotFound, "error.route_not_found");
        await badToken.ShouldBeProblemAsync(HttpStatusCode.NotFound, "error.route_not_found");
    }

    [Fact]
    public async Task Delete_WhenMethodIsUnknown_IsNotAllowedWhoeverAsks()
    {
        using var client = api.CreateClient();

        using var response = await client.SendAsync(HttpMethod.Delete, Probes.Incidents, []);

        await response.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "error.method_not_allowed");
    }

    [Fact]
    public async Task Write_WhenBodyIsUnreadableToo_IsUnauthenticatedFirst()
    {
        using var client = api.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Probes.Incidents) { Content = new StringContent("{", null, "text/plain") };

        using var response = await client.SendAsync(request);

        await response.ShouldBeUnauthenticatedAsync();
    }
}
