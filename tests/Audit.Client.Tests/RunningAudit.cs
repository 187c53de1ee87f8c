using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Audit.Client.Tests;

/// <summary>The real service as a process on a free port, with a file of its own.</summary>
public sealed partial class RunningAudit : IAsyncLifetime
{
    /// <summary>Debug or Release, as these tests were built.</summary>
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly string _folder = Directory.CreateTempSubdirectory("audit-").FullName;
    private readonly SocketsHttpHandler _connections = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];

    public RunningAudit()
        : this([])
    {
    }

    private RunningAudit(Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.File("src", "Audit.Api", "bin", s_configuration, "net10.0", "Audit.Api.dll")])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Dictionary<string, string> defaults = new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ConnectionStrings__Audit"] = $"Data Source={Path.Combine(_folder, "audit.db")}",
            ["RateLimiting__Enabled"] = "false",
        };
        foreach (var (name, value) in defaults.Concat(settings))
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _url.TrySetException(new InvalidOperationException("The service has ended:\n" + Output()));
    }

    public Uri Url => _url.Task.Result;

    /// <summary>A service of a test's own.</summary>
    /// <param name="settings">In the environment's spelling: <c>RateLimiting__ActorBurst</c>.</param>
    public static async Task<RunningAudit> StartAsync(Dictionary<string, string> settings)
    {
        var service = new RunningAudit(settings);
        await service.InitializeAsync();
        return service;
    }

    public async Task InitializeAsync()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await _url.Task;
    }

    public async Task DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _connections.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>By default of an administrator who may report anomalies as well.</summary>
    public async Task<string> TokenAsync(string tenant, string role = "admin", string scope = "audit:ingest")
    {
        using var http = Http();
        using var response = await http.PostAsJsonAsync("dev/token", new { tenant_id = tenant, sub = "analyst-001", roles = new[] { role }, scope });
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!;
    }

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

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "");
        }

        if (Address().Match(line ?? "") is { Success: true } found)
        {
            _url.TrySetResult(new Uri(found.Groups["url"].Value));
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return string.Join('\n', _output);
        }
    }

    [GeneratedRegex(@"listens on (?<url>http:[^\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Address();
}

[CollectionDefinition(nameof(RunningAudit))]
public sealed class ServiceCollection : ICollectionFixture<RunningAudit>;
