namespace Audit.Api.Tests.Requests;

/// <summary>Answers as they are on the connection.</summary>
public sealed class WireBytesTests : ServedApi
{
    /// <summary>Different each time, or about the body that is left away.</summary>
    private static readonly string[] s_own = ["Date", "X-Request-Id", "Transfer-Encoding"];

    [Fact]
    public async Task Head_OfAnyAnswer_HasTheHeadersOfItsGetAndNoBody()
    {
        var thing = Paths.Incident((string)(await Api.GivenIncident(Tenant))["id"]!);

        foreach (var path in new[] { thing, thing + "/timeline", Paths.Incidents, Paths.Incidents + "/stats", "/admin/audit/me", "/admin/audit/history" })
        {
            var got = await SendAsync("GET", path);
            var asked = await SendAsync("HEAD", path);

            asked.Should().EndWith("\r\n\r\n").And.NotContain("{");
            Headers(asked).Should().Equal(Headers(got)).And.Contain("Content-Type: application/json; charset=utf-8").And.Contain("HTTP/1.1 200 OK");
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Get_WhenTheCallerHasThatVersion_HasNoBodyAndNothingAboutOne(string method)
    {
        var thing = Paths.Incident((string)(await Api.GivenIncident(Tenant))["id"]!);

        var answer = await SendAsync(method, thing, "If-None-Match: \"1\"");

        answer.Should().StartWith("HTTP/1.1 304 ").And.EndWith("\r\n\r\n").And.Contain("ETag: \"1\"");
        answer.Should().NotContainAny("\r\nContent-Type:", "\r\nTransfer-Encoding:", "\r\nContent-Length:", "{");
    }

    private static List<string> Headers(string answer) =>
        [.. answer.Split("\r\n\r\n")[0].Split("\r\n").Where(l => !Array.Exists(s_own, o => l.StartsWith(o + ":", StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    private Task<string> SendAsync(string method, string target, params string[] lines) =>
        RawConnection.ExchangeAsync(
            Analyst.BaseAddress!,
            string.Join("\r\n", [$"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close", $"Authorization: {Analyst.DefaultRequestHeaders.Authorization}", .. lines, "", ""]));
}
