using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Processes;

/// <summary>What a process writes to its standard output.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Log_WhenTheProcessIsTerminated_HasALineForEachRequestAnswered()
    {
        const int Requests = 300;
        await using var service = await StartAsync();
        using var client = await service.SignedInAsync("usr_log");

        await Task.WhenAll(Enumerable.Range(0, Requests).Select(async i =>
        {
            using var response = await client.CallAsync("GET", "/admin/audit/me", null, ("X-Request-Id", $"request-{i}"));
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }));
        (await service.TerminateAsync()).Should().Be(0);

        Answered(service).Where(id => id.StartsWith("request-", StringComparison.Ordinal)).Should().BeEquivalentTo(Enumerable.Range(0, Requests).Select(i => $"request-{i}"));
    }

    [Fact]
    public async Task Log_OfARequestThatEndsWhileTheProcessDoes_IsWritten()
    {
        const string Body = """{"title":"t","severity":"low"}""";
        await using var service = await StartAsync();
        using var client = await service.SignedInAsync("usr_log");
        using var connection = new TcpClient();
        await connection.ConnectAsync(service.Address.Host, service.Address.Port);
        using var reader = new StreamReader(connection.GetStream());
        await SendAsync(connection, $"POST {Paths.Incidents} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nX-Request-Id: last-one\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\n\r\n");
        (await reader.ReadLineAsync()).Should().StartWith("HTTP/1.1 100", "the body is asked for once the request is being worked on");

        var ended = service.TerminateAsync();
        await SendAsync(connection, Body);

        (await reader.ReadToEndAsync()).Should().Contain("HTTP/1.1 201");
        (await ended).Should().Be(0);
        Answered(service).Should().ContainSingle(id => id == "last-one");
    }

    [Fact]
    public async Task Start_WhenTheFormatterIsUnknown_RefusesAndNamesTheKey()
    {
        var (exitCode, output) = await ServiceProcess.RunAsync(_folder.Path, [.. Settings, ("Logging__Console__FormatterName", "xml")]);

        exitCode.Should().Be(1);
        output.Should().Contain("Logging:Console:FormatterName").And.NotContain("   at ");
    }

    private (string, string)[] Settings => [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + _folder.File("audit.db"))];

    /// <summary>The ids of the requests that have a line; every line that begins as JSON has to be some.</summary>
    private static List<string> Answered(ServiceProcess service) =>
        [.. service.Output.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!)
            .Where(l => ((string)l["Message"]!).Contains(" answered ", StringComparison.Ordinal))
            .Select(l => (string)l["Scopes"]!.AsArray().Single(s => s!["request_id"] is not null)!["request_id"]!)];

    private static async Task SendAsync(TcpClient connection, string text) => await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    private Task<ServiceProcess> StartAsync() =>
        ServiceProcess.StartAsync(_folder.Path, [.. Settings, ("Logging__Console__FormatterName", "json"), ("Logging__Console__FormatterOptions__IncludeScopes", "true"), ("RateLimiting__Enabled", "false")]);
}
