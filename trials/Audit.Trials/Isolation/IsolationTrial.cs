using Audit.Trials.Running;

namespace Audit.Trials.Isolation;

/// <summary>Two tenants in one service, of which one knows everything there is to know of the other.</summary>
internal static class IsolationTrial
{
    public static Trial Trial { get; } = new(
        "isolation",
        "nothing of a tenant's shows to another or is changed by another, whatever of the tenant's is named, in whatever place",
        [
            new("seed", 1, 0, "where the choice of combinations begins"),
            new("kinds", 100, 0, "kinds of identifiers that each place is tried with, besides those that fit it best"),
            new("rounds", 5000, 0, "combinations of several identifiers, chosen by lot"),
            new("samples", 2000, 0, "requests of either kind that are timed, for each kind of attack; 0 times none"),
        ],
        RunAsync);

    private static async Task RunAsync(TrialSettings settings, TrialReport report, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using (var service = await StartAsync("audit.db", [("RateLimiting__Enabled", "false")]))
        {
            using var encounter = new Encounter(service, settings, report, cancellationToken);
            try
            {
                await encounter.RunAsync();
            }
            catch (TrialException e) when (report.Found > 0)
            {
                report.Violation("the rest could not be tried: " + e.Message);
            }
            catch (HttpRequestException e)
            {
                throw new TrialException("The service is there no more; it wrote: " + service.Output, e);
            }
        }

        await using var limited = await StartAsync("limited.db", Shares.Settings);
        await Shares.CheckAsync(limited, report, cancellationToken);

        Task<ServiceProcess> StartAsync(string database, (string, string)[] limits) => ServiceProcess.StartAsync(
            folder.Path,
            [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + folder.File(database)), ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"), .. limits]);
    }
}
