using System.Net;
using Audit.Api.Tests.Requests;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Processes;

/// <summary>Retries and races between processes, as they are behind a gateway.</summary>
public sealed class RetryTests
{
    private const string Tenant = "tnt_log";
    private static readonly (string, string) s_development = ("ASPNETCORE_ENVIRONMENT", "Development");
    private static readonly (string, string) s_key = ("Idempotency-Key", "retry-1");

    [Fact]
    public async Task Retry_AfterTheProcessWasKilled_IsReplayedByTheNext()
    {
        using var folder = new TemporaryFolder();
        var settings = new[] { s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")) };
        string path, answered;
        await using (var service = await ServiceProcess.StartAsync(folder.Path, settings))
        {
            using var client = await service.SignedInAsync("usr_a");
            using var opened = await client.OpenAsync(new { title = "t", severity = "low" });
            path = opened.Header("Location") + "/comment";
            using var first = await client.CallAsync("POST", path, new { content = "once" }, s_key);
            answered = (await first.DataAsync()).ToJsonString();
            await service.KillAsync();
        }

        await using var again = await ServiceProcess.StartAsync(folder.Path, settings);
        using var retrying = await again.SignedInAsync("usr_a");
        using var second = await retrying.CallAsync("POST", path, new { content = "once" }, s_key);

        second.Header("Idempotency-Replayed").Should().Be("true");
        (await second.DataAsync()).ToJsonString().Should().Be(answered);
        StoreFile.History(folder.File("audit.db"), Tenant).Select(e => e["action"]).Should().Equal("created", "commented");
    }

    [Fact]
    public async Task Writes_ToTwoProcessesAtOnce_LoseNothingAndDoOnceWhatHasAKey()
    {
        using var folder = new TemporaryFolder();
        var settings = new[] { s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")) };
        await using var one = await ServiceProcess.StartAsync(folder.Path, settings);
        await using var other = await ServiceProcess.StartAsync(folder.Path, settings);
        using var first = await one.SignedInAsync("usr_a");
        using var second = await other.SignedInAsync("usr_a");
        using var opened = await first.OpenAsync(new { title = "t", severity = "low" });
        var path = opened.Header("Location")!;

        Task<HttpResponseMessage[]> All(int count, Func<HttpClient, int, Task<HttpResponseMessage>> send) =>
            Task.WhenAll(Enumerable.Range(0, count).Select(i => Calls.PatientlyAsync(() => send(i % 2 == 0 ? first : second, i))));
        var comments = All(20, (client, i) => client.CallAsync("POST", path + "/comment", new { content = $"c{i}" }));
        var twins = All(6, (client, _) => client.CallAsync("POST", path + "/comment", new { content = "twin" }, s_key));
        var racers = All(6, (client, i) => client.CallAsync("PATCH", path, new { title = $"t{i}" }, ("If-Match", "\"1\"")));

        (await comments).Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        (await twins).Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK || r.StatusCode == HttpStatusCode.Conflict);
        (await twins).Should().ContainSingle(r => r.StatusCode == HttpStatusCode.OK && r.Header("Idempotency-Replayed") == null);
        (await racers).Count(r => r.StatusCode == HttpStatusCode.OK).Should().BeLessThanOrEqualTo(1, "a comment may have been faster than all of them");
        (await racers).Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK || r.StatusCode == HttpStatusCode.PreconditionFailed);
        using var read = await second.GetAsync(path);
        (await read.DataAsync())["comments"]!.AsArray().Should().HaveCount(21);
        StoreFile.History(folder.File("audit.db"), Tenant).ShouldBeOneChain();
    }
}
