using Audit.Api.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Requests;

/// <summary>A new write is in the lists that the theories walk, or these fail.</summary>
public sealed class WriteOperationsTests(AuditApi api) : IClassFixture<AuditApi>
{
    private IEnumerable<RouteEndpoint> Writes => api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null && !MethodOf(e).StartsWith("GET", StringComparison.Ordinal));

    [Fact]
    public void Writes_ThatNameAThing_AreTheListedOnes() =>
        Writes.Where(e => e.RoutePattern.Parameters.Count > 0).Select(e => $"{NameOf(e)} {MethodOf(e)} /{e.RoutePattern.RawText}").Should().BeEquivalentTo(
            WriteOperations.All.Select(o => $"{o.Id} {o.Method} {o.PathTo(o.Of == Thing.Incident ? "{incident_id}" : "{anomaly_id}")}"));

    [Fact]
    public void Writes_ThatTakeAKey_AreAllPostsButBatchAndBulk()
    {
        var idempotent = Writes.Where(e => e.Metadata.GetMetadata<IdempotentAttribute>() is not null).Select(NameOf).ToList();

        idempotent.Should().BeEquivalentTo(Writes.Where(e => MethodOf(e) == "POST").Select(NameOf).Except(["reportAnomalies", "changeIncidents", "changeAnomalies"], StringComparer.Ordinal));
        idempotent.Should().BeEquivalentTo(IdempotentOperations.All);
    }

    private static string MethodOf(Endpoint endpoint) => string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods);

    private static string? NameOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
}
