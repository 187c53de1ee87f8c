using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.OpenApi;

using Call = Func<AuditApi, Task<HttpResponseMessage>>;

/// <summary>Real calls, each named by operation and status; where one status has several reasons, by a word more.</summary>
internal static class AnswerCalls
{
    public const string Tenant = "tnt_answers";

    public static IReadOnlyDictionary<string, Call> All { get; } = new Dictionary<string, Call>(
        [.. IncidentCalls.OfIncidents, .. IncidentCalls.OfHandling, .. AnomalyCalls.OfAnomalies, .. AnomalyCalls.OfReview, .. RecordCalls.OfDetectors, .. RecordCalls.OfRecords],
        StringComparer.Ordinal);

    public static object FullIncident => new
    {
        title = "多账户暴力破解 🔒",
        severity = "Critical",
        description = "Multiple tenant accounts under brute force attack",
        assignee = "analyst-001",
        source_anomaly_ids = new[] { "ano_elsewhere" },
        related_evidence_ids = new[] { "evt_1", "evt_2" },
    };

    public static object FullReport(string externalId) => new
    {
        type = "brute_force",
        severity = "high",
        description = "检测到连续5次登录失败",
        user_id = "usr_abc123",
        event_ids = new[] { "evt_1" },
        mitre_tactic = "T1110",
        detected_at = 1713175800,
        external_id = externalId,
    };

    public static Task<HttpResponseMessage> SendAsync(AuditApi api, string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        api.Caller(Tenant, roles: ["security_admin"], name: "张三").CallAsync(method, path, body, headers);

    /// <summary>Sends what must succeed, and gives what it answers.</summary>
    public static async Task<JsonNode> DoAsync(AuditApi api, string method, string path, object body)
    {
        using var response = await SendAsync(api, method, path, body);
        var json = await response.JsonAsync();
        response.IsSuccessStatusCode.Should().BeTrue(json.ToJsonString());
        return json;
    }

    /// <summary>Writes as many long comments as one thing takes.</summary>
    public static async Task FillWithCommentsAsync(AuditApi api, string path)
    {
        for (var written = 0; written < Domain.Common.Comment.MaxCharactersOfOneThing; written += Application.Common.Limits.Description)
        {
            await DoAsync(api, "POST", path + "/comment", new { content = new string('x', Application.Common.Limits.Description) });
        }
    }
}
