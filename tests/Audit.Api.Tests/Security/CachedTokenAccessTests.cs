using System.Net;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

/// <summary>That a token is known says who asks. What they may do is judged for each request.</summary>
public sealed class CachedTokenAccessTests : IAsyncLifetime
{
    private const string InvalidToken = "Bearer realm=\"audit-service\", error=\"invalid_token\"";
    private OidcServer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await OidcServer.StartAsync(https: true);

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Fact]
    public async Task Write_WhenAKnownTokenMayOnlyRead_IsDeniedEachTime()
    {
        await using var api = SecuredApi.InProduction(_issuer);
        using var client = api.CreateClient();
        var verified = CountedVerifications.In(api);
        var token = Token(api, ("scope", "audit:read"));

        for (var i = 0; i < 2; i++)
        {
            (await client.ReadAsync(token)).StatusCode.Should().Be(HttpStatusCode.OK);
            await (await client.WriteAsync(token)).ShouldBeDeniedAsync();
            await (await client.ReportAsync(token)).ShouldBeDeniedAsync();
            await (await client.ReadAsync(token, ("X-Tenant-ID", "tnt_b"))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_forbidden");
        }

        verified.Signatures.Should().Be(1);
    }

    [Fact]
    public async Task Read_WhenAKnownTokenNamesNoTenant_IsRefusedEachTime()
    {
        await using var api = SecuredApi.InProduction(_issuer);
        using var client = api.CreateClient();
        var verified = CountedVerifications.In(api);
        var token = Token(api, ("tenant_id", null), ("scope", "audit:read"));

        for (var i = 0; i < 2; i++)
        {
            await (await client.ReadAsync(token)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_missing");
        }

        verified.Signatures.Should().Be(1);
    }

    [Fact]
    public async Task Read_WhenAKnownTokenHasCrossedTenants_BelongsToItsOwnAgain()
    {
        await using var api = SecuredApi.InProduction(_issuer);
        using var client = api.CreateClient();
        var verified = CountedVerifications.In(api);
        var token = Token(api, ("roles", new[] { "super_admin" }));
        var tenants = new List<string?>();

        foreach (var tenant in new[] { "tnt_a", "tnt_b", "tnt_c", "tnt_a" })
        {
            using var response = await client.SendAsync(HttpMethod.Get, "/admin/audit/me", [("Authorization", "Bearer " + token), ("X-Tenant-ID", tenant)]);
            tenants.Add((string?)(await response.DataAsync())["tenant_id"]);
        }

        tenants.Should().Equal("tnt_a", "tnt_b", "tnt_c", "tnt_a");
        verified.Signatures.Should().Be(1);
    }

    [Fact]
    public async Task Read_WhenAKnownTokenHasUsedUpItsBurst_IsRateLimited()
    {
        await using var api = SecuredApi.InProduction(_issuer, ("RateLimiting:ActorPerSecond", "0.0001"), ("RateLimiting:ActorBurst", "3"));
        using var client = api.CreateClient();
        var verified = CountedVerifications.In(api);
        var token = Token(api, ("scope", "audit:read"));
        for (var i = 0; i < 3; i++)
        {
            (await client.ReadAsync(token)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        await (await client.ReadAsync(token)).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "error.rate_limited");

        verified.Signatures.Should().Be(1);
    }

    [Fact]
    public async Task Read_WhenAKnownTokenIsSentTwiceInOneRequest_IsInvalidToken()
    {
        await using var api = SecuredApi.InProduction(_issuer);
        using var client = api.CreateClient();
        var credentials = "Bearer " + Token(api, ("scope", "audit:read"));
        (await client.ReadAsync(credentials["Bearer ".Length..])).StatusCode.Should().Be(HttpStatusCode.OK);

        var context = await api.Server.SendAsync(c =>
        {
            c.Request.Path = Probes.Incidents;
            c.Request.Headers.Authorization = new[] { credentials, credentials };
        });

        context.Response.StatusCode.Should().Be(401);
        context.Response.Headers.WWWAuthenticate.Should().Equal(InvalidToken);
    }

    [Fact]
    public async Task Read_WhenATokenIsADevelopmentSecrets_VerifiesItOnceToo()
    {
        await using var api = SecuredApi.InDevelopment(UserJwts.Settings);
        using var client = api.CreateClient();
        var verified = CountedVerifications.In(api);
        var payload = Payload(UserJwts.Issuer, api.Clock, ("aud", UserJwts.Audience), ("scope", "audit:read"));
        var token = Sign(payload, UserJwts.Key, "HS256", new { alg = "HS256", typ = "JWT" });

        for (var i = 0; i < 3; i++)
        {
            (await client.ReadAsync(token)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        verified.Signatures.Should().Be(1);
        await (await client.ReadAsync(token[..^4] + "AAAA")).ShouldBeInvalidTokenAsync();
    }

    private string Token(SecuredApi api, params (string Claim, object? Value)[] claims) => Sign(Payload(_issuer.Issuer, api.Clock, claims), OidcServer.RsaKey, "RS256");
}
