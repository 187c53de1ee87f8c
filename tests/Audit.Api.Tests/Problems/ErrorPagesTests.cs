using System.Net;
using System.Text.RegularExpressions;
using Audit.Api.Problems;
using Audit.Domain.Common;
using FluentAssertions;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace Audit.Api.Tests.Problems;

public sealed class ErrorPagesTests(ErrorPagesTests.Gateway gateway) : IClassFixture<ErrorPagesTests.Gateway>
{
    private const string Prefix = "/audit/api/v1";

    private static readonly Regex s_tag = Pattern("<[^>]+>");
    private static readonly Regex s_link = Pattern("href=\"[^\"]*\"");
    private static readonly Regex s_knownLink = Pattern("^href=\"(errors/[a-z-]+|[.][.]/errors)\"$");
    private static readonly Regex s_active = Pattern("<(script|img|link|iframe|form|base)|\\son[a-z]+=|url[(]|@import|javascript:");

    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var error in ErrorCatalogue.All)
            {
                pages.Add(error.Slug, "en");
                pages.Add(error.Slug, "zh-CN");
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Get_OfEachError_ExplainsItInTheLanguageAskedFor(string slug, string language)
    {
        var error = ErrorCatalogue.BySlug(slug)!;
        var culture = Language.All.Single(l => l.Name == language);

        using var response = await GetAsync("/errors/" + slug, language);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentLanguage.Should().Equal(language);
        var html = await response.Content.ReadAsStringAsync();
        html.Should().StartWith($"<!doctype html>\n<html lang=\"{language}\">");
        var text = Visible(html);
        text.Should().Contain(ErrorTexts.Title(error, culture))
            .And.Contain(error.Code.ToString("D8", null))
            .And.Contain(error.Key)
            .And.Contain(error.Status.ToString("D3", null));
        foreach (var paragraph in ErrorTexts.Help(error, culture).Replace("`", "", StringComparison.Ordinal).Split("\n\n"))
        {
            text.Should().Contain(paragraph);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Get_OfTheIndex_LinksToEveryErrorAndNamesEveryRule(string language)
    {
        var culture = Language.All.Single(l => l.Name == language);

        using var response = await GetAsync("/errors", language);

        var html = await response.Content.ReadAsStringAsync();
        foreach (var error in ErrorCatalogue.All)
        {
            html.Should().Contain($"<a href=\"errors/{error.Slug}\">");
            Visible(html).Should().Contain(ErrorTexts.Title(error, culture)).And.Contain(error.Key);
        }

        var rules = typeof(ViolationCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!);
        rules.Should().HaveCount(7).And.OnlyContain(r => html.Contains($"<code>{r}</code>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/errors")]
    [InlineData("/errors/invalid-request")]
    public async Task Get_OfAPage_CarriesTheHeadersOfAPublicDocument(string path)
    {
        using var response = await GetAsync(path, "en");

        response.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        response.Headers.Vary.Should().Equal("Accept-Language");
        response.Headers.CacheControl!.ToString().Should().Be("public, max-age=3600");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Content-Security-Policy").Should().Equal(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("en", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("ZH-cn", "zh-CN")]
    [InlineData("zh-TW", "zh-CN")]
    [InlineData("zh-Hans-CN", "zh-CN")]
    [InlineData("*", "en")]
    [InlineData("fr", "en")]
    [InlineData("zhx", "en")]
    [InlineData("fr, zh;q=0.1", "zh-CN")]
    [InlineData("en;q=0.5, zh;q=0.8", "zh-CN")]
    [InlineData("zh;q=0.5, en;q=0.8", "en")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8,en-GB;q=0.7", "zh-CN")]
    [InlineData("zh;q=0", "en")]
    [InlineData("zh;q=0.000, *;q=0.5", "en")]
    [InlineData("en;q=0, zh;q=0.2", "zh-CN")]
    [InlineData("*;q=0.1, zh;q=0.2", "zh-CN")]
    [InlineData("en, zh", "en")]
    [InlineData("zh, en", "zh-CN")]
    [InlineData(";;;q=", "en")]
    public async Task Get_WithAcceptLanguage_SpeaksTheBestLanguageThereIs(string? accepted, string expected)
    {
        using var response = await GetAsync("/errors/internal", accepted);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentLanguage.Should().Equal(expected);
    }

    [Theory]
    [InlineData("/errors/no-such-error")]
    [InlineData("/errors/Internal")]
    [InlineData("/errors/internal/more")]
    [InlineData("/errors/%3Cscript%3E")]
    [InlineData("/errors/..%2Finternal")]
    public async Task Get_OfAnUnknownPage_IsTheProblemOfAnUnknownRoute(string path)
    {
        using var response = await GetAsync(path, "en");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await response.Content.ReadAsStringAsync()).Should().Contain("\"error.route_not_found\"");
    }

    [Theory]
    [InlineData("/errors/", "../errors")]
    [InlineData("/errors/internal/", "../internal")]
    [InlineData(Prefix + "/errors/internal/", "../internal")]
    public async Task Get_WithASlashBehind_LeadsToThePageWhoseLinksWork(string path, string target)
    {
        using var response = await GetAsync(path, "en");

        response.StatusCode.Should().Be(HttpStatusCode.MovedPermanently);
        response.Headers.Location!.OriginalString.Should().Be(target);
    }

    [Theory]
    [InlineData("/errors", "errors/internal", "/errors/internal")]
    [InlineData("/errors/internal", "../errors", "/errors")]
    [InlineData(Prefix + "/errors", "errors/internal", Prefix + "/errors/internal")]
    [InlineData(Prefix + "/errors/internal", "../errors", Prefix + "/errors")]
    public async Task Get_AtTheRootAndUnderAPrefix_LinksToPagesBesideIt(string path, string link, string target)
    {
        using var page = await GetAsync(path, "en");
        (await page.Content.ReadAsStringAsync()).Should().Contain($"<a href=\"{link}\">");

        var linked = new Uri(new Uri("http://localhost" + path), link).AbsolutePath;

        linked.Should().Be(target);
        using var response = await GetAsync(linked, "en");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_OfEveryPage_HasNothingThatRunsOrLoads()
    {
        foreach (var path in ErrorCatalogue.All.Select(e => "/errors/" + e.Slug).Prepend("/errors"))
        {
            using var response = await GetAsync(path, "zh-CN");
            var html = await response.Content.ReadAsStringAsync();

            s_active.IsMatch(html).Should().BeFalse(path);
            s_link.Matches(html).Select(m => m.Value).Should().OnlyContain(link => s_knownLink.IsMatch(link));
        }
    }

    /// <summary>What a reader sees, in the text's own spacing.</summary>
    private static string Visible(string html) => WebUtility.HtmlDecode(s_tag.Replace(html, ""));

    private async Task<HttpResponseMessage> GetAsync(string path, string? language)
    {
        using var client = gateway.Api.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (language is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        }

        return await client.SendAsync(request);
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The service, served at the root and under a prefix.</summary>
    public sealed class Gateway : IDisposable
    {
        public AuditApi Api { get; } = new(null, ("Api:PathBase", Prefix));

        public void Dispose() => Api.Dispose();
    }
}
