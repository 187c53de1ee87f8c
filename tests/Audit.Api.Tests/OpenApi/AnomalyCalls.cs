using System.Globalization;
using Audit.Api.Tests.Requests;
using Audit.Domain.Incidents;
using static Audit.Api.Tests.OpenApi.AnswerCalls;

namespace Audit.Api.Tests.OpenApi;

using Call = Func<AuditApi, Task<HttpResponseMessage>>;

internal static class AnomalyCalls
{
    public static readonly IReadOnlyDictionary<string, Call> OfAnomalies = new Dictionary<string, Call>(StringComparer.Ordinal)
    {
        ["getAnomaly 200"] = async api => await SendAsync(api, "GET", await ResolvedAnomalyAsync(api)),
        ["getAnomaly 304"] = async api => await SendAsync(api, "GET", await AnomalyAsync(api), null, ("If-None-Match", "\"1\"")),
        ["getAnomaly 404"] = api => SendAsync(api, "GET", "/admin/audit/anomalies/ano_1"),
        ["listAnomalies 200"] = async api =>
        {
            await ResolvedAnomalyAsync(api);
            return await SendAsync(api, "GET", "/admin/audit/anomalies?status=open,resolved&type=brute_force&sort=severity&page_size=2");
        },
        ["listAnomalies 400"] = api => SendAsync(api, "GET", "/admin/audit/anomalies?time_range=2h&sort=title&created_to=yesterday"),
        ["listRelatedAnomalies 200"] = async api =>
        {
            await ResolvedAnomalyAsync(api);
            return await SendAsync(api, "GET", await ResolvedAnomalyAsync(api) + "/related");
        },
        ["listRelatedAnomalies 404"] = api => SendAsync(api, "GET", $"/admin/audit/anomalies/{Paths.UnknownAnomaly}/related"),
        ["getAnomalyStats 200"] = async api =>
        {
            await ResolvedAnomalyAsync(api);
            return await SendAsync(api, "GET", "/admin/audit/anomalies/stats");
        },
        ["getAnomalyHistory 200"] = async api => await SendAsync(api, "GET", await ResolvedAnomalyAsync(api) + "/history"),
        ["getAnomalyHistory 404"] = api => SendAsync(api, "GET", $"/admin/audit/anomalies/{Paths.UnknownAnomaly}/history"),
    };

    public static readonly IReadOnlyDictionary<string, Call> OfReview = new Dictionary<string, Call>(StringComparer.Ordinal)
    {
        ["updateAnomalyStatus 200"] = async api => await SendAsync(api, "PUT", await AnomalyAsync(api) + "/status", new { status = "false_positive", assignee = "usr_1" }),
        ["updateAnomalyStatus 404"] = api => SendAsync(api, "PUT", Paths.Status("ano_1"), new { status = "resolved" }),
        ["updateAnomalyStatus 409"] = async api => await SendAsync(api, "PUT", await ResolvedAnomalyAsync(api) + "/status", new { status = "dismissed" }),
        ["updateAnomalyStatus 412"] = async api => await SendAsync(api, "PUT", await AnomalyAsync(api) + "/status", new { status = "resolved" }, ("If-Match", "\"7\"")),
        ["assignAnomaly 200"] = async api => await SendAsync(api, "POST", await AnomalyAsync(api) + "/assign", new { assignee = "usr_1" }),
        ["assignAnomaly 412"] = async api => await SendAsync(api, "POST", await AnomalyAsync(api) + "/assign", new { assignee = "usr_1" }, ("If-Match", "\"7\"")),
        ["addAnomalyComment 200"] = async api => await SendAsync(api, "POST", await AnomalyAsync(api) + "/comment", new { content = "已确认" }),
        ["addAnomalyComment 409"] = async api =>
        {
            var anomaly = await AnomalyAsync(api);
            await FillWithCommentsAsync(api, anomaly);
            return await SendAsync(api, "POST", anomaly + "/comment", new { content = "One more" });
        },
        ["linkAnomaly 200"] = async api => await SendAsync(api, "POST", await AnomalyAsync(api) + "/link", new { case_id = "CASE-1" }),
        ["linkAnomaly 409"] = async api =>
        {
            var source_anomaly_ids = Enumerable.Range(0, Incident.MaxSourceAnomalies).Select(i => i.ToString(CultureInfo.InvariantCulture));
            var full = await api.GivenIncident(Tenant, new { title = "Full", severity = "low", source_anomaly_ids });
            return await SendAsync(api, "POST", await AnomalyAsync(api) + "/link", new { case_id = (string)full["id"]! });
        },
        ["escalateAnomaly 201"] = async api => await SendAsync(api, "POST", await AnomalyAsync(api) + "/escalate", null, ("Idempotency-Key", "an-escalation")),
        ["escalateAnomaly 201 as generated clients ask"] = async api =>
            await SendAsync(api, "POST", await AnomalyAsync(api) + "/escalate", Responses.Body(""), ("If-Match", ""), ("Idempotency-Key", ""), ("Prefer", "")),
        ["escalateAnomaly 404"] = api => SendAsync(api, "POST", $"/admin/audit/anomalies/{Paths.UnknownAnomaly}/escalate"),
        ["escalateAnomaly 409"] = async api =>
        {
            var anomaly = await AnomalyAsync(api);
            await DoAsync(api, "POST", anomaly + "/escalate", new { title = "Brute force", severity = "critical", assignee = "usr_1" });
            return await SendAsync(api, "POST", anomaly + "/escalate");
        },
        ["changeAnomalies 200"] = async api =>
        {
            var ids = new[] { await AnomalyAsync(api), await ResolvedAnomalyAsync(api), Paths.UnknownAnomaly }.Select(path => path.Split('/')[^1]);
            return await SendAsync(api, "POST", "/admin/audit/anomalies/bulk", new { ids, status = "dismissed", reason = "Announced" });
        },
        ["changeAnomalies 400"] = api => SendAsync(api, "POST", "/admin/audit/anomalies/bulk", new { ids = Array.Empty<string>() }),
    };

    private static async Task<string> AnomalyAsync(AuditApi api) => $"/admin/audit/anomalies/{await api.GivenAnomaly(Tenant, FullReport(Guid.NewGuid().ToString()))}";

    /// <summary>An anomaly of which there is something to say in every member.</summary>
    public static async Task<string> ResolvedAnomalyAsync(AuditApi api)
    {
        var anomaly = await AnomalyAsync(api);
        await DoAsync(api, "POST", anomaly + "/comment", new { content = "Confirmed" });
        await DoAsync(api, "POST", anomaly + "/escalate", new { assignee = "usr_1" });
        await DoAsync(api, "PUT", anomaly + "/status", new { status = "resolved", reason = "The account is locked", assignee = "usr_1" });
        return anomaly;
    }
}
