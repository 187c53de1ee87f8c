using System.Globalization;
using System.Net;

namespace Audit.Api.Tests.Security;

/// <summary>At 0.0001 a second nothing is given back while a test runs.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private OidcServer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await OidcServer.StartAsync(https: true);

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Fact]
    public async Task Read_WhenActorHasUsedUpItsBurst_IsRateLimited()
    {
        await using var api = Api(("ActorBurst", "2"));
        using var client = api.CreateClient();
        (await client.ReadAsync(Token(api, "a"))).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await client.ReadAsync(Token(api, "a", scope: "none"))).ShouldBeDeniedAsync();

        using var response = await client.ReadAsync(Token(api, "a"));

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "error.rate_limited");
        var seconds = (int)problem["retry_after"]!;
        seconds.Should().BePositive();
        response.Headers.GetValues("Retry-After").Should().Equal(seconds.ToString(CultureInfo.InvariantCulture));
        (await client.ReadAsync(Token(api, "b"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.ReadAsync(Token(api, "a", tenant: "tnt_b"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Read_WhenTenantHasUsedUpItsBurst_IsRateLimitedForAllItsActors()
    {
        await using var api = Api(("TenantBurst", "2"));
        using var client = api.CreateClient();
        (await client.ReadAsync(Token(api, "a"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.ReadAsync(Token(api, "b"))).StatusCode.Should().Be(HttpStatusCode.OK);

        await (await client.ReadAsync(Token(api, "c"))).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "error.rate_limited");

        (await client.ReadAsync(Token(api, "a", tenant: "tnt_b"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Read_WhenActorIsOverItsLimit_TakesNothingFromTheTenants()
    {
        await using var api = Api(("ActorBurst", "1"), ("TenantBurst", "2"));
        using var client = api.CreateClient();
        for (var i = 0; i < 5; i++)
        {
            using var response = await client.ReadAsync(Token(api, "a"));
        }

        (await client.ReadAsync(Token(api, "b"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/errors", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task Get_WhenItIsNoOperation_IsNotLimited(string path, HttpStatusCode expected)
    {
        await using var api = Api(("ActorBurst", "1"), ("TenantBurst", "1"));
        using var client = api.CreateClient();
        using var first = await client.ReadAsync(Token(api, "a"));

        for (var i = 0; i < 3; i++)
        {
            using var response = await client.SendAsync(HttpMethod.Get, path, [("Authorization", "Bearer " + Token(api, "a"))]);
            response.StatusCode.Should().Be(expected);
        }
    }

    [Fact]
    public async Task Read_WhenNobodySignedIn_IsUnauthenticatedHoweverOften()
    {
        await using var api = Api(("ActorBurst", "1"), ("TenantBurst", "1"));
        using var client = api.CreateClient();

        for (var i = 0; i < 3; i++)
        {
            await (await client.ReadAsync(null)).ShouldBeUnauthenticatedAsync();
        }
    }

    [Fact]
    public async Task Read_WhenLimitsAreOff_IsAnswered()
    {
        await using var api = Api(("ActorBurst", "1"), ("TenantBurst", "1"), ("Enabled", "false"));
        using var client = api.CreateClient();

        for (var i = 0; i < 3; i++)
        {
            (await client.ReadAsync(Token(api, "a"))).StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    private static string Token(SecuredApi api, string actor, string tenant = TestTokens.Tenant, string scope = "audit:read") =>
        TestTokens.Sign(TestTokens.Payload(api.Issuer, api.Clock, ("sub", actor), ("tenant_id", tenant), ("scope", scope)), OidcServer.RsaKey, "RS256");

    private SecuredApi Api(params (string Key, string Value)[] limits) =>
        SecuredApi.InProduction(_issuer, [("RateLimiting:ActorPerSecond", "0.0001"), ("RateLimiting:TenantPerSecond", "0.0001"), .. limits.Select(l => ("RateLimiting:" + l.Key, (string?)l.Value))]);
}
