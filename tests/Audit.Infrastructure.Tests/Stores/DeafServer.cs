using System.Net;
using System.Net.Sockets;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>Something that listens where a SQL Server should, counts who comes and hangs up.</summary>
internal sealed class DeafServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private int _callers;

    public DeafServer()
    {
        _listener.Start();
        _ = HangUpAsync();
    }

    public int Callers => Volatile.Read(ref _callers);

    public string ConnectionString => $"Server=tcp:127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port};Database=audit;User ID=sa;Password=none;ConnectRetryCount=0;Pooling=False";

    public void Dispose() => _listener.Dispose();

    private async Task HangUpAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _callers);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // nobody listens any more
        }
    }
}
