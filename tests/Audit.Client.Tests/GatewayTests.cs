using System.Net;
using System.Net.Sockets;

namespace Audit.Client.Tests;

/// <summary>What stands between client and service, or nothing, answers.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task Failure_OfAGateway_HasNoProblem()
    {
        var problem = await Refused.ByAsync(Client(Wire.Answer(HttpStatusCode.BadGateway, "<h1>Bad gateway</h1>")).Me.GetAsync(), HttpStatusCode.BadGateway);

        problem.Problem.Should().BeNull();
        problem.Code.Should().BeNull();
        problem.Key.Should().BeNull();
        problem.Errors.Should().BeEmpty();
        problem.Message.Should().Be("502 Bad Gateway");
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"type":"about:blank","title":"Bad Gateway","status":502}""")]
    public async Task Failure_WithAnothersProblem_HasNoneOfTheService(string content) =>
        (await Refused.ByAsync(Client(Wire.Answer(HttpStatusCode.BadGateway, content, "application/problem+json")).Me.GetAsync(), HttpStatusCode.BadGateway)).Problem.Should().BeNull();

    [Theory]
    [InlineData("<h1>Sign in</h1>")]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("""{"data":null,"code":0,"message":"success","timestamp":"2026-01-01T00:00:00.000Z"}""")]
    public async Task Success_WithoutAnAnswerOfTheService_IsAnError(string content) =>
        await Client(Wire.Answer(HttpStatusCode.OK, content)).Invoking(c => c.Me.GetAsync()).Should().ThrowExactlyAsync<AuditException>();

    [Fact]
    public async Task Call_WhenNobodyListens_IsAConnectionError()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();
        using var http = new HttpClient { BaseAddress = address };

        var thrown = await new AuditClient(http, Options()).Invoking(c => c.Me.GetAsync()).Should().ThrowExactlyAsync<AuditConnectionException>();

        thrown.Which.InnerException.Should().BeOfType<HttpRequestException>();
    }

    [Fact]
    public async Task Call_WhenTheClientsTimeIsUp_IsAConnectionError()
    {
        using var http = new HttpClient(new Wire(_ => new TaskCompletionSource<HttpResponseMessage>().Task))
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = TimeSpan.FromMilliseconds(1),
        };

        await new AuditClient(http, Options()).Invoking(c => c.Me.GetAsync()).Should().ThrowExactlyAsync<AuditConnectionException>();
    }

    [Fact]
    public void Client_WithoutABaseAddress_IsNone()
    {
        using var http = new HttpClient();
        http.Invoking(h => new AuditClient(h, Options())).Should().Throw<ArgumentException>();
    }

    private static AuditClient Client(Fate fate) => new(new HttpClient(new Wire(fate)) { BaseAddress = new Uri("http://localhost") }, Options());

    private static AuditClientOptions Options() => new() { Token = _ => ValueTask.FromResult("t"), MaxRetries = 0 };
}
