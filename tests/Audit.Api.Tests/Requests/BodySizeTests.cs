using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Audit.Api.Tests.Requests;

/// <summary>A body's length may be told before it or found out; the real server has a limit of its own as well.</summary>
public sealed class BodySizeTests(AuditApi api) : IClassFixture<AuditApi>
{
    private const int Default = 256 * 1024;
    private const int Batch = 4 * 1024 * 1024;
    private const string Incident = """{"title":"t","severity":"low"}""";
    private const string Reports = """[{"type":"t","severity":"low","description":"d"}]""";
    private readonly string _tenant = Tenants.Fresh();

    [Theory]
    [InlineData(Default, false, HttpStatusCode.Created)]
    [InlineData(Default, true, HttpStatusCode.Created)]
    [InlineData(Default + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Default + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Batch + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Batch + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Open_WithABodyAroundTheLimit_IsJudgedByItsBytes(int bytes, bool chunked, HttpStatusCode status)
    {
        using var analyst = api.Analyst(_tenant);

        using var response = await analyst.OpenAsync(Padded(Incident, bytes, chunked));

        await ShouldBe(response, status);
    }

    [Theory]
    [InlineData(Default + 1, false, HttpStatusCode.Created)]
    [InlineData(Batch, false, HttpStatusCode.Created)]
    [InlineData(Batch, true, HttpStatusCode.Created)]
    [InlineData(Batch + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Batch + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task ReportMany_WithABodyAroundItsLimit_IsJudgedByItsBytes(int bytes, bool chunked, HttpStatusCode status)
    {
        using var detector = api.Detector(_tenant);

        using var response = await detector.CallAsync("POST", Paths.Batch, Padded(Reports, bytes, chunked));

        await ShouldBe(response, status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_WithATooLargeBodyOfAnotherType_IsTooLarge(bool chunked)
    {
        using var analyst = api.Analyst(_tenant);
        var body = Padded("no JSON", Default + 1, chunked);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/plain");

        using var response = await analyst.OpenAsync(body);

        await ShouldBe(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Open_OnTheRealServerWithABodyAroundTheLimit_IsJudgedByItsBytes()
    {
        using var real = new AuditApi();
        real.UseKestrel(0);
        using var analyst = real.Analyst(_tenant);
        using var atLimit = await analyst.OpenAsync(Padded(Incident, Default, chunked: false));
        using var atLimitInChunks = await analyst.OpenAsync(Padded(Incident, Default, chunked: true));
        var token = analyst.DefaultRequestHeaders.Authorization!;

        var told = await RawConnection.ExchangeAsync(analyst.BaseAddress!, Head(token, $"Content-Length: {Default + 1}"));
        var foundOut = await RawConnection.ExchangeAsync(
            analyst.BaseAddress!, Head(token, "Transfer-Encoding: chunked") + $"{Default + 1:x}\r\n{Incident.PadRight(Default + 1)}\r\n0\r\n\r\n");

        atLimit.StatusCode.Should().Be(HttpStatusCode.Created);
        atLimitInChunks.StatusCode.Should().Be(HttpStatusCode.Created);
        foreach (var answer in new[] { told, foundOut })
        {
            answer.Should().StartWith("HTTP/1.1 413 ").And.Contain("Content-Type: application/problem+json").And.Contain("\"i18n_key\":\"error.body_too_large\"");
        }

        StoreFile.Count(real.DatabaseFile, "incidents", _tenant).Should().Be(2);
    }

    private static string Head(AuthenticationHeaderValue token, string length) =>
        $"POST {Paths.Incidents} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {token}\r\nContent-Type: application/json\r\n{length}\r\n\r\n";

    private async Task ShouldBe(HttpResponseMessage response, HttpStatusCode status)
    {
        if (status == HttpStatusCode.Created)
        {
            response.StatusCode.Should().Be(status, await response.Content.ReadAsStringAsync());
            return;
        }

        await response.ProblemAsync(status, "error.body_too_large");
        StoreFile.Count(api.DatabaseFile, "history", _tenant).Should().Be(0);
    }

    /// <summary>The text and so much white space behind it that it has that many bytes.</summary>
    private static HttpContent Padded(string json, int bytes, bool chunked)
    {
        var padded = Encoding.ASCII.GetBytes(json.PadRight(bytes));
        // a stream that can't be measured goes out in chunks
        HttpContent content = chunked ? new StreamContent(new Unmeasured(padded)) : new ByteArrayContent(padded);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
