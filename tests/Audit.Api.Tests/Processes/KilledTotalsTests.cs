using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Audit.Api.Tests.Requests;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Processes;

/// <summary>Totals are kept by the transaction that makes the change: a process that is killed in the middle of its work leaves none that is wrong.</summary>
public sealed class KilledTotalsTests
{
    private const string Tenant = "tnt_log";
    private const int Writers = 6;
    private const int AcknowledgedBeforeKill = 150;
    private static readonly string[] s_severities = ["low", "medium", "high", "critical"];

    [Fact]
    public async Task Kill_WhileManyWrite_LeavesTotalsThatEqualACount()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("audit.db");
        (string, string)[] settings = [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + file), ("RateLimiting__Enabled", "false")];
        var created = 0;
        await using (var service = await ServiceProcess.StartAsync(folder.Path, settings))
        {
            using var client = new HttpClient { BaseAddress = service.Address };
            using (var token = await client.PostAsJsonAsync("/dev/token", new { tenant_id = Tenant, sub = "usr_log", roles = new[] { "admin" }, scope = "audit:ingest" }))
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await token.JsonAsync())["access_token"]!);
            }

            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var acknowledged = 0;
            var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteUntilCutOffAsync(client, writer, () =>
            {
                if (Interlocked.Increment(ref acknowledged) == AcknowledgedBeforeKill)
                {
                    enough.SetResult();
                }
            })));
            await await Task.WhenAny(enough.Task, writing);
            writing.IsCompleted.Should().BeFalse("all of them write until the service is killed");

            await service.KillAsync();

            created = (await writing).Sum();
        }

        await using var again = await ServiceProcess.StartAsync(folder.Path, settings);
        using var reader = await again.SignedInAsync("usr_log");
        (await TotalAsync(reader, "incidents", "")).Should().BeGreaterThanOrEqualTo(created).And.Be(StoreFile.Count(file, "incidents", Tenant));
        foreach (var (list, statuses) in new[]
        {
            ("incidents", new[] { "open", "investigating", "contained", "resolved", "closed" }),
            ("anomalies", ["open", "acknowledged", "investigating", "resolved", "dismissed"]),
        })
        {
            foreach (var (status, severity) in statuses.SelectMany(_ => s_severities, (status, severity) => (status, severity)))
            {
                var counted = StoreFile.Count(file, $"(SELECT tenant_id FROM {list} WHERE status = '{status}' AND severity = '{severity}')", Tenant);
                (await TotalAsync(reader, list, $"&status={status}&severity={severity}")).Should().Be(counted, "of {0} {1} {2}", status, severity, list);
            }
        }
    }

    /// <summary>Creates and moves until nobody answers any more; how many incidents were acknowledged.</summary>
    private static async Task<int> WriteUntilCutOffAsync(HttpClient client, int writer, Action acknowledge)
    {
        var created = 0;
        try
        {
            for (var i = writer; ; i++)
            {
                using var incident = await client.PostAsJsonAsync("/admin/audit/incidents", new { title = $"Incident {i}", severity = s_severities[i % 4] });
                incident.StatusCode.Should().Be(HttpStatusCode.Created);
                created++;
                acknowledge();
                await MoveAsync(client, $"/admin/audit/incidents/{(string)(await incident.DataAsync())["id"]!}/status", i % 3 == 0 ? "contained" : "resolved", acknowledge);
                using var anomaly = await client.PostAsJsonAsync("/internal/audit/anomalies", new { type = "brute_force", severity = s_severities[i % 4], description = "Five failed sign-ins" });
                anomaly.StatusCode.Should().Be(HttpStatusCode.Created);
                acknowledge();
                await MoveAsync(client, $"/admin/audit/anomalies/{(string)(await anomaly.DataAsync())["id"]!}/status", i % 2 == 0 ? "acknowledged" : "dismissed", acknowledge);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return created;
        }
    }

    private static async Task MoveAsync(HttpClient client, string path, string status, Action acknowledge)
    {
        using var moved = await client.PutAsJsonAsync(path, new { status });
        moved.StatusCode.Should().Be(HttpStatusCode.OK);
        acknowledge();
    }

    private static async Task<long> TotalAsync(HttpClient client, string list, string filter) =>
        (long)(await (await client.GetAsync($"/admin/audit/{list}?page_size=1{filter}")).JsonAsync())["total"]!;
}
