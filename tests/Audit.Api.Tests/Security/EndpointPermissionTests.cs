using System.Net;
using System.Text.RegularExpressions;
using Audit.Api.Tests.Requests;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Security;

/// <summary>What each operation takes to be called, a GET as HEAD too. A new one has to be added to <see cref="s_takes"/>.</summary>
public sealed partial class EndpointPermissionTests(AuditApi api) : IClassFixture<AuditApi>
{
    private const string Read = "audit:read";
    private const string Write = "audit:write";
    private const string Report = "audit:ingest";
    private const string AnyToken = "";

    private static readonly Dictionary<string, string> s_takes = new(StringComparer.Ordinal)
    {
        ["GET admin/audit/incidents"] = Read,
        ["GET admin/audit/incidents/{incident_id}"] = Read,
        ["GET admin/audit/incidents/{incident_id}/timeline"] = Read,
        ["GET admin/audit/incidents/stats"] = Read,
        ["POST admin/audit/incidents"] = Write,
        ["POST admin/audit/incidents/bulk"] = Write,
        ["PATCH admin/audit/incidents/{incident_id}"] = Write,
        ["PUT admin/audit/incidents/{incident_id}/status"] = Write,
        ["POST admin/audit/incidents/{incident_id}/assign"] = Write,
        ["POST admin/audit/incidents/{incident_id}/comment"] = Write,
        ["GET admin/audit/anomalies"] = Read,
        ["GET admin/audit/anomalies/{anomaly_id}"] = Read,
        ["GET admin/audit/anomalies/{anomaly_id}/history"] = Read,
        ["GET admin/audit/anomalies/{anomaly_id}/related"] = Read,
        ["GET admin/audit/anomalies/stats"] = Read,
        ["POST admin/audit/anomalies/bulk"] = Write,
        ["PUT admin/audit/anomalies/{anomaly_id}/status"] = Write,
        ["POST admin/audit/anomalies/{anomaly_id}/assign"] = Write,
        ["POST admin/audit/anomalies/{anomaly_id}/comment"] = Write,
        ["POST admin/audit/anomalies/{anomaly_id}/link"] = Write,
        ["POST admin/audit/anomalies/{anomaly_id}/escalate"] = Write,
        ["GET admin/audit/history"] = Read,
        ["GET admin/audit/history/verify"] = Read,
        ["GET admin/audit/me"] = AnyToken,
        ["POST internal/audit/anomalies"] = Report,
        ["POST internal/audit/anomalies/batch"] = Report,
    };

    public static TheoryData<string> Operations => [.. s_takes.Keys];

    [Fact]
    public void List_WhenAnOperationIsAdded_MustSayWhatItTakes()
    {
        var operations = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Where(m => m != "HEAD").Select(m => $"{m} {e.RoutePattern.RawText}"));

        s_takes.Keys.Should().BeEquivalentTo(operations);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WithoutToken_IsUnauthenticated(string operation)
    {
        using var client = api.CreateClient();

        using var response = await CallAsync(client, operation);
        using var head = await CallAsync(client, AsHead(operation));

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "error.unauthenticated");
        response.Headers.WwwAuthenticate.Should().ContainSingle();
        head.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WithOneScope_IsAllowedToWhomHasItsOwn(string operation)
    {
        foreach (var scope in new[] { Read, Write, Report, "audit:ingest:any", "openid" })
        {
            using var client = api.Caller(Tenants.Fresh(), scope: scope);

            using var response = await CallAsync(client, operation);
            using var head = await CallAsync(client, AsHead(operation));

            head.StatusCode.Should().Be(response.StatusCode);
            if (s_takes[operation] is AnyToken || s_takes[operation] == scope)
            {
                // what comes behind permission: there is no such thing, or nothing is said
                ((int)response.StatusCode).Should().BeOneOf([200, 400, 404], "{0} takes {1}", operation, scope);
            }
            else
            {
                await response.ProblemAsync(HttpStatusCode.Forbidden, "error.permission_denied");
            }
        }
    }

    [Theory]
    [InlineData("auditor", Read)]
    [InlineData("security_admin", Read + " " + Write)]
    [InlineData("admin", Read + " " + Write)]
    [InlineData("super_admin", Read + " " + Write)]
    [InlineData("guest", "")]
    public async Task Operations_WithARole_AreAllowedAsItGives(string role, string scopes)
    {
        using var client = api.Caller(Tenants.Fresh(), roles: [role]);
        var denied = new List<string>();

        foreach (var operation in s_takes.Keys)
        {
            using var response = await CallAsync(client, operation);
            if (response.StatusCode == HttpStatusCode.Forbidden)
            {
                denied.Add(operation);
            }
        }

        List<string> given = [AnyToken, .. scopes.Split(' ')];
        denied.Should().BeEquivalentTo(s_takes.Where(t => !given.Contains(t.Value)).Select(t => t.Key));
    }

    private static string AsHead(string operation) => operation.Replace("GET ", "HEAD ", StringComparison.Ordinal);

    private static Task<HttpResponseMessage> CallAsync(HttpClient client, string operation)
    {
        var (method, template) = (operation.Split(' ')[0], operation.Split(' ')[1]);
        return client.CallAsync(method, "/" + Parameter().Replace(template, Paths.UnknownIncident), method is "GET" or "HEAD" ? null : "{}");
    }

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
