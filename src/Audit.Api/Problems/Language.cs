using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Audit.Api.Problems;

/// <summary>The two languages that people read here.</summary>
public static class Language
{
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    public static IReadOnlyList<CultureInfo> All { get; } = [English, Chinese];

    /// <summary>The best of <c>Accept-Language</c> (RFC 9110 section 12.5.4): any <c>zh</c> is <c>zh-CN</c>, all else is <c>en</c>.</summary>
    public static CultureInfo Of(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var accepted)
            ? accepted.Where(a => a.Quality is not 0).OrderByDescending(a => a.Quality ?? 1).Select(a => Known(a.Value.AsSpan())).FirstOrDefault(c => c is not null) ?? English
            : English;

    private static CultureInfo? Known(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOf('-');
        var language = end < 0 ? tag : tag[..end];
        return language.Equals("zh", StringComparison.OrdinalIgnoreCase) ? Chinese
            : language.Equals("en", StringComparison.OrdinalIgnoreCase) || language is "*" ? English
            : null;
    }
}
