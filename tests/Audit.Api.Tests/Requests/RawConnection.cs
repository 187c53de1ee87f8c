using System.Net.Sockets;
using System.Text;

namespace Audit.Api.Tests.Requests;

/// <summary>A connection on which every byte is the test's own, for what an HTTP client wouldn't send or wouldn't show.</summary>
public static class RawConnection
{
    /// <summary>Sends the bytes and gives back all that comes until the server closes; ask for <c>Connection: close</c>.</summary>
    public static async Task<string> ExchangeAsync(Uri server, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        var sending = SendAsync(stream, request);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // a server that refuses a body unread may reset the connection behind its answer
        }

        await sending;
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public static Task<string> ExchangeAsync(Uri server, string request) => ExchangeAsync(server, Encoding.Latin1.GetBytes(request));

    /// <summary>Sends the bytes and is gone.</summary>
    public static async Task CutAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
    }

    private static async Task SendAsync(NetworkStream stream, byte[] request)
    {
        try
        {
            await stream.WriteAsync(request);
        }
        catch (IOException)
        {
            // likewise
        }
    }
}
