using System.Net;

namespace Audit.Trials.Faults;

/// <summary>Asks how the service is, as those do who route to it.</summary>
internal sealed class Watch(AnswerJudge judge)
{
    public async Task AskReadyAsync(HttpClient client)
    {
        const string What = "GET /health/ready";
        var asked = judge.Ask();
        try
        {
            using var response = await client.GetAsync("/health/ready");
            var isReady = response.StatusCode == HttpStatusCode.OK;
            judge.Judge(What, asked, e => e.Ready, response, await response.Content.ReadAsStringAsync(), isReady);
            asked.Situation.Heard(isReady);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            judge.Unanswered(What, asked, e);
        }
    }

    public async Task AskLiveAsync(HttpClient client)
    {
        const string What = "GET /health/live";
        var asked = judge.Ask();
        try
        {
            using var response = await client.GetAsync("/health/live");
            judge.Report.Count(AnswerJudge.Judged);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                judge.Found(asked, $"{What} should be 200 and was answered with {(int)response.StatusCode}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            judge.Unanswered(What, asked, e);
        }
    }
}
