using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

/// <summary>What analysts ask of anomalies.</summary>
public static class Triage
{
    public const string Anomalies = "/admin/audit/anomalies";

    public static string Anomaly(string id, string part = "") => $"{Anomalies}/{id}{part}";

    /// <summary>The anomaly as it is now.</summary>
    public static async Task<JsonNode> AnomalyAsync(this HttpClient client, string id)
    {
        using var response = await client.CallAsync("GET", Anomaly(id));
        return await response.DataAsync();
    }

    /// <summary>The incident as it is now.</summary>
    public static async Task<JsonNode> IncidentAsync(this HttpClient client, string id)
    {
        using var response = await client.CallAsync("GET", Paths.Incident(id));
        return await response.DataAsync();
    }

    public static Task<HttpResponseMessage> AssignAsync(this HttpClient client, string anomalyId, object? body, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", Anomaly(anomalyId, "/assign"), body, headers);

    public static Task<HttpResponseMessage> CommentAsync(this HttpClient client, string anomalyId, object? body, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", Anomaly(anomalyId, "/comment"), body, headers);

    public static Task<HttpResponseMessage> LinkAsync(this HttpClient client, string anomalyId, object? body, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", Anomaly(anomalyId, "/link"), body, headers);

    public static Task<HttpResponseMessage> EscalateAsync(this HttpClient client, string anomalyId, object? body, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", Anomaly(anomalyId, "/escalate"), body, headers);

    /// <summary>Moves it there; that must succeed.</summary>
    public static async Task GivenStatus(this HttpClient client, string anomalyId, string status)
    {
        using var response = await client.MoveAsync(anomalyId, new { status });
        await response.DataAsync();
    }

    /// <summary>Moves an incident along these statuses; each move must succeed.</summary>
    public static async Task GivenIncidentStatus(this HttpClient client, string incidentId, params string[] statuses)
    {
        foreach (var status in statuses)
        {
            using var response = await client.CallAsync("PUT", Paths.Incident(incidentId) + "/status", new { status });
            await response.DataAsync();
        }
    }

    /// <summary>A list that must be answered, whatever it is of.</summary>
    public static async Task<JsonNode> ListOfAsync(this HttpClient client, string path)
    {
        using var response = await client.CallAsync("GET", path);
        var list = await response.JsonAsync();
        response.IsSuccessStatusCode.Should().BeTrue(list.ToJsonString());
        return list;
    }

    /// <summary>What happened to the anomaly, each as <c>action from&gt;to</c>.</summary>
    public static async Task<IReadOnlyList<string>> HappenedAsync(this HttpClient client, string anomalyId) =>
        [.. (await client.ListOfAsync(Anomaly(anomalyId, "/history")))["items"]!.AsArray().Select(e => $"{e!["action"]} {e["from"]}>{e["to"]}")];
}
