using System.Net;
using System.Net.Sockets;

namespace Audit.Client.Tests;

/// <summary>A way to the service on which the first answer is lost: its connection breaks when the service has begun to answer.</summary>
internal sealed class BrokenConnection : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _service;
    private readonly Task _work;

    public BrokenConnection(Uri service)
    {
        _service = service;
        _listener.Start();
        Url = new Uri($"http://{_listener.LocalEndpoint}");
        _work = WorkAsync();
    }

    public Uri Url { get; }

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            using var service = new TcpClient();
            await service.ConnectAsync(_service.Host, _service.Port, _end.Token);
            var (near, far) = (client.GetStream(), service.GetStream());
            var sent = near.CopyToAsync(far, _end.Token);
            if (++Connections > 1)
            {
                await far.CopyToAsync(near, _end.Token);
            }

            await far.ReadExactlyAsync(new byte[1], _end.Token);
            client.Client.Close(timeout: 0);
            await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
