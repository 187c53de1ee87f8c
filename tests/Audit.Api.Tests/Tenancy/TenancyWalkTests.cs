using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Anomalies;
using Audit.Api.Tests.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Tenancy;

/// <summary>
/// Every operation, called by somebody of another tenant who knows everything there is to know of the first one: nothing of it
/// is shown, nothing of it changes. A new operation has to be added to <see cref="TenancyWalk"/>.
/// </summary>
public sealed class TenancyWalkTests(AuditApi api) : IClassFixture<AuditApi>
{
    private const string OnlyTheirs = TenancyWalk.OnlyTheirs;

    public static TheoryData<string> Operations => [.. TenancyWalk.Operations.Keys];

    [Fact]
    public void Walk_WhenAnOperationIsAdded_MustCoverIt()
    {
        var operations = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Where(m => m != "HEAD").Select(m => $"{m} {e.RoutePattern.RawText}"));

        TenancyWalk.Operations.Keys.Should().BeEquivalentTo(operations, "a stranger must have tried each");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_CalledWithAnotherTenantsIds_ShowsAndChangesNothingOfTheirs(string operation)
    {
        var theirs = await GivenTheirs();
        var before = Snapshot(theirs.Tenant);
        var stranger = Tenants.Fresh();
        using var client = Everything(stranger);

        foreach (var call in TenancyWalk.Operations[operation](theirs, await GivenOwn(stranger)))
        {
            using var response = await SendAsync(client, operation, call);

            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.Should().Be(call.Status, text);
            text.Should().NotContain(OnlyTheirs).And.NotContain(theirs.Tenant);
            response.Headers.ToString().Should().NotContain(theirs.Tenant);
            response.Header("Idempotency-Replayed").Should().BeNull();
            if (call.Status == HttpStatusCode.NotFound)
            {
                response.Header("ETag").Should().BeNull();
            }
            else
            {
                ShouldShowNone(JsonNode.Parse(text)!, theirs);
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
        var own = await GivenOwn(stranger);
        var ownBefore = Snapshot(stranger);
        using var client = Everything(stranger);

        foreach (var call in TenancyWalk.Operations[operation](theirs, own))
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
        Snapshot(stranger).Should().Be(ownBefore);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_ForWhomMayCross_ActsInTheNamedTenantAndRecordsWhereTheyCameFrom(string operation)
    {
        var theirs = await GivenTheirs();
        var own = await GivenOwn(theirs.Tenant);
        var home = Tenants.Fresh();
        using var client = api.Caller(home, "usr_super", roles: ["super_admin"], scope: "audit:ingest audit:ingest:any");
        var entries = StoreFile.History(api.DatabaseFile, theirs.Tenant).Count;

        foreach (var call in TenancyWalk.Operations[operation](theirs, own))
        {
            using var response = await SendAsync(client, operation, call, ("X-Tenant-ID", theirs.Tenant));

            ((int)response.StatusCode).Should().NotBe(404).And.NotBe(403, await response.Content.ReadAsStringAsync());
            (await response.Content.ReadAsStringAsync()).Should().NotContain("_not_found").And.NotContain(home);
        }

        StoreFile.Count(api.DatabaseFile, "history", home).Should().Be(0);
        var history = StoreFile.History(api.DatabaseFile, theirs.Tenant);
        history.ShouldBeOneChain();
        history.Skip(entries).Select(e => (e["actor_tenant_id"], e["actor_id"])).Distinct().Should().BeEquivalentTo(
            operation.StartsWith("GET", StringComparison.Ordinal) ? [] : new[] { ((object)home, (object)"usr_super") });
    }

    /// <summary>No list has a thing of theirs, and no bulk change was made to one.</summary>
    private static void ShouldShowNone(JsonNode answer, Theirs theirs)
    {
        (answer["items"]?.AsArray() ?? []).Select(i => (string?)(i!["id"] ?? i["subject_id"])).Should().NotContain([theirs.Incident, theirs.Anomaly]);
        // of a stranger who has one of each
        (answer["data"]?["by_status"]?.AsObject().Sum(s => (int)s.Value!) ?? 1).Should().Be(1);
        foreach (var result in answer["results"]?.AsArray().OfType<JsonNode>() ?? [])
        {
            if ((string)result["id"]! != theirs.Incident && (string)result["id"]! != theirs.Anomaly)
            {
                continue;
            }

            result.Members().Should().Equal("id", "ok", "problem");
            ((string)result["problem"]!["i18n_key"]!).Should().EndWith("_not_found");
        }
    }

    private HttpClient Everything(string tenant) => api.Caller(tenant, roles: ["admin"], scope: "audit:read audit:write audit:ingest");

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string operation, Call call, params (string, string)[] headers) =>
        client.CallAsync(operation.Split(' ')[0], call.Path, call.Body?.ToJsonString(), [.. call.Headers, .. headers]);

    private async Task<Theirs> GivenTheirs()
    {
        var tenant = Tenants.Fresh();
        using var everything = Everything(tenant);
        using var report = await everything.ReportAsync(TenancyWalk.Report(new Theirs(tenant, "", "", "", "", "")).ToJsonString(), ("Idempotency-Key", "report"));
        var anomaly = (string)(await report.DataAsync())["id"]!;
        await api.GivenAnomaly(tenant, new { type = "t", severity = "low", description = OnlyTheirs, user_id = "usr_1" });
        (await everything.AssignAsync(anomaly, new { assignee = OnlyTheirs })).EnsureSuccessStatusCode().Dispose();
        (await everything.CommentAsync(anomaly, new { content = OnlyTheirs })).EnsureSuccessStatusCode().Dispose();
        using var opened = await everything.OpenAsync(new { title = OnlyTheirs, severity = "low", description = OnlyTheirs }, ("Idempotency-Key", Theirs.Key));
        var incident = (string)(await opened.DataAsync())["id"]!;
        await api.GivenIncident(tenant, new { title = OnlyTheirs, severity = "low" });
        var cursor = (string)(await everything.ListAsync("?page_size=1&cursor="))["pagination"]!["next_cursor"]!;
        var anomalyCursor = (string)(await everything.ListOfAsync(Triage.Anomalies + "?page_size=1&cursor="))["pagination"]!["next_cursor"]!;
        return new Theirs(tenant, incident, anomaly, cursor, anomalyCursor, (string)StoreFile.History(api.DatabaseFile, tenant)[0]["hash"]);
    }

    /// <summary>An anomaly about the same user as theirs, and an incident.</summary>
    private async Task<Own> GivenOwn(string tenant) => new(
        (string)(await api.GivenIncident(tenant))["id"]!, await api.GivenAnomaly(tenant, new { type = "t", severity = "low", description = "d", user_id = "usr_1" }));

    /// <summary>All that is kept of a tenant.</summary>
    private string Snapshot(string tenant) => string.Join('\n', new[] { "incidents", "anomalies", "history", "history_ends", "idempotency_keys" }
        .Select(table => $"{table}: {StoreFile.Text(api.DatabaseFile, table, tenant)}"));
}
