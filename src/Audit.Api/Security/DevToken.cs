using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Text.Json;
using Audit.Api.Problems;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Security;

/// <summary>
/// <c>POST /dev/token</c>: a token for whoever asks, to try the service on one's own machine. It exists in Development
/// without an issuer only, and for callers on the same machine.
/// </summary>
public static class DevToken
{
    private const int LifetimeSeconds = 3600;
    private const int MaxBodyBytes = 8 * 1024;
    private static readonly JwtSecurityTokenHandler s_writer = new();

    /// <summary>Maps the operation where it may exist; elsewhere it does nothing.</summary>
    public static IEndpointRouteBuilder MapDevToken(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetRequiredService<DevelopmentIssuers>().DevTokens is { } issuer)
        {
            endpoints.MapPost("/dev/token", context => IssueAsync(context, issuer))
                .AllowAnonymous()
                .ExcludeFromDescription()
                .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        }

        return endpoints;
    }

    private static async Task IssueAsync(HttpContext context, DevelopmentIssuer issuer)
    {
        var problems = context.RequestServices.GetRequiredService<ProblemWriter>();
        if (!IsLocal(context))
        {
            await problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.RouteNotFound));
        }
        else if (!context.Request.HasJsonContentType())
        {
            await problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.UnsupportedMediaType));
        }
        else if (await ReadAsync(context) is not { } request)
        {
            await problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.MalformedBody));
        }
        else if (request.Violations() is { Count: > 0 } violations)
        {
            await problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.InvalidRequest), violations: violations);
        }
        else
        {
            context.Response.Headers.CacheControl = "no-store";
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            var response = new DevTokenResponse(Sign(request, issuer, now), "Bearer", LifetimeSeconds);
            await context.Response.WriteAsJsonAsync(response, DevTokenJson.Default.DevTokenResponse, contentType: null, context.RequestAborted);
        }
    }

    /// <summary>The host too, or a page elsewhere could have its own name resolved to this machine. A peer without an address sits in this process or on a local socket.</summary>
    private static bool IsLocal(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } peer || IPAddress.IsLoopback(peer))
        && context.Request.Host.Host.ToLowerInvariant() is "localhost" or "127.0.0.1" or "[::1]";

    private static async Task<DevTokenRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, DevTokenJson.Default.DevTokenRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Sign(DevTokenRequest request, DevelopmentIssuer issuer, DateTimeOffset now)
    {
        var payload = new JwtPayload
        {
            ["iss"] = issuer.Name,
            ["aud"] = issuer.Audiences[0],
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + LifetimeSeconds,
            ["sub"] = request.Sub.GetString()!,
            ["tenant_id"] = request.TenantId.GetString()!,
            ["roles"] = request.RoleNames(),
            ["scope"] = DevTokenRequest.TextOrEmpty(request.Scope),
        };
        if (DevTokenRequest.TextOrEmpty(request.Name) is { Length: > 0 } name)
        {
            payload["name"] = name;
        }

        return s_writer.WriteToken(new JwtSecurityToken(new JwtHeader(new SigningCredentials(issuer.Keys[0], SecurityAlgorithms.HmacSha256)), payload));
    }
}
