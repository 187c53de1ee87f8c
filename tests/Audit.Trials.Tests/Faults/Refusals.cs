using System.Net;
using System.Text;
using Audit.Trials.Faults;

namespace Audit.Trials.Tests.Faults;

/// <summary>Answers of a service whose store can't be used, and who judges them.</summary>
internal static class Refusals
{
    public const string Right = """{"status":503,"code":30109002,"i18n_key":"error.store_unavailable","retry_after":2}""";

    public static HttpResponseMessage Answer(HttpStatusCode status, string text, string type = "application/problem+json", int? retryAfter = 2)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, type) };
        if (retryAfter is { } seconds)
        {
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        }

        return response;
    }

    /// <summary>Who is to be told of a situation that binds from its begin.</summary>
    public static AnswerJudge Judge(TrialReport report, Expectation expectation) =>
        new(report, new Situation("here", expectation, TimeSpan.Zero), TimeSpan.FromMinutes(1));
}
