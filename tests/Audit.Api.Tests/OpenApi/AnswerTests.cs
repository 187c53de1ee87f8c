using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Audit.Api.Tests.OpenApi;

/// <summary>What the service really answers, against what the document says it does.</summary>
[Collection(ContractTests.Name)]
public sealed class AnswerTests(Contract contract)
{
    private const string Tenant = "tnt_answers";

    /// <summary>Headers that mean something to callers: an answer has none of them that the document doesn't name.</summary>
    private static readonly string[] s_meaningful = ["ETag", "Location", "Idempotency-Replayed", "Preference-Applied", "Retry-After", "WWW-Authenticate", "Content-Language"];

    private static readonly Dictionary<string, Func<AuditApi, Task<HttpResponseMessage>>> s_calls = new(StringComparer.Ordinal)
    {
        ["createIncident 201"] = api => PostAsync(api.Analyst(Tenant), "/admin/audit/incidents", FullIncident),
        ["createIncident 400"] = api => PostAsync(api.Analyst(Tenant), "/admin/audit/incidents", new { title = "", severity = "worst", related_evidence_ids = new[] { "a", "a" } }),
        ["createIncident 401"] = api => PostAsync(api.CreateClient(), "/admin/audit/incidents", FullIncident),
        ["createIncident 403"] = api => PostAsync(api.Caller(Tenant, roles: ["auditor"]), "/admin/audit/incidents", FullIncident),
        ["createIncident 413"] = api => PostAsync(api.Analyst(Tenant), "/admin/audit/incidents", new { title = new string('x', 300 * 1024) }),
        ["createIncident 415"] = api => api.Analyst(Tenant).PostAsync("/admin/audit/incidents", Responses.Body("<incident/>", "application/xml")),
        ["createIncident 422"] = async api =>
        {
            var client = api.Analyst(Tenant).With("Idempotency-Key", "one-key");
            (await PostAsync(client, "/admin/audit/incidents", FullIncident)).Dispose();
            return await PostAsync(client, "/admin/audit/incidents", new { title = "Another", severity = "low" });
        },
        ["getIncident 200"] = async api => await GetAsync(api.Analyst(Tenant), await IncidentPathAsync(api)),
        ["getIncident 304"] = async api => await GetAsync(api.Analyst(Tenant).With("If-None-Match", "\"1\""), await IncidentPathAsync(api)),
        ["getIncident 401"] = api => GetAsync(api.CreateClient().With("Authorization", "Bearer nonsense"), "/admin/audit/incidents/inc_1"),
        ["getIncident 404"] = api => GetAsync(api.Analyst(Tenant), "/admin/audit/incidents/inc_1"),
        ["listIncidents 200"] = async api =>
        {
            await api.GivenIncident(Tenant);
            await api.GivenIncident(Tenant, FullIncident);
            return await GetAsync(api.Analyst(Tenant), "/admin/audit/incidents?page_size=1&cursor=");
        },
        ["listIncidents 400"] = api => GetAsync(api.Analyst(Tenant).With("Prefer", "handling=strict"), "/admin/audit/incidents?page_size=x&unheard_of=1"),
        ["updateAnomalyStatus 200"] = async api => await PutAsync(api.Analyst(Tenant), await AnomalyPathAsync(api), new { status = "false_positive", assignee = "usr_1" }),
        ["updateAnomalyStatus 404"] = api => PutAsync(api.Analyst(Tenant), "/admin/audit/anomalies/ano_1/status", new { status = "resolved" }),
        ["updateAnomalyStatus 409"] = async api =>
        {
            var path = await AnomalyPathAsync(api);
            (await PutAsync(api.Analyst(Tenant), path, new { status = "dismissed" })).Dispose();
            return await PutAsync(api.Analyst(Tenant), path, new { status = "resolved" });
        },
        ["updateAnomalyStatus 412"] = async api => await PutAsync(api.Analyst(Tenant).With("If-Match", "\"7\""), await AnomalyPathAsync(api), new { status = "resolved" }),
        ["reportAnomaly 201"] = api => PostAsync(api.Detector(Tenant), "/internal/audit/anomalies", FullReport("det-1")),
        ["reportAnomaly 200"] = async api =>
        {
            (await PostAsync(api.Detector(Tenant), "/internal/audit/anomalies", FullReport("det-2"))).Dispose();
            return await PostAsync(api.Detector(Tenant), "/internal/audit/anomalies", FullReport("det-2"));
        },
        ["reportAnomaly 400"] = api => api.Detector(Tenant).PostAsync("/internal/audit/anomalies", Responses.Body("{")),
        ["reportAnomalies 201"] = api => PostAsync(api.Detector(Tenant), "/internal/audit/anomalies/batch", new[] { FullReport("det-3"), FullReport("det-3") }),
        ["reportAnomalies 400"] = api => PostAsync(api.Detector(Tenant), "/internal/audit/anomalies/batch", new object?[] { null, new { detected_at = -1 } }),
    };

    public static TheoryData<string> Calls { get; } = [.. s_calls.Keys];

    private static object FullIncident => new
    {
        title = "多账户暴力破解 🔒",
        severity = "Critical",
        description = "Multiple tenant accounts under brute force attack",
        assignee = "analyst-001",
        source_anomaly_ids = new[] { "ano_elsewhere" },
        related_evidence_ids = new[] { "evt_1", "evt_2" },
    };

    private static object FullReport(string externalId) => new
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

    [Fact]
    public void Calls_OfTheseTests_MakeEverySuccessOfTheDocument()
    {
        var successes = contract.Operations.SelectMany(o => o.Answers.Keys, (o, status) => $"{o.Id} {status}").Where(c => c.Split(' ')[1][0] is '2' or '3');

        s_calls.Keys.Should().Contain(successes, "each has a call here, so that its answer is held to its schema");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Answer_OfARealCall_IsAsTheDocumentSays(string call)
    {
        var (id, status) = (call.Split(' ')[0], call.Split(' ')[1]);
        using var response = await s_calls[call](contract.Api);
        var text = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture).Should().Be(status, text);
        var answer = contract.Operation(id).Answers[status];
        CheckHeaders(answer["headers"]!.AsObject(), response);
        if (answer["content"]?.AsObject().Single() is { } content)
        {
            response.Content.Headers.ContentType!.MediaType.Should().Be(content.Key);
            new SchemaCheck(contract).Faults(JsonNode.Parse(text), content.Value!["schema"]!).Should().BeEmpty(text);
        }
        else
        {
            text.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Answer_ToARepeatedStrictRequest_SaysSoInHeadersOfTheDocument()
    {
        var client = contract.Api.Analyst(Tenant).With("Idempotency-Key", "another-key").With("Prefer", "handling=strict");
        (await PostAsync(client, "/admin/audit/incidents", FullIncident)).Dispose();
        using var replayed = await PostAsync(client, "/admin/audit/incidents", FullIncident);

        replayed.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        replayed.Headers.GetValues("Preference-Applied").Should().Equal("handling=strict");
        CheckHeaders(contract.Operation("createIncident").Answers["201"]["headers"]!.AsObject(), replayed);
    }

    private void CheckHeaders(JsonObject documented, HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        s_meaningful.Where(headers.ContainsKey).Should().BeSubsetOf(documented.Select(h => h.Key));
        var check = new SchemaCheck(contract);
        foreach (var (name, reference) in documented)
        {
            var header = contract.Resolve(reference!);
            if ((bool?)header["required"] == true)
            {
                headers.Should().ContainKey(name);
            }

            if (headers.TryGetValue(name, out var value))
            {
                JsonNode json = (string?)header["schema"]!["type"] == "integer" ? int.Parse(value, CultureInfo.InvariantCulture) : value;
                check.Faults(json, header["schema"]!).Should().BeEmpty(name);
            }
        }
    }

    private static async Task<string> IncidentPathAsync(AuditApi api) => $"/admin/audit/incidents/{(await api.GivenIncident(Tenant, FullIncident))["id"]}";

    private static async Task<string> AnomalyPathAsync(AuditApi api) => $"/admin/audit/anomalies/{await api.GivenAnomaly(Tenant)}/status";

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body) => client.PostAsJsonAsync(path, body);

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string path, object body) => client.PutAsJsonAsync(path, body);
}

file static class Clients
{
    public static HttpClient With(this HttpClient client, string header, string value)
    {
        client.DefaultRequestHeaders.Add(header, value);
        return client;
    }
}
