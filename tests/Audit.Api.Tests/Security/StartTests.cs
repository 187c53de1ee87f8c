using System.Net;
using Microsoft.Extensions.Options;

namespace Audit.Api.Tests.Security;

/// <summary>Settings under which the service starts, and under which it refuses to.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Production", null, "audit-api", "Auth:Authority")]
    [InlineData("Production", " ", "audit-api", "Auth:Authority")]
    [InlineData("Production", "https://issuer.example", null, "Auth:Audience")]
    [InlineData("Production", "https://issuer.example", " ", "Auth:Audience")]
    [InlineData("Production", "http://issuer.example", "audit-api", "Auth:Authority")]
    [InlineData("Production", "http://127.0.0.1:5000", "audit-api", "Auth:Authority")]
    [InlineData("Production", "issuer.example", "audit-api", "Auth:Authority")]
    [InlineData("Production", "/issuer", "audit-api", "Auth:Authority")]
    [InlineData("Production", "ftp://issuer.example", "audit-api", "Auth:Authority")]
    [InlineData("Production", "https://issuer.example?tenant=1", "audit-api", "Auth:Authority")]
    [InlineData("Staging", null, null, "Auth:Authority")]
    [InlineData("Staging", null, null, "Auth:Audience")]
    [InlineData("Development", "http://issuer.example", "audit-api", "Auth:Authority")]
    [InlineData("Development", "https://issuer.example", null, "Auth:Audience")]
    public async Task Start_WhenSettingsAreUnsafe_IsRefusedByName(string environment, string? authority, string? audience, string key)
    {
        await using var api = new SecuredApi(environment, SecuredApi.Settings(("Auth:Authority", authority), ("Auth:Audience", audience)));

        api.Invoking(a => a.CreateClient()).Should().Throw<OptionsValidationException>().WithMessage($"*{key}*");
    }

    [Fact]
    public async Task Start_InProduction_IsNotTalkedIntoHttp()
    {
        await using var api = new SecuredApi("Production", SecuredApi.Settings(
            ("Auth:Authority", "http://issuer.example"), ("Auth:Audience", "audit-api")));

        api.Invoking(a => a.CreateClient()).Should().Throw<OptionsValidationException>().WithMessage("*Auth:Authority*");
    }

    [Fact]
    public async Task Start_WhenAUserJwtsKeyIsNoKey_IsRefusedByName()
    {
        const string Key = "Authentication:Schemes:Bearer:SigningKeys:0:Value";
        await using var api = SecuredApi.InDevelopment([.. UserJwts.Settings.Where(s => s.Key != Key), (Key, "***")]);

        api.Invoking(a => a.CreateClient()).Should().Throw<OptionsValidationException>().WithMessage($"*{Key}*");
    }

    [Theory]
    [InlineData("Production", "https://issuer.example", "audit-api")]
    [InlineData("Production", "https://issuer.example/realms/one/", "audit-api")]
    [InlineData("Development", null, null)]
    [InlineData("Development", "", "")]
    [InlineData("Development", "https://issuer.example", "audit-api")]
    [InlineData("Development", "http://localhost:8080/realms/one", "audit-api")]
    public async Task Start_WhenSettingsAreSafe_Succeeds(string environment, string? authority, string? audience)
    {
        await using var api = new SecuredApi(environment, SecuredApi.Settings(
            ("Auth:Authority", authority), ("Auth:Audience", audience)));
        using var client = api.CreateClient();

        using var response = await client.ReadAsync(null);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("ActorPerSecond", "0")]
    [InlineData("ActorBurst", "0")]
    [InlineData("TenantPerSecond", "-1")]
    [InlineData("TenantBurst", "0")]
    public async Task Start_WhenARateLimitLetsNobodyThrough_IsRefusedByName(string key, string value)
    {
        await using var api = SecuredApi.InDevelopment(("RateLimiting:" + key, value));

        api.Invoking(a => a.CreateClient()).Should().Throw<OptionsValidationException>().WithMessage($"*{key}*");
    }
}
