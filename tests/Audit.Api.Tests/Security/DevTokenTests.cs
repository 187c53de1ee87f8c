using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Audit.Api.Tests.Security;

public sealed class DevTokenTests
{
    private const string Everything = """{"tenant_id":"tnt_a","sub":"dev-1","roles":["admin"],"scope":"audit:ingest","name":"王 Dev"}""";

    [Fact]
    public async Task Post_InDevelopment_GivesATokenThatWorksForAnHour()
    {
        await using var api = SecuredApi.InDevelopment();
        using var client = api.CreateClient();

        using var response = await PostAsync(client, Everything);

        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Headers.CacheControl!.ToString().Should().Be("no-store");
        var answer = await response.JsonAsync();
        answer.AsObject().Select(p => p.Key).Should().Equal("access_token", "token_type", "expires_in");
        ((string?)answer["token_type"]).Should().Be("Bearer");
        ((int?)answer["expires_in"]).Should().Be(3600);
        var token = (string)answer["access_token"]!;
        (await client.WriteAsync(token)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await client.ReportAsync(token)).StatusCode.Should().Be(HttpStatusCode.Created);
        api.Clock.Advance(TimeSpan.FromMinutes(61));
        await (await client.ReadAsync(token)).ShouldBeInvalidTokenAsync();
    }

    [Fact]
    public async Task Post_WhenNoRightsAreAskedFor_GivesATokenWithout()
    {
        await using var api = SecuredApi.InDevelopment();
        using var client = api.CreateClient();

        using var response = await PostAsync(client, """{"tenant_id":"tnt_a","sub":"dev-1","roles":null}""");

        await (await client.ReadAsync((string?)(await response.JsonAsync())["access_token"])).ShouldBeDeniedAsync();
    }

    [Fact]
    public async Task Post_WhenAnotherProcessMadeTheToken_IsRefused()
    {
        await using var one = SecuredApi.InDevelopment();
        await using var other = SecuredApi.InDevelopment();
        using var client = one.CreateClient();
        using var response = await PostAsync(client, Everything);
        using var otherClient = other.CreateClient();

        await (await otherClient.ReadAsync((string?)(await response.JsonAsync())["access_token"])).ShouldBeInvalidTokenAsync();
    }

    [Theory]
    [InlineData("""{}""", "tenant_id:required sub:required")]
    [InlineData("""{"tenant_id":null,"sub":" "}""", "tenant_id:required sub:required")]
    [InlineData("""{"tenant_id":7,"sub":["x"],"roles":"admin","scope":{},"name":true}""", "tenant_id:format sub:format roles:format scope:format name:format")]
    [InlineData("""{"tenant_id":"t","sub":"a\u0001b","roles":["admin",1,null]}""", "sub:format roles[1]:format roles[2]:required")]
    [InlineData("""{"tenant_id":"t","sub":"\ud800"}""", "sub:format")]
    [InlineData("""{"tenant_id":"t","sub":"<129>"}""", "sub:max_length")]
    public async Task Post_WhenFieldsAreWrong_NamesThemAll(string body, string broken)
    {
        await using var api = SecuredApi.InDevelopment();
        using var client = api.CreateClient();

        using var response = await PostAsync(client, body.Replace("<129>", new string('x', 129), StringComparison.Ordinal));

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem.Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"sub":"a","sub":"b","tenant_id":"t"}""")]
    public async Task Post_WhenBodyIsUnreadable_IsMalformed(string body)
    {
        await using var api = SecuredApi.InDevelopment();
        using var client = api.CreateClient();

        using var response = await PostAsync(client, body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "error.malformed_body");
    }

    [Fact]
    public async Task Post_WhenBodyIsNoJson_IsUnsupported()
    {
        await using var api = SecuredApi.InDevelopment();
        using var client = api.CreateClient();
        using var form = new FormUrlEncodedContent([new("tenant_id", "t"), new("sub", "s")]);

        using var response = await client.PostAsync("/dev/token", form);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "error.unsupported_media_type");
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", 200)]
    [InlineData("127.0.0.1", "LOCALHOST:5080", 200)]
    [InlineData("127.8.9.1", "127.0.0.1:5080", 200)]
    [InlineData("::1", "[::1]:5080", 200)]
    [InlineData("::ffff:127.0.0.1", "localhost:1", 200)]
    [InlineData("10.0.0.7", "localhost", 404)]
    [InlineData("2001:db8::1", "localhost", 404)]
    [InlineData("::ffff:10.0.0.7", "localhost", 404)]
    [InlineData("127.0.0.1", "audit.example", 404)]
    [InlineData("127.0.0.1", "localhost.evil.example", 404)]
    [InlineData("127.0.0.1", "127.0.0.1.nip.io", 404)]
    [InlineData("127.0.0.1", "127.1", 404)]
    [InlineData("127.0.0.1", "", 404)]
    public async Task Post_WhenCallerOrHostIsElsewhere_IsNotFound(string peer, string host, int status)
    {
        await using var api = SecuredApi.InDevelopment();

        var context = await PostAsync(api, IPAddress.Parse(peer), host);

        context.Response.StatusCode.Should().Be(status);
        using var reader = new StreamReader(context.Response.Body);
        (await reader.ReadToEndAsync()).Should().Contain(status == 404 ? "error.route_not_found" : "access_token");
    }

    [Fact]
    public async Task Post_WhenThereIsAnIssuer_IsNotFound()
    {
        await using var issuer = await OidcServer.StartAsync(https: false);
        await using var api = SecuredApi.InDevelopment(issuer);

        (await PostAsync(api, IPAddress.Loopback, "localhost")).Response.StatusCode.Should().Be(404);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Post_OutsideDevelopment_IsNotFound(string environment)
    {
        await using var api = new SecuredApi(environment, SecuredApi.Settings(("Auth:Authority", "https://issuer.example"), ("Auth:Audience", "audit-api")));

        (await PostAsync(api, IPAddress.Loopback, "localhost")).Response.StatusCode.Should().Be(404);
    }

    [Fact]
    public async Task Document_InDevelopment_DoesNotMentionIt()
    {
        await using var api = SecuredApi.InDevelopment();
        using var client = api.CreateClient();

        (await client.GetStringAsync("/openapi/v1.json")).Should().NotContain("dev/token");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string body) =>
        client.PostAsync("/dev/token", new StringContent(body, Encoding.UTF8, "application/json"));

    private static Task<HttpContext> PostAsync(SecuredApi api, IPAddress peer, string host) => api.Server.SendAsync(context =>
    {
        context.Connection.RemoteIpAddress = peer;
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = "/dev/token";
        context.Request.Host = new HostString(host);
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(Everything));
    });
}
