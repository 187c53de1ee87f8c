using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Audit.Bench.Driving;

/// <summary>A process that serves HTTP on a free port of 127.0.0.1; it ends with this.</summary>
public sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(100);
    private readonly Process _process;
    private readonly string _log;

    private Server(Process process, int port, string log, long started)
    {
        (_process, _log, Started) = (process, log, started);
        Client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), Timeout = s_patience };
    }

    public HttpClient Client { get; }

    /// <summary>As the stopwatch counts.</summary>
    public long Started { get; }

    public string Address => Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>What is resident of it.</summary>
    public double ResidentMegabytes
    {
        get
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status")).First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    /// <param name="assembly">What <c>dotnet</c> runs.</param>
    /// <param name="log">Where its output goes.</param>
    /// <param name="arguments">Made for the port that it is to listen on.</param>
    /// <param name="environment">The same.</param>
    public static Server Start(string assembly, string log, Func<string, string[]> arguments, Func<string, Dictionary<string, string>> environment)
    {
        var port = FreePort();
        var portText = port.ToString(CultureInfo.InvariantCulture);
        // the shell becomes the process, with its output in a file that nobody has to read meanwhile
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" > \"$log\" 2>&1", "sh", log, "dotnet", assembly, .. arguments(portText)]) { UseShellExecute = false };
        foreach (var (key, value) in environment(portText))
        {
            start.Environment[key] = value;
        }

        var started = Stopwatch.GetTimestamp();
        return new Server(Process.Start(start)!, port, log, started);
    }

    /// <summary>Asks again and again until there is an answer.</summary>
    public async Task<T> FirstAnswerAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (HttpRequestException) when (!_process.HasExited && Stopwatch.GetElapsedTime(Started) < s_patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            }
            catch (HttpRequestException e)
            {
                throw new MeasurementException($"{Address} doesn't answer ({e.Message}). It wrote:\n{await File.ReadAllTextAsync(_log, cancellationToken)}");
            }
        }
    }

    /// <summary>Waits until it is idle: who left without their answers may have left work behind.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        TimeSpan used;
        do
        {
            _process.Refresh();
            used = _process.TotalProcessorTime;
            await Task.Delay(s_glance, cancellationToken);
            _process.Refresh();
            used = _process.TotalProcessorTime - used;
        }
        while (used > s_glance / 5 && Stopwatch.GetElapsedTime(start) < s_patience);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            using var signal = Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await signal.WaitForExitAsync();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            }
            catch (TimeoutException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
