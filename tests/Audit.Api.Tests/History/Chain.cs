using System.Text.Json.Nodes;
using Audit.Api.Tests.Anomalies;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.History;

/// <summary>A tenant's history, as an auditor asks for it and as somebody with the file could change it.</summary>
public static class Chain
{
    public const string List = "/admin/audit/history";
    public const string Verify = "/admin/audit/history/verify";

    /// <summary>
    /// Eight entries of one tenant: an anomaly (1), acknowledged with a note by somebody from another tenant (2) and given to an
    /// analyst (3), an incident (4), the link between them on both sides (5, 6), a comment (7) and another assignee (8).
    /// </summary>
    public static async Task<(string Anomaly, string Incident)> GivenChain(this AuditApi api, string tenant)
    {
        var anomaly = await api.GivenAnomaly(tenant);
        using var crossing = api.Caller(Tenants.Fresh(), "usr_root", roles: ["super_admin"], name: "张三");
        using var moved = await crossing.MoveAsync(anomaly, new { status = "acknowledged", reason = "a note", assignee = "usr_2" }, ("X-Tenant-ID", tenant));
        await moved.DataAsync();
        var incident = (string)(await api.GivenIncident(tenant))["id"]!;
        using var analyst = api.Analyst(tenant);
        (await analyst.LinkAsync(anomaly, new { case_id = incident })).EnsureSuccessStatusCode().Dispose();
        (await analyst.CommentAsync(anomaly, new { content = "a comment" })).EnsureSuccessStatusCode().Dispose();
        (await analyst.AssignAsync(anomaly, new { assignee = "usr_3" })).EnsureSuccessStatusCode().Dispose();
        return (anomaly, incident);
    }

    /// <summary>What the service finds when it verifies the tenant's history.</summary>
    public static async Task<JsonNode> VerifyAsync(this AuditApi api, string tenant, string query = "")
    {
        using var auditor = api.Caller(tenant, "usr_auditor", roles: ["auditor"]);
        using var response = await auditor.CallAsync("GET", Verify + query);
        return await response.DataAsync();
    }

    /// <summary>It is broken there, for that reason.</summary>
    public static void ShouldBeBroken(this JsonNode found, long? at, string reason, string? subject = null)
    {
        ((bool)found["valid"]!).Should().BeFalse(found.ToJsonString());
        ((string)found["reason"]!).Should().Be(reason, found.ToJsonString());
        ((long?)found["broken_at"]).Should().Be(at, found.ToJsonString());
        ((string?)found["subject_id"]).Should().Be(subject, found.ToJsonString());
    }

    /// <summary>Changes the file behind the service's back; nothing in the file keeps them from it.</summary>
    public static void Tamper(this AuditApi api, string sql, params (string Name, object Value)[] parameters) =>
        StoreFile.Execute(api.DatabaseFile, $"DROP TRIGGER IF EXISTS history_no_update; DROP TRIGGER IF EXISTS history_no_delete; {sql}", parameters);
}
