using System.Net;

namespace Audit.Api.Tests.Security;

public sealed class MeTests(ProductionApi api) : IClassFixture<ProductionApi>
{
    private const string Me = "/admin/audit/me";

    /// <summary>A claim, its value, and the permissions it gives, in their order.</summary>
    public static TheoryData<string, object?, string> Grants => new()
    {
        { "scope", "audit:read", "read" },
        { "scope", "audit:write", "write" },
        { "scope", "audit:ingest", "report" },
        { "scope", "audit:ingest audit:write audit:read", "read,write,report" },
        { "scope", "audit:ingest:any", "" },
        { "scp", new[] { "audit:write" }, "write" },
        { "roles", "auditor", "read" },
        { "role", "security_admin", "read,write" },
        { "roles", new[] { "admin", "auditor" }, "read,write" },
        { "roles", "super_admin", "read,write" },
        { "roles", "guest", "" },
    };

    [Theory]
    [MemberData(nameof(Grants))]
    public async Task Me_WithAnyToken_TellsWhatItsHolderMayDo(string claim, object? value, string permissions)
    {
        using var client = api.CreateClient();

        using var response = await GetAsync(client, api.Token((claim, value)));

        var me = await response.DataAsync();
        me.AsObject().Select(m => m.Key).Should().Equal("sub", "tenant_id", "permissions");
        ((string)me["sub"]!).Should().Be(TestTokens.Subject);
        ((string)me["tenant_id"]!).Should().Be(TestTokens.Tenant);
        string.Join(',', me["permissions"]!.AsArray().Select(p => (string)p!)).Should().Be(permissions);
    }

    [Fact]
    public async Task Me_WithATokenThatGivesNothing_HasNoPermissions()
    {
        using var client = api.CreateClient();

        using var response = await GetAsync(client, api.Token());

        (await response.JsonAsync()).AsObject().Select(m => m.Key).Should().Equal("code", "message", "data", "timestamp");
        (await response.DataAsync())["permissions"]!.ToJsonString().Should().Be("[]");
        response.Headers.ETag.Should().BeNull();
        response.Headers.CacheControl!.ToString().Should().Be("no-cache, private");
    }

    [Fact]
    public async Task Me_WithANameInTheToken_ShowsIt()
    {
        using var client = api.CreateClient();

        using var response = await GetAsync(client, api.Token(("name", "Róża 王")));

        ((string)(await response.DataAsync())["name"]!).Should().Be("Róża 王");
    }

    [Theory]
    [InlineData("X-Tenant-ID", "")]
    [InlineData(null, "?tenant_id=tnt_b")]
    public async Task Me_WhenASuperAdminNamesAnotherTenant_ShowsWhereTheyAct(string? header, string query)
    {
        using var client = api.CreateClient();

        using var response = await GetAsync(client, api.Token(("roles", "super_admin")), query, header is null ? [] : [(header, "tnt_b")]);

        ((string)(await response.DataAsync())["tenant_id"]!).Should().Be("tnt_b");
    }

    [Theory]
    [InlineData("roles", "admin")]
    [InlineData("scope", "audit:ingest audit:ingest:any")]
    public async Task Me_WhenAnybodyElseNamesAnotherTenant_IsTenantForbidden(string claim, string value)
    {
        using var client = api.CreateClient();

        using var response = await GetAsync(client, api.Token((claim, value)), "", ("X-Tenant-ID", "tnt_b"));

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_forbidden");
    }

    /// <summary>It asks nothing of the store, and is judged like all that does.</summary>
    [Theory]
    [InlineData("?tenant_id=tnt_b", "X-Tenant-ID", "tnt_c", "tenant_id:format")]
    [InlineData("?foo=1", "Prefer", "handling=strict", "foo:unknown_field")]
    public async Task Me_WhenTheRequestIsWrong_IsInvalid(string query, string header, string value, string broken)
    {
        using var client = api.CreateClient();

        using var response = await GetAsync(client, api.Token(("roles", "super_admin")), query, (header, value));

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Fact]
    public async Task Me_WithoutAUsableTenant_IsTenantMissing()
    {
        using var client = api.CreateClient();

        using var response = await GetAsync(client, api.Token(("roles", "super_admin"), ("tenant_id", null)));

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_missing");
    }

    [Fact]
    public async Task Me_WithoutToken_IsUnauthenticated()
    {
        using var client = api.CreateClient();

        using var response = await client.GetAsync(Me);

        await response.ShouldBeUnauthenticatedAsync();
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string token, string query = "", params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, Me + query, [("Authorization", "Bearer " + token), .. headers]);
}
