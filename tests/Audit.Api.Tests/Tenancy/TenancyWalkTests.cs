using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Tenancy;

/// <summary>
/// Every operation, called by somebody of another tenant who knows everything there is to know of the first one: nothing of it
/// is shown, nothing of it changes. A new operation has to be added to <see cref="s_walk"/>.
/// </summary>
public sealed class TenancyWalkTests(AuditApi api) : IClassFixture<AuditApi>
{
    private const string OnlyTheirs = "what only they may see";

    /// <summary>Each operation, the ways to name the other tenant's things to it, and what a stranger gets.</summary>
    private static readonly Dictionary<string, Func<Theirs, Call[]>> s_walk = new(StringComparer.Ordinal)
    {
        ["POST admin/audit/incidents"] = theirs =>
        [
            new(Paths.Incidents, HttpStatusCode.Created, new JsonObject
            {
                ["title"] = "t",
                ["severity"] = "low",
                ["tenant_id"] = theirs.Tenant,
                ["source_anomaly_ids"] = new JsonArray(theirs.Anomaly),
                ["related_evidence_ids"] = new JsonArray(theirs.Anomaly, theirs.Incident),
            }),
            new(Paths.Incidents, HttpStatusCode.Created, new JsonObject { ["title"] = "t", ["severity"] = "low" }, ("Idempotency-Key", Theirs.Key)),
        ],
        ["GET admin/audit/incidents"] = theirs =>
        [
            new(Paths.Incidents, HttpStatusCode.OK),
            new($"{Paths.Incidents}?search=only%20they", HttpStatusCode.OK),
            new($"{Paths.Incidents}?search={theirs.Incident}", HttpStatusCode.OK),
            new($"{Paths.Incidents}?cursor={theirs.Cursor}", HttpStatusCode.OK),
        ],
        ["GET admin/audit/incidents/{incident_id}"] = theirs =>
        [
            new(Paths.Incident(theirs.Incident), HttpStatusCode.NotFound),
            new(Paths.Incident(theirs.Incident), HttpStatusCode.NotFound, null, ("If-None-Match", "\"1\"")),
            new(Paths.Incident(theirs.Incident), HttpStatusCode.NotFound, null, ("If-None-Match", "*")),
        ],
        ["PUT admin/audit/anomalies/{anomaly_id}/status"] = theirs =>
        [
            new(Paths.Status(theirs.Anomaly), HttpStatusCode.NotFound, new JsonObject { ["status"] = "resolved", ["assignee"] = "stranger" }),
            new(Paths.Status(theirs.Anomaly), HttpStatusCode.NotFound, new JsonObject { ["status"] = "open" }),
            new(Paths.Status(theirs.Anomaly), HttpStatusCode.NotFound, new JsonObject { ["status"] = "resolved" }, ("If-Match", "\"1\"")),
            new(Paths.Status(theirs.Anomaly), HttpStatusCode.NotFound, new JsonObject { ["status"] = "resolved" }, ("If-Match", "*")),
            new(Paths.Status(theirs.Anomaly), HttpStatusCode.NotFound, new JsonObject { ["status"] = "resolved" }, ("If-Match", "\"99\"")),
        ],
        ["POST internal/audit/anomalies"] = theirs =>
        [
            new(Paths.Reports, HttpStatusCode.Created, Report(theirs)),
            new(Paths.Reports, HttpStatusCode.Created, Report(theirs, "own"), ("Idempotency-Key", Theirs.Key)),
        ],
        ["POST internal/audit/anomalies/batch"] = theirs => [new(Paths.Batch, HttpStatusCode.Created, new JsonArray(Report(theirs), Report(theirs, "own")))],
    };

    public static TheoryData<string> Operations => [.. s_walk.Keys];

    [Fact]
    public void Walk_WhenAnOperationIsAdded_MustCoverIt()
    {
        var operations = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Where(m => m != "HEAD").Select(m => $"{m} {e.RoutePattern.RawText}"));

        s_walk.Keys.Should().BeEquivalentTo(operations, "a stranger must have tried each");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_CalledWithAnotherTenantsIds_ShowsAndChangesNothingOfTheirs(string operation)
    {
        var theirs = await GivenTheirs();
        var before = Snapshot(theirs.Tenant);
        var stranger = Tenants.Fresh();
        using var client = Everything(stranger);

        foreach (var call in s_walk[operation](theirs))
        {
            using var response = await SendAsync(client, operation, call);

            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.Should().Be(call.Status, text);
            text.Should().NotContain(OnlyTheirs).And.NotContain(theirs.Tenant);
            response.Headers.ToString().Should().NotContain(theirs.Tenant);
            if (call.Status == HttpStatusCode.NotFound)
            {
                response.Header("ETag").Should().BeNull();
            }

            if (call.Status == HttpStatusCode.Created)
            {
                response.Header("Idempotency-Replayed").Should().BeNull();
            }
        }

        Snapshot(theirs.Tenant).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_NamingAnotherTenant_IsForbidden(string operation)
    {
        var theirs = await GivenTheirs();
        var before = Snapshot(theirs.Tenant);
        var stranger = Tenants.Fresh();
        using var client = Everything(stranger);

        foreach (var call in s_walk[operation](theirs))
        {
            var parameter = (call.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "tenant_id=" + theirs.Tenant;
            using var byHeader = await SendAsync(client, operation, call, ("X-Tenant-ID", theirs.Tenant));
            using var byQuery = await SendAsync(client, operation, call with { Path = call.Path + parameter });
            using var byBoth = await SendAsync(client, operation, call with { Path = call.Path + parameter }, ("X-Tenant-ID", stranger));

            foreach (var response in new[] { byHeader, byQuery, byBoth })
            {
                await response.ProblemAsync(HttpStatusCode.Forbidden, "error.tenant_forbidden");
                (await response.Content.ReadAsStringAsync()).Should().NotContain(OnlyTheirs);
            }
        }

        Snapshot(theirs.Tenant).Should().Be(before);
        StoreFile.Count(api.DatabaseFile, "history", stranger).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_ForWhomMayCross_ActsInTheNamedTenantAndRecordsWhereTheyCameFrom(string operation)
    {
        var theirs = await GivenTheirs();
        var home = Tenants.Fresh();
        using var client = api.Caller(home, "usr_super", roles: ["super_admin"], scope: "audit:ingest audit:ingest:any");
        var entries = StoreFile.History(api.DatabaseFile, theirs.Tenant).Count;

        foreach (var call in s_walk[operation](theirs))
        {
            using var response = await SendAsync(client, operation, call, ("X-Tenant-ID", theirs.Tenant));

            ((int)response.StatusCode).Should().NotBe(404).And.NotBe(403, await response.Content.ReadAsStringAsync());
        }

        StoreFile.Count(api.DatabaseFile, "history", home).Should().Be(0);
        var history = StoreFile.History(api.DatabaseFile, theirs.Tenant);
        history.ShouldBeOneChain();
        history.Skip(entries).Select(e => (e["actor_tenant_id"], e["actor_id"])).Distinct().Should().BeEquivalentTo(
            operation.StartsWith("GET", StringComparison.Ordinal) ? [] : new[] { ((object)home, (object)"usr_super") });
    }

    private HttpClient Everything(string tenant) => api.Caller(tenant, roles: ["admin"], scope: "audit:read audit:write audit:ingest");

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string operation, Call call, params (string, string)[] headers) =>
        client.CallAsync(operation.Split(' ')[0], call.Path, call.Body?.ToJsonString(), [.. call.Headers, .. headers]);

    private async Task<Theirs> GivenTheirs()
    {
        var tenant = Tenants.Fresh();
        using var everything = Everything(tenant);
        using var report = await everything.ReportAsync(Report(new Theirs(tenant, "", "", "")).ToJsonString(), ("Idempotency-Key", "report"));
        var anomaly = (string)(await report.DataAsync())["id"]!;
        using var opened = await everything.OpenAsync(new { title = OnlyTheirs, severity = "low", description = OnlyTheirs }, ("Idempotency-Key", Theirs.Key));
        var incident = (string)(await opened.DataAsync())["id"]!;
        await api.GivenIncident(tenant, new { title = OnlyTheirs, severity = "low" });
        var cursor = (string)(await everything.ListAsync("?page_size=1&cursor="))["pagination"]!["next_cursor"]!;
        return new Theirs(tenant, incident, anomaly, cursor);
    }

    private static JsonNode Report(Theirs theirs, string? externalId = null) => new JsonObject
    {
        ["type"] = "t",
        ["severity"] = "low",
        ["description"] = externalId is null ? "d" : "other",
        ["external_id"] = externalId ?? "det-1",
        ["event_ids"] = theirs.Anomaly.Length == 0 ? [] : new JsonArray(theirs.Anomaly, theirs.Incident),
        ["user_id"] = "usr_1",
    };

    /// <summary>All that is kept of a tenant.</summary>
    private string Snapshot(string tenant) => string.Join('\n', new[] { "incidents", "anomalies", "history", "history_ends", "idempotency_keys" }
        .Select(table => $"{table}: {StoreFile.Text(api.DatabaseFile, table, tenant)}"));

    private sealed record Theirs(string Tenant, string Incident, string Anomaly, string Cursor)
    {
        public const string Key = "a-key-that-was-used";
    }

    private sealed record Call(string Path, HttpStatusCode Status, JsonNode? Body = null, params (string Name, string Value)[] Headers);
}
