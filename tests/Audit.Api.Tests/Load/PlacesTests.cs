using System.Net;
using Audit.Api.Tests.Requests;
using Audit.Api.Tests.Security;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Load;

/// <summary>As many requests and bodies as there are places, and one more.</summary>
public sealed class PlacesTests : IDisposable
{
    private const string Body = """{"title":"t","severity":"low"}""";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Request_WhenTheTenantHasHalfOfAllUnderWay_IsRefusedUntilOneEnds()
    {
        await using var service = await StartAsync(("Limits__Requests", "4"));
        using var client = await service.SignedInAsync("a", "tnt_a");
        using var other = await service.SignedInAsync("b", "tnt_b");
        var token = await service.TokenAsync("a", "tnt_a");
        await using var first = await HeldRequest.BeginAsync(service, token, Paths.Incidents, Body.Length);
        await using var second = await HeldRequest.BeginAsync(service, token, Paths.Incidents, Body.Length);

        await ShouldBeOverloadedAsync(await client.GetAsync(new Uri(Paths.Incidents, UriKind.Relative)));
        using var others = await other.GetAsync(new Uri(Paths.Incidents, UriKind.Relative));
        others.StatusCode.Should().Be(HttpStatusCode.OK);

        await first.SendAsync(Body);
        (await first.ReadHeadAsync()).Should().StartWith("HTTP/1.1 201 ");
        await ShouldPassAsync(client);
    }

    [Fact]
    public async Task Request_WhenAllPlacesAreTaken_IsRefusedUnlessItAsksForHealth()
    {
        await using var service = await StartAsync(("Limits__Requests", "2"));
        using var client = await service.SignedInAsync("c", "tnt_c");
        await using var first = await HeldRequest.BeginAsync(service, await service.TokenAsync("a", "tnt_a"), Paths.Incidents, Body.Length);
        await using var second = await HeldRequest.BeginAsync(service, await service.TokenAsync("b", "tnt_b"), Paths.Incidents, Body.Length);

        await ShouldBeOverloadedAsync(await client.GetAsync(new Uri(Paths.Incidents, UriKind.Relative)));
        await ShouldBeOverloadedAsync(await client.GetAsync(new Uri("/errors", UriKind.Relative)));
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            using var health = await client.GetAsync(new Uri(path, UriKind.Relative));
            health.StatusCode.Should().Be(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task Request_WhenBodiesTakeUpTheTenantsRoom_IsRefusedUntilOneEnds()
    {
        const int Large = 4 * 1024 * 1024;
        await using var service = await StartAsync(("Limits__BodyMebibytes", "8"));
        using var client = await service.SignedInAsync("a", "tnt_a", scope: "audit:ingest");
        var token = await service.TokenAsync("a", "tnt_a", scope: "audit:ingest");
        await using (await HeldRequest.BeginAsync(service, token, Paths.Batch, Large))
        {
            await ShouldBeOverloadedAsync(await client.CallAsync("POST", Paths.Incidents, new { title = "t", severity = "low" }));
            await using var others = await HeldRequest.BeginAsync(service, await service.TokenAsync("b", "tnt_b", scope: "audit:ingest"), Paths.Batch, Large);
            using var without = await client.GetAsync(new Uri(Paths.Incidents, UriKind.Relative));
            without.StatusCode.Should().Be(HttpStatusCode.OK, "it has no body");
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await StatusAsync(client) != HttpStatusCode.Created)
        {
            // until the service has noticed that the others are gone
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    [Theory]
    [InlineData("Limits__Requests", "1")]
    [InlineData("Limits__BodyMebibytes", "7")]
    [InlineData("Limits__Connections", "0")]
    [InlineData("Limits__RequestSeconds", "0")]
    [InlineData("Limits__ShutdownSeconds", "-1")]
    public async Task Start_WhenALimitIsNone_IsRefusedAndNamesIt(string key, string value)
    {
        var (exitCode, output) = await ServiceProcess.RunAsync(_folder.Path, [.. Settings, (key, value)]);

        exitCode.Should().Be(1);
        output.Should().Contain(key.Split("__")[1]);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task ShouldBeOverloadedAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.overloaded");
            ((int)problem["retry_after"]!).Should().Be(1);
            response.Headers.GetValues("Retry-After").Should().Equal("1");
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.CallAsync("POST", Paths.Incidents, new { title = "t", severity = "low" });
        return response.StatusCode;
    }

    /// <summary>A place is given back right after the answer was sent.</summary>
    private static async Task ShouldPassAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await StatusAsync(client) != HttpStatusCode.Created)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private (string, string)[] Settings => [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + _folder.File("audit.db"))];

    private Task<ServiceProcess> StartAsync((string, string) limit) => ServiceProcess.StartAsync(_folder.Path, [.. Settings, limit]);
}
