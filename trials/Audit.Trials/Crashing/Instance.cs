using Audit.Trials.Running;

namespace Audit.Trials.Crashing;

/// <summary>A process of the service, and a caller of each tenant.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly Dictionary<string, HttpClient> _callers = new(StringComparer.Ordinal);

    private Instance(ServiceProcess service) => Service = service;

    public ServiceProcess Service { get; }

    public static IReadOnlyList<string> Tenants { get; } = ["tnt_first", "tnt_second", "tnt_third"];

    public HttpClient this[string tenant] => _callers[tenant];

    /// <summary>What a process on that file is started with.</summary>
    public static (string Key, string Value)[] Settings(string file) =>
        [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + file), ("RateLimiting__Enabled", "false")];

    /// <summary>Starts one in the folder of that file.</summary>
    public static async Task<Instance> StartAsync(string file)
    {
        var instance = new Instance(await ServiceProcess.StartAsync(Path.GetDirectoryName(file)!, Settings(file)));
        foreach (var tenant in Tenants)
        {
            var caller = await instance.Service.SignedInAsync("usr_crash", tenant, scope: "audit:ingest");
            caller.Timeout = TimeSpan.FromSeconds(60);
            instance._callers.Add(tenant, caller);
        }

        return instance;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers.Values)
        {
            caller.Dispose();
        }

        await Service.DisposeAsync();
    }
}
