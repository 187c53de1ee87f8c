using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Load;

/// <summary>A request whose body is not sent yet, although the service waits for it: it is under way for as long as the test likes.</summary>
internal sealed class HeldRequest : IAsyncDisposable
{
    private readonly TcpClient _tcp = new();

    /// <summary>Sends the head; when this returns, the service has asked for the body.</summary>
    public static async Task<HeldRequest> BeginAsync(ServiceProcess service, string token, string path, int length)
    {
        var held = new HeldRequest();
        await held._tcp.ConnectAsync(service.Address.Host, service.Address.Port);
        await held.SendAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: audit\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n"));
        (await held.ReadHeadAsync()).Should().StartWith("HTTP/1.1 100 ");
        return held;
    }

    /// <summary>Asks for the same several times, one behind the other, and takes none of the answers.</summary>
    public static async Task<HeldRequest> AskAsync(ServiceProcess service, string token, string path, int times)
    {
        var held = new HeldRequest();
        held._tcp.ReceiveBufferSize = 4096;
        await held._tcp.ConnectAsync(service.Address.Host, service.Address.Port);
        await held.SendAsync(string.Concat(Enumerable.Repeat($"GET {path} HTTP/1.1\r\nHost: audit\r\nAuthorization: Bearer {token}\r\n\r\n", times)));
        return held;
    }

    public Task SendAsync(string text) => _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>Up to the empty line, and as much behind it as came with it.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await _tcp.GetStream().ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    /// <summary>How many bytes come until the service closes the connection.</summary>
    public async Task<long> ReadToEndAsync()
    {
        var buffer = new byte[65536];
        var bytes = 0L;
        try
        {
            while (await _tcp.GetStream().ReadAsync(buffer) is var read and > 0)
            {
                bytes += read;
            }
        }
        catch (IOException)
        {
            // closed without a word
        }

        return bytes;
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }
}
