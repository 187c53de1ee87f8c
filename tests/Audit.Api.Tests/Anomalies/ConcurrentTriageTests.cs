using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Anomalies;

public sealed class ConcurrentTriageTests(AuditApi api) : IClassFixture<AuditApi>
{
    private static readonly Dictionary<string, string[]> s_moves = new(StringComparer.Ordinal)
    {
        ["open"] = ["acknowledged", "investigating", "resolved", "dismissed"],
        ["acknowledged"] = ["investigating", "resolved", "dismissed"],
        ["investigating"] = ["resolved", "dismissed"],
        ["resolved"] = ["open"],
        ["dismissed"] = ["open"],
    };

    private readonly string _tenant = Tenants.Fresh();

    [Fact]
    public async Task Move_ByFiftyAtOnce_IsOneChainOfLegalMoves()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var analyst = api.Analyst(_tenant);
        string[] targets = ["acknowledged", "investigating", "resolved", "dismissed", "open"];

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => analyst.MoveAsync(id, new { status = targets[i % targets.Length] })));

        responses.Select(r => r.StatusCode).Should().OnlyContain(s => s == HttpStatusCode.OK || s == HttpStatusCode.Conflict);
        foreach (var refused in responses.Where(r => r.StatusCode == HttpStatusCode.Conflict))
        {
            await refused.ProblemAsync(HttpStatusCode.Conflict, "error.transition_refused");
        }

        var history = StoreFile.History(api.DatabaseFile, _tenant);
        history.ShouldBeOneChain();
        var status = "open";
        foreach (var entry in history.Skip(1))
        {
            entry["from"].Should().Be(status);
            s_moves[status].Should().Contain((string)entry["to"]);
            status = (string)entry["to"];
        }

        using var present = await analyst.MoveAsync(id, new { status });
        ((long)(await present.DataAsync())["version"]!).Should().Be(history.Count, "each move raised it by one");
    }

    [Fact]
    public async Task Move_ByManyWhoSawTheSameVersion_IsDoneForOneOfThem()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var analyst = api.Analyst(_tenant);

        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            analyst.MoveAsync(id, new { status = "open", assignee = $"usr_{i}" }, ("If-Match", "\"1\""))));

        var winner = responses.Where(r => r.StatusCode == HttpStatusCode.OK).Should().ContainSingle().Subject;
        winner.Header("ETag").Should().Be("\"2\"");
        foreach (var loser in responses.Where(r => r != winner))
        {
            await loser.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
            loser.Header("ETag").Should().Be("\"2\"");
        }

        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(2);
    }

    [Fact]
    public async Task Assign_ByManyWithoutCondition_SucceedsForAll()
    {
        var id = await api.GivenAnomaly(_tenant);
        using var analyst = api.Analyst(_tenant);

        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => analyst.MoveAsync(id, new { status = "open", assignee = $"usr_{i}" })));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        responses.Select(r => r.Header("ETag")).Should().OnlyHaveUniqueItems();
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(31);
    }

    [Fact]
    public async Task Open_ByManyTenantsAtOnce_GivesEachAChainOfItsOwn()
    {
        var tenants = Enumerable.Range(0, 5).Select(_ => Tenants.Fresh()).ToList();
        var anomalies = await Task.WhenAll(tenants.Select(t => api.GivenAnomaly(t)));
        var clients = tenants.Select(t => api.Analyst(t)).ToList();

        var responses = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            clients[i % 5].OpenAsync(new { title = $"t{i}", severity = "low", source_anomaly_ids = new[] { anomalies[i % 5] } })));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.Created);
        foreach (var tenant in tenants)
        {
            var history = StoreFile.History(api.DatabaseFile, tenant);
            history.ShouldBeOneChain();
            history.Should().HaveCount(1 + 12 + 12, "an anomaly, twelve incidents, and a link for each");
        }

        clients.ForEach(c => c.Dispose());
    }
}
