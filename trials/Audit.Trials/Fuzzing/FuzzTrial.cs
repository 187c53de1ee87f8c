using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Audit.Trials.Running;

namespace Audit.Trials.Fuzzing;

/// <summary>Sends what a generator makes of the service's own document, valid and broken.</summary>
internal static class FuzzTrial
{
    public static Trial Trial { get; } = new(
        "fuzz",
        "whatever is sent, the service has no fault, refuses with a Problem, answers by its document and needs no more memory for it",
        [
            new TrialOption("requests", 100_000, 1, "requests to send"),
            new TrialOption("seed", 1, 0, "where the random numbers begin"),
            new TrialOption("connections", 8, 1, "connections that send at the same time"),
        ],
        RunAsync);

    private static async Task RunAsync(TrialSettings settings, TrialReport report, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(
            folder.Path,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")),
            ("RateLimiting__Enabled", "false"),
            ("Logging__Console__FormatterName", "json"));
        using var client = new HttpClient { BaseAddress = service.Address };
        var document = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), cancellationToken);
        var actors = await Actor.AllAsync(service);
        var memory = new MemoryWatch();
        var run = new FuzzRun(service.Address, document, actors, report, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await run.SendAsync(settings["requests"], (int)settings["connections"], settings["seed"], () => memory.Take(service.ResidentBytes()));
        report.Figure("requests/s", (settings["requests"] / Stopwatch.GetElapsedTime(start).TotalSeconds).ToString("0", CultureInfo.InvariantCulture));
        report.Figure("memory", memory.ToString());
        if (memory.Growth() is { } growth)
        {
            report.Violation(growth);
        }

        await AfterAsync(client, actors, report, cancellationToken);
        foreach (var line in ServiceLog.Faults(service.Output))
        {
            report.Violation("the log should tell of no fault, but says: " + line);
        }
    }

    /// <summary>It is alive and ready, and what it kept is whole.</summary>
    private static async Task AfterAsync(HttpClient client, IReadOnlyList<Actor> actors, TrialReport report, CancellationToken cancellationToken)
    {
        foreach (var address in new[] { "/health/live", "/health/ready" })
        {
            using var response = await client.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                report.Violation($"{address} should be 200 afterwards, but is {(int)response.StatusCode}");
            }
        }

        foreach (var actor in actors.Where(a => !a.MayCross && a.Permissions.Contains("read", StringComparer.Ordinal)).DistinctBy(a => a.Tenant, StringComparer.Ordinal))
        {
            await VerifyAsync(client, actor, report, cancellationToken);
        }
    }

    private static async Task VerifyAsync(HttpClient client, Actor actor, TrialReport report, CancellationToken cancellationToken)
    {
        for (long from = 1, count = 1; count > 0;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/admin/audit/history/verify?from_sequence={from}"));
            request.Headers.Authorization = new("Bearer", actor.Token);
            using var response = await client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode || JsonNode.Parse(text)!["data"] is not { } data || !(bool)data["valid"]!)
            {
                report.Violation($"the history of {actor.Tenant} should verify, but: {text}");
                return;
            }

            count = (long)data["checked"]!;
            from += count;
            report.Count("history entries verified", count);
        }
    }
}
