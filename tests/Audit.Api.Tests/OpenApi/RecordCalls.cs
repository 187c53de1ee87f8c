using Audit.Api.Tests.Requests;
using static Audit.Api.Tests.OpenApi.AnswerCalls;

namespace Audit.Api.Tests.OpenApi;

using Call = Func<AuditApi, Task<HttpResponseMessage>>;

internal static class RecordCalls
{
    private const string History = "/admin/audit/history";

    public static readonly IReadOnlyDictionary<string, Call> OfDetectors = new Dictionary<string, Call>(StringComparer.Ordinal)
    {
        ["reportAnomaly 201"] = api => api.Detector(Tenant).ReportAsync(FullReport("det-1")),
        ["reportAnomaly 200"] = async api =>
        {
            (await api.Detector(Tenant).ReportAsync(FullReport("det-2"))).Dispose();
            return await api.Detector(Tenant).ReportAsync(FullReport("det-2"));
        },
        ["reportAnomaly 400"] = api => api.Detector(Tenant).ReportAsync("{"),
        ["reportAnomalies 201"] = api => api.Detector(Tenant).CallAsync("POST", Paths.Batch, new[] { FullReport("det-3"), FullReport("det-3") }),
        ["reportAnomalies 400"] = api => api.Detector(Tenant).CallAsync("POST", Paths.Batch, new object?[] { null, new { detected_at = -1 } }),
    };

    public static readonly IReadOnlyDictionary<string, Call> OfRecords = new Dictionary<string, Call>(StringComparer.Ordinal)
    {
        ["listHistory 200"] = async api =>
        {
            await IncidentCalls.ClosedIncidentAsync(api);
            await AnomalyCalls.ResolvedAnomalyAsync(api);
            return await SendAsync(api, "GET", History + "?limit=1000");
        },
        ["listHistory 400"] = api => SendAsync(api, "GET", History + "?from_sequence=0&limit=1001"),
        ["verifyHistory 200"] = async api =>
        {
            await IncidentCalls.ClosedIncidentAsync(api);
            return await SendAsync(api, "GET", History + "/verify");
        },
        ["verifyHistory 200 broken"] = async api =>
        {
            await IncidentCalls.ClosedIncidentAsync(api);
            return await SendAsync(api, "GET", $"{History}/verify?expected_sequence=1&expected_hash={new string('A', 64)}");
        },
        ["verifyHistory 400"] = api => SendAsync(api, "GET", History + "/verify?expected_sequence=1"),
        ["getMe 200"] = api => SendAsync(api, "GET", "/admin/audit/me"),
        ["getMe 200 without permissions"] = api => api.Caller(Tenant).CallAsync("GET", "/admin/audit/me"),
        ["getMe 401"] = api => api.CreateClient().CallAsync("GET", "/admin/audit/me"),
        ["getMe 403"] = api => SendAsync(api, "GET", "/admin/audit/me", null, ("X-Tenant-ID", "tnt_another")),
    };
}
