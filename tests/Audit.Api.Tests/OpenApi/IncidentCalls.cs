using Audit.Api.Tests.Requests;
using static Audit.Api.Tests.OpenApi.AnswerCalls;

namespace Audit.Api.Tests.OpenApi;

using Call = Func<AuditApi, Task<HttpResponseMessage>>;

internal static class IncidentCalls
{
    public static readonly IReadOnlyDictionary<string, Call> OfIncidents = new Dictionary<string, Call>(StringComparer.Ordinal)
    {
        ["createIncident 201"] = api => SendAsync(api, "POST", Paths.Incidents, FullIncident),
        ["createIncident 400"] = api => SendAsync(api, "POST", Paths.Incidents, new { title = "", severity = "worst", related_evidence_ids = new[] { "a", "a" } }),
        ["createIncident 401"] = api => api.CreateClient().OpenAsync(FullIncident),
        ["createIncident 403"] = api => api.Caller(Tenant, roles: ["auditor"]).OpenAsync(FullIncident),
        ["createIncident 413"] = api => SendAsync(api, "POST", Paths.Incidents, new { title = new string('x', 300 * 1024) }),
        ["createIncident 415"] = api => SendAsync(api, "POST", Paths.Incidents, Responses.Body("<incident/>", "application/xml")),
        ["createIncident 422"] = async api =>
        {
            (await SendAsync(api, "POST", Paths.Incidents, FullIncident, ("Idempotency-Key", "one-key"))).Dispose();
            return await SendAsync(api, "POST", Paths.Incidents, new { title = "Another", severity = "low" }, ("Idempotency-Key", "one-key"));
        },
        ["getIncident 200"] = async api => await SendAsync(api, "GET", await ClosedIncidentAsync(api)),
        ["getIncident 304"] = async api => await SendAsync(api, "GET", await IncidentAsync(api), null, ("If-None-Match", "\"1\"")),
        ["getIncident 401"] = api => api.CreateClient().CallAsync("GET", Paths.Incident(Paths.UnknownIncident), null, ("Authorization", "Bearer nonsense")),
        ["getIncident 404"] = api => SendAsync(api, "GET", Paths.Incident("inc_1")),
        ["listIncidents 200"] = async api =>
        {
            await IncidentAsync(api);
            await ClosedIncidentAsync(api);
            return await SendAsync(api, "GET", Paths.Incidents + "?page_size=1&cursor=");
        },
        ["listIncidents 400"] = api => SendAsync(api, "GET", Paths.Incidents + "?page_size=x&unheard_of=1", null, ("Prefer", "handling=strict")),
        ["getIncidentStats 200"] = async api =>
        {
            await ClosedIncidentAsync(api);
            return await SendAsync(api, "GET", Paths.Incidents + "/stats?from=2026-01-01");
        },
        ["getIncidentStats 400"] = api => SendAsync(api, "GET", Paths.Incidents + "/stats?from=yesterday"),
        ["getIncidentTimeline 200"] = async api => await SendAsync(api, "GET", await ClosedIncidentAsync(api) + "/timeline"),
        ["getIncidentTimeline 404"] = api => SendAsync(api, "GET", Paths.Incident(Paths.UnknownIncident) + "/timeline"),
    };

    public static readonly IReadOnlyDictionary<string, Call> OfHandling = new Dictionary<string, Call>(StringComparer.Ordinal)
    {
        ["updateIncident 200"] = async api => await SendAsync(api, "PATCH", await IncidentAsync(api), """{"title":"Another","description":null,"severity":"LOW","related_evidence_ids":[]}"""),
        ["updateIncident 409"] = async api => await SendAsync(api, "PATCH", await ClosedIncidentAsync(api), new { title = "Too late" }),
        ["updateIncident 412"] = async api => await SendAsync(api, "PATCH", await IncidentAsync(api), new { title = "Lost" }, ("If-Match", "\"7\"")),
        ["updateIncidentStatus 200"] = async api => await SendAsync(api, "PUT", await IncidentAsync(api) + "/status", new { status = "resolved", resolution = "duplicate", duplicate_of = "inc_elsewhere", cascade = true }),
        ["updateIncidentStatus 400"] = async api => await SendAsync(api, "PUT", await IncidentAsync(api) + "/status", new { status = "contained", resolution = "benign" }),
        ["updateIncidentStatus 404"] = api => SendAsync(api, "PUT", Paths.Incident(Paths.UnknownIncident) + "/status", new { status = "resolved" }),
        ["updateIncidentStatus 409"] = async api => await SendAsync(api, "PUT", await IncidentAsync(api) + "/status", new { status = "closed" }),
        ["updateIncidentStatus 409 closed"] = async api => await SendAsync(api, "PUT", await ClosedIncidentAsync(api) + "/status", new { status = "closed", resolution = "benign" }),
        ["updateIncidentStatus 412"] = async api => await SendAsync(api, "PUT", await IncidentAsync(api) + "/status", new { status = "resolved" }, ("If-Match", "\"7\"")),
        ["assignIncident 200"] = async api => await SendAsync(api, "POST", await IncidentAsync(api) + "/assign", """{"assignee":null}"""),
        ["assignIncident 400"] = async api => await SendAsync(api, "POST", await IncidentAsync(api) + "/assign", "{}"),
        ["assignIncident 409"] = async api => await SendAsync(api, "POST", await ClosedIncidentAsync(api) + "/assign", new { assignee = "usr_late" }),
        ["addIncidentComment 200"] = async api => await SendAsync(api, "POST", await ClosedIncidentAsync(api) + "/comment", new { content = "已确认" }, ("Idempotency-Key", "a-comment")),
        ["addIncidentComment 409"] = async api =>
        {
            var incident = await IncidentAsync(api);
            await FillWithCommentsAsync(api, incident);
            return await SendAsync(api, "POST", incident + "/comment", new { content = "One more" });
        },
        ["changeIncidents 200"] = async api =>
        {
            var ids = new[] { await IncidentAsync(api), await ClosedIncidentAsync(api), Paths.UnknownIncident, "not an id" }.Select(path => path.Split('/')[^1]);
            return await SendAsync(api, "POST", Paths.Incidents + "/bulk", new { ids, assignee = "usr_analyst002" });
        },
        ["changeIncidents 400"] = api => SendAsync(api, "POST", Paths.Incidents + "/bulk", new { ids = new[] { "a", "a" }, assignee = "usr_analyst002", comment = "Both" }),
    };

    private static async Task<string> IncidentAsync(AuditApi api) => Paths.Incident((string)(await api.GivenIncident(Tenant, FullIncident))["id"]!);

    /// <summary>An incident of which there is something to say in every member.</summary>
    public static async Task<string> ClosedIncidentAsync(AuditApi api)
    {
        var incident = await IncidentAsync(api);
        await DoAsync(api, "POST", incident + "/comment", new { content = "Confirmed" });
        await DoAsync(api, "PUT", incident + "/status", new { status = "contained", resolution_note = "Blocked" });
        await DoAsync(api, "PUT", incident + "/status", new { status = "resolved", resolution = "duplicate", duplicate_of = "inc_elsewhere", resolution_note = "The same again" });
        await DoAsync(api, "PUT", incident + "/status", new { status = "closed" });
        return incident;
    }
}
