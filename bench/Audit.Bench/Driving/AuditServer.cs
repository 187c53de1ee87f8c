using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Audit.Bench.Seeding;

namespace Audit.Bench.Driving;

/// <summary>The service as it is shipped, but for its rate limits.</summary>
public static class AuditServer
{
    public static Server Start(string root, string database, string log) => Server.Start(
        Path.Combine(root, "src/Audit.Api/bin/Release/net10.0/Audit.Api.dll"),
        log,
        _ => [],
        port => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:" + port,
            // where it gives tokens to whoever asks
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["RateLimiting__Enabled"] = "false",
            ["ConnectionStrings__Audit"] = "Data Source=" + database,
        });

    /// <summary>A token of an analyst of the large tenant, in whose name the client asks from now on.</summary>
    public static async Task<string> SignInAsync(this Server server, CancellationToken cancellationToken)
    {
        var token = await server.TokenAsync(Seed.TenantId, cancellationToken);
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return token;
    }

    /// <summary>A token of an analyst of the tenant.</summary>
    public static async Task<string> TokenAsync(this Server server, string tenantId, CancellationToken cancellationToken)
    {
        var who = new Dictionary<string, object>(StringComparer.Ordinal) { ["tenant_id"] = tenantId, ["sub"] = "analyst-001", ["roles"] = (string[])["admin"] };
        using var response = await server.Client.PostAsJsonAsync("/dev/token", who, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString()!;
    }

    /// <summary>From the start of the process to the first incident that it answers with.</summary>
    public static async Task<double> MeasureStartAsync(this Server server, string id, CancellationToken cancellationToken)
    {
        await server.FirstAnswerAsync(() => server.SignInAsync(cancellationToken), cancellationToken);
        using var response = await server.Client.GetAsync(new Uri("/admin/audit/incidents/" + id, UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(server.Started).TotalMilliseconds;
    }

    /// <summary>How many entries the tenant's history has.</summary>
    public static async Task<long> CountHistoryAsync(this Server server, CancellationToken cancellationToken)
    {
        var history = await server.Client.GetFromJsonAsync<JsonElement>(new Uri("/admin/audit/history?limit=1", UriKind.Relative), cancellationToken);
        return history.GetProperty("total").GetInt64();
    }
}
