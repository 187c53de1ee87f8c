using System.Net;

namespace Audit.Api.Tests.Security;

public sealed class PermissionTests(ProductionApi api) : IClassFixture<ProductionApi>
{
    /// <summary>Claim, value, then whether it lets its holder read, write, report.</summary>
    public static TheoryData<string, object?, bool, bool, bool> Grants => new()
    {
        { "scope", "audit:read", true, false, false },
        { "scope", "audit:write", false, true, false },
        { "scope", "audit:ingest", false, false, true },
        { "scope", "audit:ingest:any", false, false, false },
        { "roles", "auditor", true, false, false },
        { "roles", "security_admin", true, true, false },
        { "roles", "admin", true, true, false },
        { "roles", "super_admin", true, true, false },
        // shapes
        { "scope", "openid audit:read  audit:write", true, true, false },
        { "scope", new[] { "audit:read", "audit:ingest" }, true, false, true },
        { "scp", "openid audit:read", true, false, false },
        { "scp", new[] { "audit:write" }, false, true, false },
        { "role", "auditor", true, false, false },
        { "role", new[] { "guest", "admin" }, true, true, false },
        { "roles", new[] { "guest", "auditor" }, true, false, false },
        { "roles", new object?[] { 1, null, "auditor" }, true, false, false },
        // what only looks like a permission
        { "scope", "", false, false, false },
        { "scope", "audit:readers", false, false, false },
        { "scope", "AUDIT:READ", false, false, false },
        { "scope", "audit:read,audit:write", false, false, false },
        { "scope", new[] { "audit:read audit:write" }, false, false, false },
        { "scope", 7, false, false, false },
        { "scope", null, false, false, false },
        { "scope", "admin super_admin", false, false, false },
        { "roles", "Admin", false, false, false },
        { "roles", "admin auditor", false, false, false },
        { "roles", "audit:read", false, false, false },
        { "roles", new[] { "auditor " }, false, false, false },
        { "roles", new object[] { new[] { "admin" }, new { name = "admin" } }, false, false, false },
        { "groups", new[] { "admin" }, false, false, false },
        { "permissions", new[] { "audit:read" }, false, false, false },
    };

    [Theory]
    [MemberData(nameof(Grants))]
    public async Task Call_WhenClaimIsHeld_IsAllowedWhatItGives(string claim, object? value, bool reads, bool writes, bool reports)
    {
        using var client = api.CreateClient();
        var token = api.Token((claim, value));

        using var read = await client.ReadAsync(token);
        using var write = await client.WriteAsync(token);
        using var report = await client.ReportAsync(token);

        await ShouldBeAsync(read, reads, HttpStatusCode.OK);
        await ShouldBeAsync(write, writes, HttpStatusCode.Created);
        await ShouldBeAsync(report, reports, HttpStatusCode.Created);
    }

    [Fact]
    public async Task Call_WhenSeveralClaimsAreHeld_IsAllowedWhatAnyGives()
    {
        using var client = api.CreateClient();
        var token = api.Token(("scope", "audit:ingest"), ("scp", "audit:write"), ("role", "auditor"), ("roles", "guest"));

        using var read = await client.ReadAsync(token);
        using var write = await client.WriteAsync(token);
        using var report = await client.ReportAsync(token);

        read.StatusCode.Should().Be(HttpStatusCode.OK);
        write.StatusCode.Should().Be(HttpStatusCode.Created);
        report.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Write_WhenBodyIsUnreadableToo_IsDeniedFirst()
    {
        using var client = api.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Probes.Incidents) { Content = new StringContent("{", null, "text/plain") };
        request.Headers.Authorization = new("Bearer", api.Token(("scope", "audit:read")));

        using var response = await client.SendAsync(request);

        await response.ShouldBeDeniedAsync();
    }

    private static async Task ShouldBeAsync(HttpResponseMessage response, bool isAllowed, HttpStatusCode success)
    {
        if (isAllowed)
        {
            response.StatusCode.Should().Be(success, await response.Content.ReadAsStringAsync());
        }
        else
        {
            await response.ShouldBeDeniedAsync();
        }
    }
}
