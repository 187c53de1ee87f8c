using System.Net;
using System.Security.Claims;
using Audit.Application.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Security;

public sealed class TenantTests(ProductionApi api) : IClassFixture<ProductionApi>
{
    private const string Home = TestTokens.Tenant;
    private const string Other = "tnt_b";

    public static TheoryData<object?> UnusableTenants => [null, "", "  ", 7, true, new[] { Home }, new[] { Home, Other }, new { id = Home }, new string('x', 129), "a\tb", "a\nb", "a\u0000b"];

    [Theory]
    [MemberData(nameof(UnusableTenants))]
    public async Task Read_WhenTenantClaimIsUnusable_IsTenantMissing(object? tenant)
    {
        using var client = api.CreateClient();

        using var response = await client.ReadAsync(api.Token(("roles", "super_admin"), ("tenant_id", tenant)), ("X-Tenant-ID", Home));

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_missing");
    }

    [Fact]
    public async Task Read_WhenTenantClaimIsAbsent_IsTenantMissing()
    {
        using var client = api.CreateClient();
        var token = TestTokens.Sign(api.Payload(("roles", "admin")).Without("tenant_id"), OidcServer.RsaKey, "RS256");

        using var response = await client.ReadAsync(token);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_missing");
    }

    [Fact]
    public async Task Read_WhenPermissionIsMissingToo_IsDeniedFirst()
    {
        using var client = api.CreateClient();

        using var response = await client.ReadAsync(api.Token(("tenant_id", null)), ("X-Tenant-ID", Other));

        await response.ShouldBeDeniedAsync();
    }

    [Theory]
    [InlineData(Home, "")]
    [InlineData(" tnt_a ", "")]
    [InlineData("", "")]
    [InlineData("  ", "?tenant_id=")]
    [InlineData(null, "?tenant_id=tnt_a")]
    [InlineData(Home, "?tenant_id=tnt_a")]
    [InlineData(Home, "?tenant_id=tnt_a&tenant_id=tnt_a")]
    public async Task Read_WhenOwnTenantIsRepeated_IsAnswered(string? header, string query)
    {
        using var client = api.CreateClient();

        using var response = await CallAsync(client, api.Token(("roles", "auditor")), header, query);

        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("auditor", Other, "")]
    [InlineData("admin", Other, "")]
    [InlineData("security_admin", null, "?tenant_id=tnt_b")]
    [InlineData("Super_Admin admin", Other, "")]
    [InlineData("admin", "TNT_A", "")]
    [InlineData("admin", "tnt_a, tnt_b", "")]
    [InlineData("admin", Home, "?tenant_id=tnt_b")]
    [InlineData("admin", Other, "?tenant_id=tnt_a")]
    [InlineData("admin", null, "?tenant_id=tnt_a&tenant_id=tnt_b")]
    [InlineData("admin", Other, "?page=0")]
    public async Task Read_WhenAnotherTenantIsNamed_IsTenantForbidden(string roles, string? header, string query)
    {
        using var client = api.CreateClient();

        using var response = await CallAsync(client, api.Token(("roles", roles.Split(' ')), ("scope", "audit:read audit:ingest:any")), header, query);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_forbidden");
    }

    [Fact]
    public async Task Read_WhenNamedTenantIsTooLong_IsTenantForbiddenForWhoMayNotCross()
    {
        using var client = api.CreateClient();

        using var response = await CallAsync(client, api.Token(("roles", "admin")), new string('x', 129), "");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_forbidden");
    }

    [Theory]
    [InlineData(Other, "?tenant_id=tnt_c", "format")]
    [InlineData(Home, "?tenant_id=tnt_b", "format")]
    [InlineData(null, "?tenant_id=tnt_b&tenant_id=tnt_c", "format")]
    [InlineData(null, "?tenant_id=a%01b", "format")]
    [InlineData(null, "?tenant_id=a%09b", "format")]
    [InlineData(null, "?tenant_id=<129>", "max_length")]
    public async Task Read_WhenWhoMayCrossNamesNoOneTenant_IsInvalidRequestWithEverythingElse(string? header, string query, string code)
    {
        using var client = api.CreateClient();

        using var response = await CallAsync(client, api.Token(("roles", "super_admin")), header, query.Replace("<129>", new string('x', 129), StringComparison.Ordinal) + "&page=0");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem.Broken().Should().BeEquivalentTo("tenant_id:" + code, "page:range");
    }

    [Fact]
    public async Task Write_WhenSuperAdminNamesAnotherTenant_ActsThereAndIsRecordedWithTheHomeTenant()
    {
        using var client = api.CreateClient();

        using var response = await client.WriteAsync(api.Token(("roles", "super_admin"), ("sub", "root-1"), ("name", "Róża 王")), ("X-Tenant-ID", Other));

        var id = await IncidentOfAsync(response);
        (await FindAsync(client, id, Other)).Should().Be(HttpStatusCode.OK);
        (await FindAsync(client, id, Home)).Should().Be(HttpStatusCode.NotFound);
        (await RecordedAsync(id)).Should().Be((Other, "root-1", "Róża 王", Home));
    }

    [Fact]
    public async Task Write_WhenSuperAdminNamesTheOwnTenant_IsRecordedWithoutIt()
    {
        using var client = api.CreateClient();

        using var response = await client.WriteAsync(api.Token(("roles", "super_admin"), ("sub", "root-1"), ("name", new string('x', 201))), ("X-Tenant-ID", Home));

        (await RecordedAsync(await IncidentOfAsync(response))).Should().Be((Home, "root-1", null, null));
    }

    [Fact]
    public async Task Write_WhenTenantClaimHasWhiteSpaceAround_ActsInTheTenantWithout()
    {
        using var client = api.CreateClient();

        using var response = await client.WriteAsync(api.Token(("roles", "admin"), ("tenant_id", " tnt_a ")));

        (await FindAsync(client, await IncidentOfAsync(response), Home)).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("audit:ingest audit:ingest:any", null, true)]
    [InlineData("audit:ingest", "super_admin", true)]
    [InlineData("audit:ingest", "admin", false)]
    [InlineData("audit:ingest", null, false)]
    public async Task Report_WhenAnotherTenantIsNamed_TakesTheRightToCross(string scope, string? role, bool isAllowed)
    {
        using var client = api.CreateClient();

        using var response = await client.ReportAsync(api.Token(("scope", scope), ("roles", role)), ("X-Tenant-ID", Other));

        if (isAllowed)
        {
            response.StatusCode.Should().Be(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        }
        else
        {
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.tenant_forbidden");
        }
    }

    [Fact]
    public async Task Report_WhenOnlyTheCrossingScopeIsHeld_IsDenied()
    {
        using var client = api.CreateClient();

        using var response = await client.ReportAsync(api.Token(("scope", "audit:ingest:any")));

        await response.ShouldBeDeniedAsync();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(Home, true)]
    public async Task DefaultPolicy_WhenNoPermissionIsNamed_TakesAUsableTenant(string? tenant, bool isAllowed)
    {
        await using var scope = api.Api.Services.CreateAsyncScope();
        var policy = await scope.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>().GetDefaultPolicyAsync();
        var user = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "a"), .. tenant is null ? [] : new[] { new Claim("tenant_id", tenant) }], "test"));

        var result = await scope.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, new DefaultHttpContext(), policy);

        result.Succeeded.Should().Be(isAllowed);
    }

    [Fact]
    public void Caller_WhenNothingIsAuthorized_IsNotKnown()
    {
        using var scope = api.Api.Services.CreateScope();
        var caller = scope.ServiceProvider.GetRequiredService<ICaller>();

        caller.Invoking(c => c.TenantId).Should().Throw<InvalidOperationException>();
        caller.Invoking(c => c.Actor).Should().Throw<InvalidOperationException>();
        caller.Invoking(c => c.RequestId).Should().Throw<InvalidOperationException>();
        caller.Invoking(c => c.TraceId).Should().Throw<InvalidOperationException>();
    }

    private static Task<HttpResponseMessage> CallAsync(HttpClient client, string token, string? header, string query) =>
        client.SendAsync(HttpMethod.Get, Probes.Incidents + query, [("Authorization", "Bearer " + token), .. header is null ? [] : new[] { ("X-Tenant-ID", header) }]);

    private static async Task<string> IncidentOfAsync(HttpResponseMessage response)
    {
        return (string)(await response.DataAsync())["id"]!;
    }

    private async Task<HttpStatusCode> FindAsync(HttpClient client, string id, string tenant)
    {
        using var response = await client.SendAsync(HttpMethod.Get, Probes.Incidents + "/" + id, [("Authorization", "Bearer " + api.Token(("roles", "auditor"), ("tenant_id", tenant)))]);
        return response.StatusCode;
    }

    private async Task<(string Tenant, string Actor, string? Name, string? Home)> RecordedAsync(string id)
    {
        await using var connection = new SqliteConnection(api.Api.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT tenant_id, actor_id, actor_name, actor_tenant_id FROM history WHERE subject_id = $id";
        command.Parameters.AddWithValue("$id", id);
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).Should().BeTrue();
        return (reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3));
    }
}
