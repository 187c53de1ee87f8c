using System.Net;
using System.Text.Json.Nodes;
using Audit.Trials.Crashing;

namespace Audit.Trials.Tests.Crashing;

/// <summary>A service that says what its file doesn't is found out.</summary>
public sealed class ServiceChecksTests(WrittenStore written) : IClassFixture<WrittenStore>
{
    private HttpClient Honest => written.Instance[WrittenStore.Tenant];

    [Fact]
    public async Task Checks_OfTheService_FindNothing()
    {
        var report = new TrialReport();
        var checks = Checks(Honest, report);
        await checks.MakeAsync();
        await checks.CheckAnswersAsync(written.Ledgers[0]);

        report.Shown.Should().BeEmpty();
        report[Judge.Checks].Should().BeGreaterThan(60);
    }

    [Theory]
    [InlineData("history/verify", "data.valid", "false", "*entries of * valid and says*")]
    [InlineData("history/verify", "data.checked", "1", "*entries of * valid and says*")]
    [InlineData("history/verify", "data.last_hash", "\"0\"", "*entries of * valid and says*")]
    [InlineData("incidents?page_size=1", "total", "0", "*the total of /admin/audit/incidents of * should be * and is 0*")]
    [InlineData("anomalies?page_size=1&status=open", "total", "9999", "*the total of /admin/audit/anomalies of * should be * and is 9999*")]
    [InlineData("incidents/stats", "data.by_status.open", "9999", "*by_status of /admin/audit/incidents of open should be * and is 9999*")]
    [InlineData("anomalies/stats", "data.by_severity.high", "9999", "*by_severity of /admin/audit/anomalies of high should be * and is 9999*")]
    [InlineData("incidents/stats", "data.by_day", "[]", "*by_day of /admin/audit/incidents should have * created and has 0*")]
    [InlineData("incidents?page_size=100&cursor", "items", "[]", "*incidents of * should list its * rows, * and lists 0*")]
    [InlineData("anomalies?page_size=100&cursor", "items.0.status", "\"other\"", "*anomalies of * should list its * rows* and lists *Status = other*")]
    [InlineData("incidents?page_size=100&page", "items", "[]", "*page 1 of /admin/audit/incidents of * should end its list*")]
    [InlineData("incidents?search", "items", "[]", "*a search for * should find inc_* alone and finds *")]
    [InlineData("anomalies?search", "items.0.id", "\"other\"", "*a search for * should find ano_* alone and finds other*")]
    public async Task Checks_WhenTheServiceSaysOtherwise_FindIt(string path, string member, string value, string finding)
    {
        var report = new TrialReport();
        using var liar = Between.Liar(Honest, path, answer => Set(answer, member, JsonNode.Parse(value)));

        await Checks(liar, report).MakeAsync();

        report.Shown.Should().ContainMatch(finding);
    }

    [Theory]
    [InlineData("/admin/audit/", "data.updated_at", "*should still be * and is *other*")]
    [InlineData("/a", "data.id", "*was answered with *once more it should be the same, replayed, and was *other*")]
    public async Task CheckAnswers_WhenTheyAreNotTheSame_FindsIt(string path, string member, string finding)
    {
        var report = new TrialReport();
        using var liar = Between.Liar(Honest, path, answer => Set(answer, member, JsonValue.Create("other")));

        await Checks(liar, report).CheckAnswersAsync(written.Ledgers[0]);

        report.Shown.Should().ContainMatch(finding);
    }

    [Fact]
    public async Task CheckAnswers_WhenNothingIsReplayed_FindsIt()
    {
        var report = new TrialReport();
        using var forgetful = Between.Caller(Honest, async (_, send) =>
        {
            var response = await send();
            response.Headers.Remove("Idempotency-Replayed");
            return response;
        });

        await Checks(forgetful, report).CheckAnswersAsync(written.Ledgers[0]);

        report.Shown.Should().ContainMatch("*once more it should be the same, replayed, and was *");
    }

    [Fact]
    public async Task Checks_WhenTheServiceDoesNotAnswer_SaySo()
    {
        using var refusing = Between.Scripted(HttpStatusCode.ServiceUnavailable, "{}");

        var checking = () => Checks(refusing, new TrialReport()).MakeAsync();

        await checking.Should().ThrowAsync<UnansweredException>().WithMessage("GET /admin/audit/history/verify should be answered and was with 503*");
    }

    private ServiceChecks Checks(HttpClient client, TrialReport report) => new(client, written.Unchanged(), WrittenStore.Tenant, new Judge(report, "here"));

    private static void Set(JsonNode answer, string member, JsonNode? value)
    {
        var path = member.Split('.');
        JsonNode? holder = answer;
        foreach (var step in path[..^1])
        {
            holder = holder is JsonArray list ? list.ElementAtOrDefault(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)) : holder?[step];
        }

        if (holder is JsonObject found)
        {
            found[path[^1]] = value?.DeepClone();
        }
    }
}
