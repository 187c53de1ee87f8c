using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.OpenApi;

[Collection(ContractTests.Name)]
public sealed class EndpointListTests(Contract contract)
{
    [Fact]
    public void Endpoints_OfTheService_AreTheListedOnes()
    {
        var listed = File.ReadAllLines(Repository.File("tests", "Audit.Api.Tests", "OpenApi", "endpoints.txt"));

        var actual = Endpoints.Select(Line).Order(StringComparer.Ordinal);

        actual.Should().Equal(listed, "endpoints.txt lists method, path, operation and permission of every endpoint; what is new or gone belongs there:\n{0}\n", string.Join('\n', actual));
    }

    [Fact]
    public void Actions_OfEveryController_AreTheOperationsOfTheDocument()
    {
        var actions = Endpoints.Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .Select(e => $"{Methods(e)[0]} /{e.RoutePattern.RawText} {e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName} {Permission(e)}");

        contract.Operations.Select(o => $"{o.Method} {o.Path} {o.Id} {(string?)o.Node["x-permission"] ?? "token"}").Should().BeEquivalentTo(actions);
    }

    private IEnumerable<RouteEndpoint> Endpoints => contract.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Line(RouteEndpoint endpoint) =>
        $"{string.Join(',', Methods(endpoint))} /{endpoint.RoutePattern.RawText?.TrimStart('/')} {endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "-"} {Permission(endpoint)}";

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];

    private static string Permission(RouteEndpoint endpoint)
    {
        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        return endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || policies.Count == 0
            ? "anonymous"
            : policies.Select(p => p.Policy).LastOrDefault(p => p is not null) ?? "token";
    }
}
