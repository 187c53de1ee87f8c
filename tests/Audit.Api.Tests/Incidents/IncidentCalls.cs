using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

/// <summary>What an analyst does about an incident.</summary>
internal static class IncidentCalls
{
    /// <summary>The moves from an open incident to one of that status.</summary>
    private static readonly Dictionary<string, string[]> s_ways = new(StringComparer.Ordinal)
    {
        ["open"] = [],
        ["investigating"] = ["investigating"],
        ["contained"] = ["contained"],
        ["resolved"] = ["resolved"],
        ["closed"] = ["resolved", "closed"],
    };

    public static Task<HttpResponseMessage> HandleAsync(this HttpClient client, string id, object body, params (string Name, string Value)[] headers) =>
        client.CallAsync("PUT", Paths.Incident(id) + "/status", body, headers);

    public static Task<HttpResponseMessage> EditAsync(this HttpClient client, string id, object body, params (string Name, string Value)[] headers) =>
        client.CallAsync("PATCH", Paths.Incident(id), body, headers);

    public static Task<HttpResponseMessage> WorkAsync(this HttpClient client, string id, string what, object body, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", $"{Paths.Incident(id)}/{what}", body, headers);

    /// <summary>Moves it, which must succeed; its data.</summary>
    public static async Task<JsonNode> HandledAsync(this HttpClient client, string id, object body)
    {
        using var response = await client.HandleAsync(id, body);
        return await response.DataAsync();
    }

    public static async Task<JsonNode> FetchAsync(this HttpClient client, string id)
    {
        using var response = await client.GetAsync(Paths.Incident(id));
        return await response.DataAsync();
    }

    public static async Task<JsonNode> FetchAnomalyAsync(this HttpClient client, string id)
    {
        using var response = await client.GetAsync($"/admin/audit/anomalies/{id}");
        return await response.DataAsync();
    }

    /// <summary>What happened to the incident, each entry as <c>action from&gt;to note</c>, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> StoryAsync(this HttpClient client, string id)
    {
        using var response = await client.GetAsync(Paths.Incident(id) + "/timeline");
        return [.. (await response.JsonAsync())["items"]!.AsArray().Select(e => $"{e!["action"]} {e["from"]}>{e["to"]} {e["note"]}".TrimEnd())];
    }

    /// <summary>An incident of the tenant that was brought to that status; its id.</summary>
    public static async Task<string> GivenIncidentIn(this AuditApi api, string tenant, string status, object? body = null)
    {
        var id = (string)(await api.GivenIncident(tenant, body))["id"]!;
        using var analyst = api.Analyst(tenant, "usr_before");
        foreach (var next in s_ways[status])
        {
            await analyst.HandledAsync(id, new { status = next });
        }

        return id;
    }
}
