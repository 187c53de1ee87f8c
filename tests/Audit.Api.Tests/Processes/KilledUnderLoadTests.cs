using Audit.Api.Tests.History;
using Audit.Api.Tests.Requests;
using Audit.Trials.Running;
using static Audit.Api.Tests.Processes.InterruptedWriter;

namespace Audit.Api.Tests.Processes;

/// <summary>A process that is killed in the middle of its work, again and again: what it acknowledged is there, and nothing is half there.</summary>
public sealed class KilledUnderLoadTests
{
    private const string Tenant = "tnt_log";
    private const int Kills = 20;
    private const int Writers = 8;
    private static readonly string[] s_statuses = ["open", "investigating", "contained", "resolved", "closed"];
    private static readonly string[] s_severities = ["low", "medium", "high", "critical"];

    [Fact]
    public async Task Kill_AtAnyMomentUnderLoad_LosesNothingThatWasAcknowledgedAndLeavesNothingHalf()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("audit.db");
        (string, string)[] settings = [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + file), ("RateLimiting__Enabled", "false")];
        var random = new Random(20);
        var writers = Enumerable.Range(0, Writers).Select(i => new InterruptedWriter($"w{i}")).ToList();
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var service = await ServiceProcess.StartAsync(folder.Path, settings);
            using var client = await service.SignedInAsync("usr_log");
            await ShouldBeWholeAsync(client, file, writers);
            if (kill < Kills)
            {
                await KillAsync(service, client, writers, afterWrites: random.Next(1, 120));
            }
        }
    }

    private static async Task KillAsync(ServiceProcess service, HttpClient client, List<InterruptedWriter> writers, int afterWrites)
    {
        var enough = new TaskCompletionSource();
        var acknowledged = 0;
        var writing = Task.WhenAll(writers.Select(writer => Task.Run(() => writer.WriteUntilCutOffAsync(client, () =>
        {
            if (Interlocked.Increment(ref acknowledged) == afterWrites)
            {
                // on this very thread: the others' requests are on their way
                enough.SetResult();
            }
        }))));
        await await Task.WhenAny(enough.Task, writing);
        writing.IsCompleted.Should().BeFalse("all of them write until the service is killed");
        await service.KillAsync();
        await writing;
    }

    private static async Task ShouldBeWholeAsync(HttpClient client, string file, List<InterruptedWriter> writers)
    {
        var known = writers.SelectMany(w => w.Acknowledged.Keys).ToHashSet(StringComparer.Ordinal);
        var stored = await StoredAsync(client);
        foreach (var (writer, i) in writers.Select((writer, i) => (writer, i)))
        {
            await writer.ShouldFindItsWorkAsync(client, stored.Where(s => s.Value.Title.StartsWith($"w{i}-", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal));
        }

        // with what was asked again meanwhile
        stored = await StoredAsync(client);
        stored.Should().BeEquivalentTo(writers.SelectMany(w => w.Acknowledged).ToDictionary(StringComparer.Ordinal));
        await ShouldHaveItsHistoryAsync(client, file, stored);
        await ShouldBeCountedAsync(client, file, stored.Values);
        StoreFile.Count(file, "(SELECT t.tenant_id FROM incidents_to_index AS w JOIN incidents AS t ON t.seq = w.seq)", Tenant).Should().Be(0);
        foreach (var (id, state) in stored.OrderByDescending(s => s.Key, StringComparer.Ordinal).Take(2 * Writers))
        {
            (await client.ListAsync($"?search={Uri.EscapeDataString(state.Title)}")).Ids().Should().Contain(id, "{0} can be found", state);
        }
    }

    private static async Task<Dictionary<string, State>> StoredAsync(HttpClient client)
    {
        var stored = new Dictionary<string, State>(StringComparer.Ordinal);
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await client.ListAsync($"?page_size=100&cursor={Uri.EscapeDataString(cursor)}");
            foreach (var incident in page["items"]!.AsArray())
            {
                stored.Add((string)incident!["id"]!, State.Of(incident));
            }

            cursor = (string?)page["pagination"]!["next_cursor"];
        }

        return stored;
    }

    /// <summary>Each change raises the version by one and leaves one entry; there is no entry of anything else.</summary>
    private static async Task ShouldHaveItsHistoryAsync(HttpClient client, string file, Dictionary<string, State> stored)
    {
        var history = StoreFile.History(file, Tenant);
        history.ShouldBeOneChain();
        var entries = history.ToLookup(e => (string)e["subject_id"], StringComparer.Ordinal);
        entries.ToDictionary(e => e.Key, e => (long)e.Count(), StringComparer.Ordinal).Should().BeEquivalentTo(stored.ToDictionary(s => s.Key, s => s.Value.Version, StringComparer.Ordinal));
        foreach (var (id, state) in stored)
        {
            var moves = entries[id].Where(e => (string)e["action"] == "status_changed").Select(e => (string)e["to"]);
            moves.LastOrDefault("open").Should().Be(state.Status);
        }

        using var response = await client.GetAsync(Chain.Verify);
        var verified = await response.DataAsync();
        ((bool)verified["valid"]!).Should().BeTrue(verified.ToJsonString());
        ((long)verified["checked"]!).Should().Be(history.Count);
    }

    private static async Task ShouldBeCountedAsync(HttpClient client, string file, IReadOnlyCollection<State> stored)
    {
        ((long)(await client.ListAsync("?page_size=1"))["total"]!).Should().Be(stored.Count).And.Be(StoreFile.Count(file, "incidents", Tenant));
        foreach (var (status, severity) in s_statuses.SelectMany(_ => s_severities, (status, severity) => (status, severity)))
        {
            var total = (long)(await client.ListAsync($"?page_size=1&status={status}&severity={severity}"))["total"]!;
            total.Should().Be(stored.Count(s => s.Status == status && s.Severity == severity), "of {0} {1}", status, severity);
        }
    }
}
