using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Audit.Domain.Common;
using Microsoft.Net.Http.Headers;

namespace Audit.Api.Problems;

/// <summary>The pages that <c>type</c> points to: what each error means and what to do about it.</summary>
public static class ErrorPages
{
    private const string Index = "";

    /// <summary>The catalogue times the languages and no more, so nothing ever has to leave.</summary>
    private static readonly ConcurrentDictionary<(string Slug, CultureInfo Language), byte[]> s_pages = new();

    /// <summary>Serves <c>/errors</c>, the list of all errors and field rules, and <c>/errors/{slug}</c>. Neither needs a token.</summary>
    public static IEndpointRouteBuilder MapErrorPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/errors").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("", (HttpContext context) => Show(context, Index, "../errors"));
        pages.MapGet("{slug}", (string slug, HttpContext context) =>
            ErrorCatalogue.BySlug(slug) is null ? Results.NotFound() : Show(context, slug, "../" + slug));
        return endpoints;
    }

    // Behind a slash the relative links of a page would lead astray; unslashed is the page as seen from there.
    private static IResult Show(HttpContext context, string slug, string unslashed)
    {
        if (context.Request.Path.Value is [.., '/'])
        {
            return Results.Redirect(unslashed, permanent: true);
        }

        var language = Language.Of(context.Request);
        var headers = context.Response.Headers;
        headers.ContentLanguage = language.Name;
        headers.Vary = HeaderNames.AcceptLanguage;
        headers.CacheControl = "public, max-age=3600";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(s_pages.GetOrAdd((slug, language), static page => new Html(page.Language).Page(page.Slug)), "text/html; charset=utf-8");
    }

    private sealed class Html(CultureInfo language)
    {
        private const string Style = """
            :root { color-scheme: light dark; --text: #1b2430; --soft: #586374; --line: #d8dde5; --code: #eef1f5; --link: #0a58c2; --back: #fff }
            @media (prefers-color-scheme: dark) { :root { --text: #dde3ea; --soft: #98a3b3; --line: #333c48; --code: #222a35; --link: #7fb2ff; --back: #12171e } }
            body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.6 system-ui, sans-serif }
            main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem }
            h1 { font-size: 1.7rem; line-height: 1.25; margin: .2rem 0 1rem }
            h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
            a { color: var(--link) }
            code { font: .9em ui-monospace, monospace; background: var(--code); border-radius: .25rem; padding: .1em .3em; overflow-wrap: anywhere }
            small, dt, header { color: var(--soft); font-size: .875rem }
            ul { list-style: none; padding: 0; margin: 0 }
            li, dl > div { padding: .5rem 0; border-top: 1px solid var(--line) }
            small { display: block }
            dl { margin: 0 0 1.5rem; border-bottom: 1px solid var(--line) }
            dl > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem }
            dt { flex: 0 0 8rem }
            dd { flex: 1 1 16rem; margin: 0 }
            """;

        /// <summary>Chinese stays readable in the source; all that means something to HTML is escaped.</summary>
        private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

        public byte[] Page(string slug)
        {
            var error = ErrorCatalogue.BySlug(slug);
            var title = error is null ? Text("page.index_title") : Encode(ErrorTexts.Title(error, language));
            return Encoding.UTF8.GetBytes($"""
                <!doctype html>
                <html lang="{language.Name}">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>{title} · {Text("page.service")}</title>
                <style>
                {Style}
                </style>
                </head>
                <body>
                <main>
                <header>{Text("page.service")}</header>
                <h1>{title}</h1>
                {(error is null ? AllErrors() : OneError(error))}
                </main>
                </body>
                </html>

                """);
        }

        private string AllErrors() => $"""
            <p>{Marked(ErrorTexts.Text("page.index_intro", language))}</p>
            {Lines(ErrorCatalogue.All.GroupBy(ClassOf).Select(Class))}
            {Rules()}
            """;

        private string Class(IGrouping<int, Error> errors) => string.Create(CultureInfo.InvariantCulture, $"""
            <h2>{Text($"class.{errors.Key:00}")}</h2>
            <ul>
            {Lines(errors.Select(Entry))}
            </ul>
            """);

        private string Entry(Error error) => string.Create(CultureInfo.InvariantCulture, $"""
            <li><a href="errors/{Encode(error.Slug)}">{Encode(ErrorTexts.Title(error, language))}</a>
            <small>{error.Status} · <code>{error.Code}</code> · <code>{Encode(error.Key)}</code></small></li>
            """);

        private string OneError(Error error) => string.Create(CultureInfo.InvariantCulture, $"""
            <dl>
            <div><dt>{Text("page.status")}</dt><dd>{error.Status}</dd></div>
            <div><dt>{Text("page.code")}</dt><dd><code>{error.Code}</code></dd></div>
            <div><dt>{Text("page.key")}</dt><dd><code>{Encode(error.Key)}</code></dd></div>
            </dl>
            {Lines(ErrorTexts.Help(error, language).Split("\n\n").Select(paragraph => $"<p>{Marked(paragraph)}</p>"))}
            {(error.Key == ErrorKeys.InvalidRequest ? Rules() : "")}
            <p><a href="../errors">{Text("page.all")}</a></p>
            """);

        private string Rules() => $"""
            <h2>{Text("page.rules_title")}</h2>
            <p>{Marked(ErrorTexts.Text("page.rules_intro", language))}</p>
            <dl>
            {Lines(ViolationCodes.All.Select(code => $"<div><dt><code>{code}</code></dt><dd>{Marked(ErrorTexts.Text($"rule.{code}.help", language))}</dd></div>"))}
            </dl>
            """;

        /// <summary>The two digits of the code that name its class.</summary>
        private static int ClassOf(Error error) => error.Code / 1000 % 100;

        private string Text(string name) => Encode(ErrorTexts.Text(name, language));

        /// <summary>What stands between backticks is code.</summary>
        private static string Marked(string text) =>
            string.Concat(text.Split('`').Select((part, i) => i % 2 == 0 ? Encode(part) : $"<code>{Encode(part)}</code>"));

        private static string Encode(string text) => s_encoder.Encode(text);

        private static string Lines(IEnumerable<string> parts) => string.Join('\n', parts);
    }
}
