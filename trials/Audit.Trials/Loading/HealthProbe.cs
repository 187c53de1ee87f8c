using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Audit.Trials.Loading;

/// <summary>
/// Asks ten times a second whether the service is healthy, each time on a new connection. On a thread of its own that waits for nothing
/// else of this program, or it would measure the load's own waiting.
/// </summary>
internal sealed class HealthProbe
{
    public const string Probes = "health probes";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly string _path;
    private readonly Thread _thread;
    private volatile bool _isEnded;
    private long? _unhealthySince;

    private HealthProbe(Uri server, string path)
    {
        _path = path;
        _thread = new Thread(() => Ask(server)) { IsBackground = true, Name = path };
    }

    public int Asked { get; private set; }

    /// <summary>The longest that an answer took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The longest time in which it never said that it is healthy.</summary>
    public TimeSpan LongestUnhealthy { get; private set; }

    /// <summary>What came first instead of 200.</summary>
    public string? Unhealthy { get; private set; }

    public static HealthProbe Start(Uri server, string path)
    {
        var probe = new HealthProbe(server, path);
        probe._thread.Start();
        return probe;
    }

    public HealthProbe End()
    {
        _isEnded = true;
        _thread.Join();
        return this;
    }

    /// <summary>Takes an answer that took so long.</summary>
    /// <param name="status">Its status line, or what came instead.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="now">When, by the stopwatch.</param>
    public void Take(string status, TimeSpan took, long now)
    {
        Asked++;
        Slowest = took > Slowest ? took : Slowest;
        if (status.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
        {
            _unhealthySince = null;
            return;
        }

        Unhealthy ??= status;
        _unhealthySince ??= now;
        var since = Stopwatch.GetElapsedTime(_unhealthySince.Value, now) + took;
        LongestUnhealthy = since > LongestUnhealthy ? since : LongestUnhealthy;
    }

    public static HealthProbe Unstarted(string path) => new(new Uri("http://127.0.0.1"), path);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_path} {Asked} times, slowest {Slowest.TotalMilliseconds:0} ms{(Unhealthy is null ? "" : string.Create(CultureInfo.InvariantCulture, $", unhealthy for {LongestUnhealthy.TotalSeconds:0.0} s ({Unhealthy})"))}");

    private void Ask(Uri server)
    {
        var request = Encoding.ASCII.GetBytes($"GET {_path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        while (!_isEnded)
        {
            var start = Stopwatch.GetTimestamp();
            var status = StatusOf(server, request);
            Take(status, Stopwatch.GetElapsedTime(start), start);
            Thread.Sleep(s_pause);
        }
    }

    private static string StatusOf(Uri server, byte[] request)
    {
        const int Patience = 10_000;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { SendTimeout = Patience, ReceiveTimeout = Patience };
            socket.Connect(server.Host, server.Port);
            socket.Send(request);
            var buffer = new byte[4096];
            return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer)).Split("\r\n")[0];
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode.ToString();
        }
    }
}
