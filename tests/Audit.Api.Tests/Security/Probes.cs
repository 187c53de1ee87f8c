using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Audit.Api.Tests.Security;

/// <summary>One operation for each permission, and what is expected of answers.</summary>
public static class Probes
{
    public const string Incidents = "/admin/audit/incidents";
    public const string Detections = "/internal/audit/anomalies";

    public static Task<HttpResponseMessage> ReadAsync(this HttpClient client, string? token, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, Incidents, token is null ? headers : [.. headers, ("Authorization", "Bearer " + token)]);

    public static Task<HttpResponseMessage> WriteAsync(this HttpClient client, string token, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, Incidents, [.. headers, ("Authorization", "Bearer " + token)], new { title = "Brute force", severity = "high" });

    public static Task<HttpResponseMessage> ReportAsync(this HttpClient client, string token, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, Detections, [.. headers, ("Authorization", "Bearer " + token)], new { type = "brute_force", severity = "high", description = "Many failures" });

    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, IEnumerable<(string Name, string Value)> headers, object? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request);
    }

    /// <summary>The answer is that problem, and tells how to sign in where it should.</summary>
    public static async Task<JsonNode> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string key, string? challenge = null)
    {
        var problem = await response.ProblemAsync(status, key);
        response.Headers.TryGetValues(HeaderNames.WWWAuthenticate, out var challenges);
        (challenges ?? []).Should().BeEquivalentTo(challenge is null ? [] : new[] { challenge });
        return problem;
    }

    public static Task<JsonNode> ShouldBeUnauthenticatedAsync(this HttpResponseMessage response) =>
        response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "error.unauthenticated", "Bearer realm=\"audit-service\"");

    public static Task<JsonNode> ShouldBeInvalidTokenAsync(this HttpResponseMessage response) =>
        response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "error.invalid_token", "Bearer realm=\"audit-service\", error=\"invalid_token\"");

    public static Task<JsonNode> ShouldBeDeniedAsync(this HttpResponseMessage response) =>
        response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "error.permission_denied", "Bearer realm=\"audit-service\", error=\"insufficient_scope\"");
}
