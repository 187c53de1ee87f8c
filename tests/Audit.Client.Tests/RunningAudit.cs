using Audit.Trials.Running;

namespace Audit.Client.Tests;

/// <summary>The real service as a process on a free port, with a file of its own.</summary>
public sealed class RunningAudit : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _connections = new();
    private readonly Dictionary<string, string> _settings;
    private ServiceProcess? _service;

    public RunningAudit()
        : this([])
    {
    }

    private RunningAudit(Dictionary<string, string> settings)
    {
        _settings = new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__Audit"] = $"Data Source={_folder.File("audit.db")}",
            ["RateLimiting__Enabled"] = "false",
        };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }
    }

    public Uri Url => Service.Address;

    private ServiceProcess Service => _service ?? throw new InvalidOperationException("Not started.");

    /// <summary>A service of a test's own.</summary>
    /// <param name="settings">In the environment's spelling: <c>RateLimiting__ActorBurst</c>.</param>
    public static async Task<RunningAudit> StartAsync(Dictionary<string, string> settings)
    {
        var service = new RunningAudit(settings);
        await service.InitializeAsync();
        return service;
    }

    public async Task InitializeAsync() => _service = await ServiceProcess.StartAsync(_folder.Path, [.. _settings.Select(s => (s.Key, s.Value))]);

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        _connections.Dispose();
        _folder.Dispose();
    }

    /// <summary>By default of an administrator who may report anomalies as well.</summary>
    public Task<string> TokenAsync(string tenant, string role = "admin", string scope = "audit:ingest") => Service.TokenAsync("analyst-001", tenant, role, scope);

    /// <summary>A client in a tenant of its own.</summary>
    /// <param name="wire">What stands between it and the service.</param>
    public async Task<AuditClient> ClientAsync(Wire? wire = null, string? tenant = null, string role = "admin", string scope = "audit:ingest")
    {
        var token = await TokenAsync(tenant ?? NewTenant(), role, scope);
        return Client(new AuditClientOptions { Token = _ => ValueTask.FromResult(token) }, wire);
    }

    public AuditClient Client(AuditClientOptions options, Wire? wire = null) => new(Http(wire), options);

    public static string NewTenant() => $"tnt_{Guid.NewGuid():N}";

    private HttpClient Http(Wire? wire = null)
    {
        wire?.InnerHandler = _connections;
        return new HttpClient(wire ?? (HttpMessageHandler)_connections, disposeHandler: false) { BaseAddress = Url };
    }
}

[CollectionDefinition(nameof(RunningAudit))]
public sealed class ServiceCollection : ICollectionFixture<RunningAudit>;
