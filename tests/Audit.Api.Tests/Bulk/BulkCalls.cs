using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Bulk;

/// <summary>Bulk changes of incidents and of anomalies, which obey the same rules.</summary>
internal static class BulkCalls
{
    public static TheoryData<Thing> Kinds { get; } = [Thing.Incident, Thing.Anomaly];

    public static string PathOf(Thing kind) => kind == Thing.Incident ? Paths.Incidents + "/bulk" : "/admin/audit/anomalies/bulk";

    /// <summary>Sends <c>ids</c> and the members of <paramref name="change"/>, a JSON object.</summary>
    public static Task<HttpResponseMessage> ChangeAsync(
        this HttpClient client, Thing kind, IEnumerable<string?> ids, string change, params (string Name, string Value)[] headers)
    {
        var body = JsonNode.Parse(change)!.AsObject();
        body["ids"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]);
        return client.CallAsync("POST", PathOf(kind), body.ToJsonString(), headers);
    }

    /// <summary>Each result as <c>id ok version</c>, or <c>id no key</c>.</summary>
    public static IReadOnlyList<string> Results(this JsonNode answer) => [.. answer["results"]!.AsArray().Select(r =>
        (bool)r!["ok"]! ? $"{r["id"]} ok {r["version"]}" : $"{r["id"]} no {r["problem"]!["i18n_key"]}")];

    public static async Task<List<string>> GivenMany(this AuditApi api, string tenant, Thing kind, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await api.GivenNew(tenant, kind));
        }

        return ids;
    }
}
