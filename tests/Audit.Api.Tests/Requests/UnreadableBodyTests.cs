using System.Net;
using System.Text;

namespace Audit.Api.Tests.Requests;

public sealed class UnreadableBodyTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Valid = """{"title":"t","severity":"low"}""";
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[" + Valid + "]")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("""{"title":"t","severity":"low" """)]
    [InlineData("""{"title":"t","severity":"low",}""")]
    [InlineData("""{"title":"t","severity":"low","source_anomaly_ids":["a",]}""")]
    [InlineData("""{"title":"t" "severity":"low"}""")]
    [InlineData("""{"title":"t",,"severity":"low"}""")]
    [InlineData("""{"title":"t"/* no */,"severity":"low"}""")]
    [InlineData("// no\n" + Valid)]
    [InlineData(Valid + "// no")]
    [InlineData(Valid + "x")]
    [InlineData(Valid + Valid)]
    [InlineData(Valid + ",")]
    [InlineData(Valid + "\0")]
    [InlineData("\0" + Valid)]
    [InlineData("{'title':'t','severity':'low'}")]
    [InlineData("{title:\"t\",severity:\"low\"}")]
    [InlineData("""{"title":"t","severity":"low","x":NaN}""")]
    [InlineData("""{"title":"t","severity":"low","x":+1}""")]
    [InlineData("""{"title":"t","severity":"low","x":01}""")]
    [InlineData("""{"title":"t","severity":"low","x":.5}""")]
    [InlineData("""{"title":"t","severity":"low","x":0x1}""")]
    [InlineData("""{"title":"t","severity":"low","x":True}""")]
    [InlineData("""{"title":"t","severity":"low","x":"\x41"}""")]
    [InlineData("""{"title":"t","severity":"low","x":"\u12"}""")]
    [InlineData("{\"title\":\"two\nlines\",\"severity\":\"low\"}")]
    [InlineData("{\"title\":\"tab\there\",\"severity\":\"low\"}")]
    [InlineData("{\"title\":\"nul\0\",\"severity\":\"low\"}")]
    [InlineData("""{"\ud800":1,"title":"t","severity":"low"}""")]
    [InlineData("title=t&severity=low")]
    [InlineData("<title>t</title>")]
    public async Task Open_WithABodyThatIsNoJsonObject_IsRefused(string body)
    {
        using var response = await Analyst.OpenAsync(body);

        await ShouldBeMalformed(response);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"type":"t","severity":"low","description":"d"}""")]
    [InlineData("""[{"type":"t","severity":"low","description":"d"},]""")]
    [InlineData("""[{"type":"t","severity":"low","description":"d"}]]""")]
    [InlineData("""[{"type":"t","severity":"low","description":"d"}""")]
    public async Task ReportMany_WithABodyThatIsNoJsonArray_IsRefused(string body)
    {
        using var detector = api.Detector(_tenant);

        using var response = await detector.CallAsync("POST", Paths.Batch, body);

        await ShouldBeMalformed(response);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xE0, 0x80, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })]
    [InlineData(new byte[] { 0xE5, 0xBC })]
    public async Task Open_WithBytesThatAreNoUtf8_IsRefused(byte[] bytes)
    {
        byte[] inValue = [.. "{\"title\":\"t"u8, .. bytes, .. "\",\"severity\":\"low\"}"u8];
        byte[] inUnknown = [.. "{\"title\":\"t\",\"severity\":\"low\",\"x\":\""u8, .. bytes, .. "\"}"u8];

        foreach (var body in new[] { inValue, inUnknown })
        {
            using var response = await Analyst.OpenAsync(Responses.Body(body));
            await ShouldBeMalformed(response);
        }
    }

    [Fact]
    public async Task Open_WithAByteOrderMark_PassesOverIt()
    {
        using var one = await Analyst.OpenAsync("\ufeff" + Valid);
        using var two = await Analyst.OpenAsync("\ufeff\ufeff" + Valid);
        using var alone = await Analyst.OpenAsync("\ufeff");

        one.StatusCode.Should().Be(HttpStatusCode.Created);
        await two.ProblemAsync(HttpStatusCode.BadRequest, "error.malformed_body");
        await alone.ProblemAsync(HttpStatusCode.BadRequest, "error.malformed_body");
    }

    [Fact]
    public async Task Open_WithUtf16_IsRefused()
    {
        using var response = await Analyst.OpenAsync(Responses.Body([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Valid)]));

        await ShouldBeMalformed(response);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[{\"a\":[")]
    public async Task Open_WithEndlessNesting_IsRefused(string one)
    {
        var deep = string.Concat(Enumerable.Repeat(one, 100_000 / one.Length));

        using var outermost = await Analyst.OpenAsync(deep);
        using var inUnknown = await Analyst.OpenAsync($$"""{"title":"t","severity":"low","x":{{deep}}""");
        using var inKnown = await Analyst.OpenAsync($$"""{"title":"t","severity":"low","source_anomaly_ids":{{deep}}""");

        await ShouldBeMalformed(outermost);
        await ShouldBeMalformed(inUnknown);
        await ShouldBeMalformed(inKnown);
    }

    [Fact]
    public async Task Open_WithMoreThan64Levels_IsRefused()
    {
        static string Levels(int count) => $$"""{"title":"t","severity":"low","x":{{new string('[', count - 1)}}{{new string(']', count - 1)}}}""";

        using var more = await Analyst.OpenAsync(Levels(65));
        await ShouldBeMalformed(more);

        using var most = await Analyst.OpenAsync(Levels(64));
        most.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Open_WithWhiteSpaceAroundTheBody_IsDone()
    {
        using var response = await Analyst.OpenAsync($" \r\n\t{Valid}\n ");

        response.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("application/json; v=1")]
    public async Task Open_AsJson_IsRead(string contentType)
    {
        using var response = await Analyst.OpenAsync(Responses.Body(Valid, contentType));

        response.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/problem+json")]
    [InlineData("application/*")]
    [InlineData("*/*")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task Open_AsAnythingElse_IsUnsupported(string? contentType)
    {
        using var response = await Analyst.OpenAsync(Responses.Body(Valid, contentType));

        await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type");
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(0);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("application/json, text/plain")]
    [InlineData(";")]
    public async Task Open_WithAContentTypeThatIsNone_IsUnsupported(string contentType)
    {
        var body = Responses.Body(Valid, null);
        body.Headers.TryAddWithoutValidation("Content-Type", contentType).Should().BeTrue();

        using var response = await Analyst.OpenAsync(body);

        await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type");
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("br", false)]
    [InlineData("identity, gzip", false)]
    [InlineData("identity", true)]
    public async Task Open_WithAContentCoding_IsUnsupportedUnlessItIsNone(string coding, bool accepted)
    {
        var body = Responses.Body(Valid);
        body.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        using var response = await Analyst.OpenAsync(body);

        response.StatusCode.Should().Be(accepted ? HttpStatusCode.Created : HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    public async Task Open_WithoutABody_IsMalformedWhateverItsType(string? contentType)
    {
        using var response = await Analyst.OpenAsync(Responses.Body("", contentType));

        await ShouldBeMalformed(response);
    }

    private async Task ShouldBeMalformed(HttpResponseMessage response)
    {
        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.malformed_body");
        problem["errors"]!.ToJsonString().Should().Be("[]");
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(0);
        StoreFile.Count(api.DatabaseFile, "anomalies", _tenant).Should().Be(0);
    }
}
