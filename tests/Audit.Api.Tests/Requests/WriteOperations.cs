using System.Net;
using System.Text.Json.Nodes;

namespace Audit.Api.Tests.Requests;

/// <summary>A write to one thing, and bodies that change it, each in another way.</summary>
/// <param name="Id">The operation's name in the document.</param>
/// <param name="Method">How it is called.</param>
/// <param name="Of">What it is done to.</param>
/// <param name="Path">What follows the thing's own path.</param>
/// <param name="Body">The <c>i</c>th body.</param>
public sealed record WriteOperation(string Id, string Method, Thing Of, string Path, Func<int, string> Body)
{
    public string PathTo(string id) => WriteOperations.PathOf(Of, id) + Path;
}

public enum Thing
{
    Incident,
    Anomaly,
}

/// <summary>Every write whose path names a thing; a test holds the list to the service's endpoints.</summary>
public static class WriteOperations
{
    public static readonly IReadOnlyList<WriteOperation> All =
    [
        new("updateIncidentStatus", "PUT", Thing.Incident, "/status", i => Json("status", i % 2 == 0 ? "investigating" : "contained")),
        new("updateIncident", "PATCH", Thing.Incident, "", i => Json("title", $"title {i}")),
        new("assignIncident", "POST", Thing.Incident, "/assign", i => Json("assignee", $"usr_{i}")),
        new("addIncidentComment", "POST", Thing.Incident, "/comment", i => Json("content", $"comment {i}")),
        new("updateAnomalyStatus", "PUT", Thing.Anomaly, "/status", i => Json("status", i % 2 == 0 ? "investigating" : "acknowledged")),
        new("assignAnomaly", "POST", Thing.Anomaly, "/assign", i => Json("assignee", $"usr_{i}")),
        new("addAnomalyComment", "POST", Thing.Anomaly, "/comment", i => Json("content", $"comment {i}")),
        new("linkAnomaly", "POST", Thing.Anomaly, "/link", i => Json("case_id", $"case-{i}")),
        new("escalateAnomaly", "POST", Thing.Anomaly, "/escalate", i => Json("title", $"title {i}")),
    ];

    public static TheoryData<string> Ids { get; } = [.. All.Select(o => o.Id)];

    /// <summary>Those that an <c>Idempotency-Key</c> makes safe to repeat.</summary>
    public static IReadOnlyList<string> WithKey { get; } = [.. All.Where(o => o.Method == "POST").Select(o => o.Id)];

    public static WriteOperation Named(string id) => All.Single(o => o.Id == id);

    public static string PathOf(Thing kind, string id) => kind == Thing.Incident ? Paths.Incident(id) : $"/admin/audit/anomalies/{id}";

    /// <summary>A thing that the operation can be done to, after a comment: its version is 2.</summary>
    public static async Task<string> GivenThingFor(this AuditApi api, string tenant, WriteOperation operation)
    {
        var id = await api.GivenNew(tenant, operation.Of);
        using var analyst = api.Analyst(tenant);
        using var response = await analyst.CallAsync("POST", PathOf(operation.Of, id) + "/comment", new { content = "first" });
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return id;
    }

    public static async Task<string> GivenNew(this AuditApi api, string tenant, Thing kind) =>
        kind == Thing.Incident ? (string)(await api.GivenIncident(tenant))["id"]! : await api.GivenAnomaly(tenant);

    public static Task<HttpResponseMessage> DoAsync(
        this HttpClient client, WriteOperation operation, string id, int body = 0, params (string Name, string Value)[] headers) =>
        client.CallAsync(operation.Method, operation.PathTo(id), operation.Body(body), headers);

    /// <summary>The thing as a read shows it.</summary>
    public static async Task<JsonNode> ReadAsync(this HttpClient client, WriteOperation operation, string id)
    {
        using var response = await client.GetAsync(PathOf(operation.Of, id));
        return await response.DataAsync();
    }

    private static string Json(string member, string value) => new JsonObject { [member] = value }.ToJsonString();
}
