using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Audit.Api.Tests.OpenApi;

public sealed class DocsPageTests(DocsPageTests.Gateway gateway) : IClassFixture<DocsPageTests.Gateway>
{
    private const string Prefix = "/audit/api/v1";

    [Theory]
    [InlineData("")]
    [InlineData(Prefix)]
    public async Task Get_AtTheRootAndUnderAPrefix_LeadsToAPageThatFindsTheDocument(string prefix)
    {
        using var client = gateway.Api.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var redirect = await client.GetAsync(new Uri(prefix + "/docs", UriKind.Relative));
        redirect.StatusCode.Should().Be(HttpStatusCode.MovedPermanently);
        redirect.Headers.Location!.IsAbsoluteUri.Should().BeFalse();
        var page = new Uri(new Uri("http://localhost" + prefix + "/docs"), redirect.Headers.Location);
        page.AbsolutePath.Should().Be(prefix + "/docs/index.html");

        var html = await client.GetStringAsync(page);
        var script = await client.GetStringAsync(new Uri(page, "index.js"));

        html.Should().Contain("<title>Audit API</title>");
        var document = Regex.Match(script, "\"url\":\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["url"].Value;
        new Uri(page, document).AbsolutePath.Should().Be(prefix + "/openapi/v1.json");
    }

    [Theory]
    [InlineData("index.html", "text/html")]
    [InlineData("index.js", "application/javascript")]
    [InlineData("swagger-ui-bundle.js", "text/javascript")]
    [InlineData("swagger-ui.css", "text/css")]
    public async Task Get_OfItsFiles_CarriesTheHeadersOfAClosedPage(string file, string type)
    {
        using var client = gateway.Api.CreateClient();
        using var response = await client.GetAsync(new Uri("/docs/" + file, UriKind.Relative));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be(type);
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe-eval");
    }

    [Fact]
    public async Task Get_OfItsPage_HasNoScriptInLineAndNothingFromElsewhere()
    {
        using var client = gateway.Api.CreateClient();
        var html = await client.GetStringAsync(new Uri("/docs/index.html", UriKind.Relative));

        html.Should().NotContain("://");
        Regex.IsMatch(html, "<script(?![^>]*\\bsrc=)", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)).Should().BeFalse();
    }

    [Fact]
    public async Task Get_OfAFileItHasNot_IsAnUnknownRoute()
    {
        using var client = gateway.Api.CreateClient();
        using var response = await client.GetAsync(new Uri("/docs/no-such-file", UriKind.Relative));

        await response.ProblemAsync(HttpStatusCode.NotFound, "error.route_not_found");
    }

    /// <summary>The service, served at the root and under a prefix.</summary>
    public sealed class Gateway : IDisposable
    {
        public AuditApi Api { get; } = new(null, ("Api:PathBase", Prefix));

        public void Dispose() => Api.Dispose();
    }
}
