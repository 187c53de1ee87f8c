using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Tests;

/// <summary>The real service on a SQLite file of its own, and people of any tenant to call it.</summary>
public sealed class AuditApi : WebApplicationFactory<Program>
{
    private const string Issuer = "dotnet-user-jwts";
    private const string Audience = "http://localhost:5080";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-api-").FullName;
    private readonly Action<IServiceCollection>? _services;
    private readonly (string Key, string Value)[] _settings;

    public AuditApi()
        : this(null)
    {
    }

    internal AuditApi(Action<IServiceCollection>? services, params (string Key, string Value)[] settings)
    {
        _services = services;
        _settings = settings;
    }

    public string DatabaseFile => Path.Combine(_folder, "audit.db");

    /// <summary>Somebody with that tenant, roles and scopes.</summary>
    public HttpClient Caller(string tenantId, string sub = "usr_analyst001", string[]? roles = null, string? scope = null, string? name = null)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(tenantId, sub, roles, scope, name));
        return client;
    }

    /// <summary>An analyst who may read and write.</summary>
    public HttpClient Analyst(string tenantId, string sub = "usr_analyst001") => Caller(tenantId, sub, roles: ["security_admin"]);

    /// <summary>A detector that may report anomalies.</summary>
    public HttpClient Detector(string tenantId) => Caller(tenantId, "svc_detector", scope: "audit:ingest");

    public string Token(string tenantId, string sub, string[]? roles = null, string? scope = null, string? name = null)
    {
        var payload = new JwtPayload
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = sub,
            ["tenant_id"] = tenantId,
            ["exp"] = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
        };
        if (roles is not null)
        {
            payload["roles"] = roles;
        }

        if (scope is not null)
        {
            payload["scope"] = scope;
        }

        if (name is not null)
        {
            payload["name"] = name;
        }

        var header = new JwtHeader(new SigningCredentials(new SymmetricSecurityKey(_key) { KeyId = "test" }, SecurityAlgorithms.HmacSha256));
        return new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(header, payload));
    }

    /// <summary>An open incident of the tenant; its data.</summary>
    public async Task<JsonNode> GivenIncident(string tenantId, object? body = null)
    {
        using var client = Analyst(tenantId);
        using var response = await client.PostAsJsonAsync("/admin/audit/incidents", body ?? new { title = "Multi-account brute force", severity = "critical" });
        return await response.DataAsync();
    }

    /// <summary>An open anomaly of the tenant; its id.</summary>
    public async Task<string> GivenAnomaly(string tenantId, object? body = null)
    {
        using var client = Detector(tenantId);
        using var response = await client.PostAsJsonAsync("/internal/audit/anomalies", body ?? new { type = "brute_force", severity = "high", description = "Five failed sign-ins in a row" });
        return (string)(await response.DataAsync())["id"]!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Audit", "Data Source=" + DatabaseFile);
        builder.UseSetting("RateLimiting:Enabled", "false");
        builder.UseSetting("Logging:LogLevel:Default", "None");
        builder.UseSetting("Authentication:Schemes:Bearer:ValidIssuer", Issuer);
        builder.UseSetting("Authentication:Schemes:Bearer:ValidAudiences:0", Audience);
        builder.UseSetting("Authentication:Schemes:Bearer:SigningKeys:0:Id", "test");
        builder.UseSetting("Authentication:Schemes:Bearer:SigningKeys:0:Issuer", Issuer);
        builder.UseSetting("Authentication:Schemes:Bearer:SigningKeys:0:Value", Convert.ToBase64String(_key));
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        if (_services is not null)
        {
            builder.ConfigureTestServices(_services);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
