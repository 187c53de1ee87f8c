using System.Net.Sockets;

namespace Audit.Trials.Loading;

/// <summary>A connection that one request after the other is sent on, and that knows how each one ended.</summary>
internal sealed class Line : IDisposable
{
    private const int Short = 64 * 1024;
    private readonly Socket _socket;
    private readonly ReplyReader _reader;

    private Line(Socket socket, (int Bytes, TimeSpan Pause)? slowly) => (_socket, _reader) = (socket, new ReplyReader(socket, slowly));

    /// <summary>Whether another request can be sent.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Connects; null where nobody takes it. Who reads slowly takes so many bytes at once, each time after a pause.</summary>
    public static async Task<Line?> OpenAsync(Uri server, CancellationToken cancellationToken, (int Bytes, TimeSpan Pause)? slowly = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (slowly is not null)
        {
            socket.ReceiveBufferSize = slowly.Value.Bytes;
        }

        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
            return new Line(socket, slowly);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Sends and reads the answer, which may come before all is sent.</summary>
    public async Task<Reply> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var sending = SendAsync(request, cancellationToken);
        var reply = await _reader.ReadAsync(cancellationToken);
        if (!sending.IsCompleted && request.Length > Short)
        {
            // whoever has an answer needn't send the rest; a short one is on its way already
            Dispose();
        }

        await sending;
        return reply;
    }

    /// <summary>Whether all of it was sent.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
            }

            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The next answer; one that only says to go on counts where it is asked for.</summary>
    public Task<Reply> ReadAsync(CancellationToken cancellationToken, bool orInterim = false) => _reader.ReadAsync(cancellationToken, orInterim);

    public void Dispose()
    {
        IsOpen = false;
        _socket.Dispose();
    }
}
