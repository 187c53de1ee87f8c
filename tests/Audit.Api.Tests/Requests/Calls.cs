using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Audit.Api.Tests.Requests;

/// <summary>Where the operations are.</summary>
public static class Paths
{
    public const string Incidents = "/admin/audit/incidents";
    public const string Reports = "/internal/audit/anomalies";
    public const string Batch = "/internal/audit/anomalies/batch";
    public const string UnknownIncident = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra";
    public const string UnknownAnomaly = "ano_01k5m8z0c2e9v7q4t6x8y1w3ra";

    public static string Incident(string id) => $"{Incidents}/{id}";

    public static string Status(string anomalyId) => $"/admin/audit/anomalies/{anomalyId}/status";
}

public static class Tenants
{
    /// <summary>A tenant that no other test has.</summary>
    public static string Fresh() => $"tnt_{Guid.NewGuid():N}";
}

/// <summary>Requests whose headers and bodies are sent as they are written.</summary>
public static class Calls
{
    /// <summary>Sends one request.</summary>
    /// <param name="client">Who sends.</param>
    /// <param name="method">Any method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">Null for none; a text is JSON as it stands; content is sent as it is; anything else is written as JSON.</param>
    /// <param name="headers">Sent without being looked at.</param>
    public static async Task<HttpResponseMessage> CallAsync(
        this HttpClient client, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body switch
            {
                null => null,
                HttpContent content => content,
                string json => Responses.Body(json),
                _ => JsonContent.Create(body),
            },
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        }

        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> OpenAsync(this HttpClient client, object? body, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", Paths.Incidents, body, headers);

    public static Task<HttpResponseMessage> ReportAsync(this HttpClient client, object? body, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", Paths.Reports, body, headers);

    public static Task<HttpResponseMessage> MoveAsync(this HttpClient client, string anomalyId, object? body, params (string Name, string Value)[] headers) =>
        client.CallAsync("PUT", Paths.Status(anomalyId), body, headers);

    /// <summary>
    /// Sends again what was answered with 503. Between instances SQLite hands out its lock to whoever asks first, not to whoever waits
    /// longest: on a busy machine one can be told that the store is busy, and has changed nothing then.
    /// </summary>
    public static async Task<HttpResponseMessage> PatientlyAsync(Func<Task<HttpResponseMessage>> send)
    {
        const int Attempts = 10;
        var response = await send();
        for (var i = 1; i < Attempts && response.StatusCode == HttpStatusCode.ServiceUnavailable; i++)
        {
            response.Dispose();
            response = await send();
        }

        return response;
    }

    /// <summary>The tenant's incidents, newest first.</summary>
    public static async Task<JsonNode> ListAsync(this HttpClient client, string query = "")
    {
        using var response = await client.CallAsync("GET", Paths.Incidents + query);
        var list = await response.JsonAsync();
        response.IsSuccessStatusCode.Should().BeTrue(list.ToJsonString());
        return list;
    }

    public static IReadOnlyList<string> Ids(this JsonNode list) => [.. list["items"]!.AsArray().Select(i => (string)i!["id"]!)];

    /// <summary>One header of an answer, of the content too; null when it isn't there.</summary>
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public static IEnumerable<string> Members(this JsonNode node) => node.AsObject().Select(m => m.Key);
}
