using System.Globalization;
using System.Net;

namespace Audit.Api.Tests.Requests;

/// <summary>What the in-memory server of the other tests leaves away: bytes on a connection.</summary>
public sealed class RealServerTests : ServedApi
{
    [Fact]
    public async Task Head_OfAThing_AnswersTheHeadersOfItsGet()
    {
        var path = Paths.Incident((string)(await Api.GivenIncident(Tenant))["id"]!);

        var got = await SendAsync("GET", path);
        var asked = await SendAsync("HEAD", path);
        var known = await SendAsync("HEAD", path, "If-None-Match: \"1\"");

        asked.Should().StartWith("HTTP/1.1 200 ").And.EndWith("\r\n\r\n");
        foreach (var header in new[] { "ETag", "Cache-Control", "Vary", "Content-Type", "X-Content-Type-Options" })
        {
            Header(asked, header).Should().Be(Header(got, header)).And.NotBeNull();
        }

        known.Should().StartWith("HTTP/1.1 304 ").And.EndWith("\r\n\r\n");
    }

    [Fact]
    public async Task Head_OfAListAndOfNothing_HaveNoBody()
    {
        (await SendAsync("HEAD", Paths.Incidents)).Should().StartWith("HTTP/1.1 200 ").And.EndWith("\r\n\r\n");
        (await SendAsync("HEAD", Paths.Incident(Paths.UnknownIncident))).Should().StartWith("HTTP/1.1 404 ").And.EndWith("\r\n\r\n");
        (await SendAsync("HEAD", "/nope")).Should().StartWith("HTTP/1.1 404 ").And.EndWith("\r\n\r\n");
    }

    [Theory]
    [InlineData("GET", Paths.Incidents)]
    [InlineData("GET", "/nope")]
    [InlineData("DELETE", Paths.Incidents)]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/errors/invalid-request")]
    public async Task Answer_OfAnyKind_SaysNothingAboutTheServer(string method, string path)
    {
        var answer = await SendAsync(method, path);

        Header(answer, "Server").Should().BeNull();
        Header(answer, "X-Powered-By").Should().BeNull();
        Header(answer, "X-Request-Id").Should().NotBeNull();
        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
    }

    [Fact]
    public async Task Head_BeyondWhatTheServerTakes_IsRefusedBeforeThereIsARequest()
    {
        (await SendAsync("GET", Paths.Incidents, [.. Enumerable.Range(0, 101).Select(i => $"X-{i}: 1")])).Should().StartWith("HTTP/1.1 431 ");
        (await SendAsync("GET", Paths.Incidents, "X-Long: " + new string('x', 33 * 1024))).Should().StartWith("HTTP/1.1 431 ");
        (await SendAsync("GET", "/" + new string('x', 9 * 1024))).Should().StartWith("HTTP/1.1 414 ");
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("80000000")]
    [InlineData("ffffffffffffffff")]
    public async Task Open_WithAChunkWhoseSizeIsNone_IsNoFaultOfTheService(string size)
    {
        var answer = await SendAsync("POST", Paths.Incidents, "Content-Type: application/json", "Transfer-Encoding: chunked", "", size, "{}", "0", "", "");

        answer.Should().StartWith("HTTP/1.1 400 ").And.Contain("error.malformed_body");
    }

    [Fact]
    public async Task Open_WithAnEmptyIdempotencyKey_IsDoneAsWithoutOne()
    {
        const string Body = """{"title":"t","severity":"low"}""";

        var answer = await SendAsync("POST", Paths.Incidents, "Idempotency-Key:", "Content-Type: application/json", $"Content-Length: {Body.Length}", "", Body);

        answer.Should().StartWith("HTTP/1.1 201 ");
    }

    [Fact]
    public async Task Answer_ToAnEmptyRequestId_HasOneOfItsOwn() =>
        Header(await SendAsync("GET", Paths.Incidents, "X-Request-Id:"), "X-Request-Id").Should().StartWith("req_");

    [Theory]
    [InlineData("/admin/audit/incidents/%00")]
    [InlineData("/admin/audit/incidents/\u00ff")]
    [InlineData("/admin/audit/incidents/%ff%fe")]
    [InlineData("/admin/audit/incidents/%2e%2e%2f%2e%2e")]
    [InlineData("/admin/audit/incidents/a%2Fb")]
    [InlineData("/admin/audit/incidents/%0d%0aX-Evil:1")]
    [InlineData("/admin/../admin/audit/incidents/x")]
    [InlineData("/%")]
    [InlineData("//")]
    [InlineData("/admin/audit/incidents?page=%00")]
    [InlineData("/admin/audit/incidents?&&==&%=%&page")]
    public async Task Answer_ToAnOddTarget_IsNoFaultOfTheService(string target)
    {
        var answer = await SendAsync("GET", target);

        var status = int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
        status.Should().BeInRange(200, 499);
        Header(answer, "X-Evil").Should().BeNull();
    }

    [Fact]
    public async Task Answer_ToAMethodThatThePathHasNot_NamesThoseItHas()
    {
        var answer = await SendAsync("PATCH", Paths.Incidents);

        answer.Should().StartWith("HTTP/1.1 405 ");
        Header(answer, "Allow")!.Split(',', StringSplitOptions.TrimEntries).Should().BeEquivalentTo("GET", "HEAD", "POST");
    }

    [Fact]
    public async Task Open_WithABodyThatEndsEarly_IsNoFaultOfTheServiceAndChangesNothing()
    {
        await RawConnection.CutAsync(Analyst.BaseAddress!, Request("POST", Paths.Incidents, "Content-Type: application/json", "Content-Length: 5000", "", """{"title":"t","""));

        using var response = await Analyst.GetAsync(Paths.Incidents);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        StoreFile.Count(Api.DatabaseFile, "incidents", Tenant).Should().Be(0);
    }

    private Task<string> SendAsync(string method, string target, params string[] lines) =>
        RawConnection.ExchangeAsync(Analyst.BaseAddress!, Request(method, target, lines));

    private string Request(string method, string target, params string[] lines)
    {
        var request = $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {Analyst.DefaultRequestHeaders.Authorization}\r\n" + string.Join("\r\n", lines);
        return Array.Exists(lines, l => l.Length == 0) ? request : request + (lines.Length == 0 ? "\r\n" : "\r\n\r\n");
    }

    private static string? Header(string answer, string name) =>
        answer.Split("\r\n\r\n")[0].Split("\r\n").Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim()).FirstOrDefault();
}
