using System.Globalization;
using System.Text;
using Audit.Trials.Loading;

namespace Audit.Trials.Tests.Loading;

/// <summary>Requests and answers that nobody sent.</summary>
internal static class Sample
{
    public static Actor Actor() => new("a", "token", new Shelf("tnt_load"));

    public static Reply Reply(int status, string body, params string[] headers) => new(
        Ending.Whole,
        status,
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} \r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"),
        Encoding.UTF8.GetBytes(body));

    public static Reply Refusal(int status, string? retryAfter = "2", string said = ",\"retry_after\":2") => Reply(
        status,
        string.Create(CultureInfo.InvariantCulture, $$"""{"status":{{status}},"code":30109004{{said}}}"""),
        ["Content-Type: application/problem+json; charset=utf-8", .. retryAfter is null ? Array.Empty<string>() : ["Retry-After: " + retryAfter]]);
}
