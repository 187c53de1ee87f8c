using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Audit.Trials.Running;

/// <summary>The service as a user starts it: a process of its own on a free port of 127.0.0.1.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = 2;

    private ServiceProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public Uri Address => _listening.Task.IsCompletedSuccessfully ? _listening.Task.Result : throw new InvalidOperationException("Not listening.");

    /// <summary>The process's.</summary>
    public int Id => _process.Id;

    /// <summary>All that it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServiceProcess> StartAsync(string workingDirectory, params (string Key, string Value)[] environment)
    {
        var service = Launch(workingDirectory, environment);
        var isListening = false;
        try
        {
            await Task.WhenAny(service._listening.Task, service._ended.Task).WaitAsync(s_patience);
            isListening = service._listening.Task.IsCompleted;
            return isListening ? service : throw new TrialException("The service should listen, but wrote: " + service.Output);
        }
        finally
        {
            if (!isListening)
            {
                await service.DisposeAsync();
            }
        }
    }

    /// <summary>Starts it and waits until it ends by itself; its exit code and all that it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string workingDirectory, params (string Key, string Value)[] environment)
    {
        await using var service = Launch(workingDirectory, environment);
        await service._ended.Task.WaitAsync(s_patience);
        await service._process.WaitForExitAsync().WaitAsync(s_patience);
        return (service._process.ExitCode, service.Output);
    }

    /// <summary>Starts it and kills it after that long, whether it listens by then or not.</summary>
    public static async Task KillWhileStartingAsync(TimeSpan after, string workingDirectory, params (string Key, string Value)[] environment)
    {
        await using var service = Launch(workingDirectory, environment);
        await Task.Delay(after);
    }

    /// <summary>A caller of the tenant, by default an administrator; in Development only.</summary>
    public async Task<HttpClient> SignedInAsync(string sub, string tenant = "tnt_log", string role = "admin", string scope = "")
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(sub, tenant, role, scope));
        return client;
    }

    /// <summary>As <see cref="SignedInAsync"/>, the token alone.</summary>
    public async Task<string> TokenAsync(string sub, string tenant, string role = "admin", string scope = "")
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var response = await client.PostAsJsonAsync("/dev/token", new { tenant_id = tenant, sub, roles = new[] { role }, scope });
        response.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!;
    }

    /// <summary>Bytes of it that are in memory now; Linux only.</summary>
    public long ResidentBytes()
    {
        const string Name = "VmRSS:";
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status")).First(l => l.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line[Name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>SIGKILL: it gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(s_patience);
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://127\.0\.0\.1:\d+)", RegexOptions.None, 1000)]
    private static partial Regex Listening();

    private static ServiceProcess Launch(string workingDirectory, (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Audit.Api.dll")])
        {
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var service = new ServiceProcess(start);
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _open) == 0)
            {
                _ended.TrySetResult();
            }

            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["url"].Value));
        }
    }
}
