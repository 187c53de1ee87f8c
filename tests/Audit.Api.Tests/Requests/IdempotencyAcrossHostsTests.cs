using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Processes;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Requests;

/// <summary>A key holds over restarts and between instances on one store.</summary>
public sealed class IdempotencyAcrossHostsTests : IDisposable
{
    private static readonly (string, string) s_key = ("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324");
    private readonly string _tenant = Tenants.Fresh();
    private readonly TemporaryFolder _folder = new();
    private string File => _folder.File("audit.db");

    public static TheoryData<string> Operations => [.. IdempotentOperations.All];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Send_AfterARestart_IsReplayedWhateverTheOperation()
    {
        var calls = new List<(string Key, IdempotentCall Call, HttpStatusCode Status, string? ETag, JsonNode Answer)>();
        using (var before = Host())
        using (var caller = before.Everybody(_tenant))
        {
            foreach (var operation in IdempotentOperations.All)
            {
                var call = await before.GivenCallOf(_tenant, operation);
                using var first = await caller.SendAsync(call, 0, ("Idempotency-Key", operation));
                calls.Add((operation, call, first.StatusCode, first.Header("ETag"), await first.JsonAsync()));
            }
        }

        var entries = StoreFile.History(File, _tenant).Count;
        using var after = Host();
        using var again = after.Everybody(_tenant);
        foreach (var (key, call, status, etag, answer) in calls)
        {
            using var second = await again.SendAsync(call, 0, ("Idempotency-Key", key));

            second.Header("Idempotency-Replayed").Should().Be("true", key);
            second.StatusCode.Should().Be(status);
            second.Header("ETag").Should().Be(etag);
            (await second.JsonAsync())["data"]?.ToJsonString().Should().Be(answer["data"]?.ToJsonString());
        }

        StoreFile.History(File, _tenant).Should().HaveCount(entries);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_ToTwoInstancesAtOnce_IsDoneOnce(string operation)
    {
        using var one = Host();
        using var other = Host();
        using var first = one.Everybody(_tenant);
        using var second = other.Everybody(_tenant);
        var call = await one.GivenCallOf(_tenant, operation);
        // the other one has started, too
        (await second.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
        var (before, things) = (StoreFile.History(File, _tenant).Count, Things());

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Calls.PatientlyAsync(() => (i % 2 == 0 ? first : second).SendAsync(call, 0, s_key))));

        var done = responses.Should().ContainSingle(r => r.IsSuccessStatusCode && r.Header("Idempotency-Replayed") == null).Subject;
        foreach (var twin in responses.Where(r => r != done))
        {
            if (twin.IsSuccessStatusCode)
            {
                twin.Header("Idempotency-Replayed").Should().Be("true");
                twin.StatusCode.Should().Be(done.StatusCode);
                (await twin.JsonAsync())["data"]?.ToJsonString().Should().Be((await done.JsonAsync())["data"]?.ToJsonString());
            }
            else
            {
                await twin.ProblemAsync(HttpStatusCode.Conflict, "error.concurrent_change");
            }
        }

        var entries = StoreFile.History(File, _tenant);
        entries.ShouldBeOneChain();
        entries.Skip(before).Select(e => e["request_id"]).Distinct().Should().ContainSingle("one request made them all");
        StoreFile.Count(File, "idempotency_keys", _tenant).Should().Be(1);
        (Things() - things).Should().Be(operation is "createIncident" or "reportAnomaly" or "escalateAnomaly" ? 1 : 0);
    }

    private AuditApi Host() => new(null, ("ConnectionStrings:Audit", "Data Source=" + File));

    private long Things() => StoreFile.Count(File, "incidents", _tenant) + StoreFile.Count(File, "anomalies", _tenant);
}
