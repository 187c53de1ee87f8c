using System.Globalization;
using Audit.Trials.Running;

namespace Audit.Trials.Loading;

/// <summary>A process of the service, and those who are signed in to it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static int s_started;

    private Server(ServiceProcess service) => Service = service;

    public ServiceProcess Service { get; }

    public Uri Address => Service.Address;

    public IReadOnlyList<Actor> Actors { get; private set; } = [];

    /// <summary>Starts one on the file.</summary>
    /// <param name="file">The store.</param>
    /// <param name="shelves">The tenants, each with what is known of it.</param>
    /// <param name="actors">How many are signed in, one tenant's after the other's.</param>
    /// <param name="settings">What it is to be held to beside its defaults.</param>
    public static async Task<Server> StartAsync(string file, IReadOnlyList<Shelf> shelves, int actors, params IEnumerable<(string Key, string Value)> settings)
    {
        var number = Interlocked.Increment(ref s_started);
        // a line for each request would be kept by this program
        var service = await ServiceProcess.StartAsync(
            Path.GetDirectoryName(file)!,
            [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + file), ("Logging__LogLevel__Default", "Warning"), .. settings]);
        var server = new Server(service);
        try
        {
            List<Actor> all = [];
            for (var i = 0; i < actors; i++)
            {
                var shelf = shelves[i % shelves.Count];
                var name = string.Create(CultureInfo.InvariantCulture, $"s{number}a{i}");
                all.Add(new Actor(name, await service.TokenAsync(name, shelf.Tenant, scope: "audit:ingest"), shelf));
            }

            server.Actors = all;
            return server;
        }
        finally
        {
            if (server.Actors.Count == 0)
            {
                await service.DisposeAsync();
            }
        }
    }

    /// <summary>Ends it as an operator does; says what is wrong with that, and what it complained of.</summary>
    public async Task StopAsync(string phase, TrialReport report)
    {
        var code = await Service.TerminateAsync();
        if (code != 0)
        {
            report.Violation(FormattableString.Invariant($"{phase}: the service should end with 0 and ended with {code}"));
        }

        Complaints(phase, report);
    }

    /// <summary>Shows the first errors that it logged: whoever looks at a violation wants them.</summary>
    public void Complaints(string phase, TrialReport report)
    {
        var errors = Service.Output.Split('\n').Where(l => l.Contains("fail:", StringComparison.Ordinal) || l.Contains("crit:", StringComparison.Ordinal)).ToList();
        report.Count("errors in the service's log", errors.Count);
        if (errors.Count > 0)
        {
            report.Figure(phase + ": first error logged", errors[0].Trim());
        }
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
