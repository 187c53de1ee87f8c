using System.Net;
using System.Net.Sockets;
using System.Text;
using Audit.Trials.Loading;

namespace Audit.Trials.Tests.Loading;

/// <summary>A server that says what it is told to, and hangs up.</summary>
public sealed class LineTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", "body")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", "body")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n", "body")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "")]
    public async Task Exchange_WithAWholeAnswer_ReadsIt(string answer, string body)
    {
        var reply = await ExchangeAsync(answer);

        reply.Ending.Should().Be(Ending.Whole);
        reply.Status.Should().Be(200);
        Encoding.UTF8.GetString(reply.Body.Span).Should().Be(body);
    }

    [Theory]
    [InlineData("", Ending.Silent)]
    [InlineData("HTTP/1.1 2", Ending.Cut)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n", Ending.Cut)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", Ending.Cut)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbod", Ending.Cut)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n", Ending.Cut)]
    [InlineData("HTTP/1.1 who knows what this is\r\n\r\n", Ending.Cut)]
    public async Task Exchange_WhenItIsHungUpOn_SaysWhere(string answer, Ending ending) => (await ExchangeAsync(answer)).Ending.Should().Be(ending);

    [Fact]
    public async Task Exchange_WhenNothingComes_IsLate()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var line = await Line.OpenAsync(Address(listener), CancellationToken.None);

        (await line!.ExchangeAsync("GET"u8.ToArray(), patience.Token)).Ending.Should().Be(Ending.Late);
    }

    [Fact]
    public async Task Open_WhenNobodyListens_IsNull()
    {
        Uri address;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            address = Address(listener);
        }

        (await Line.OpenAsync(address, CancellationToken.None)).Should().BeNull();
    }

    private static Uri Address(TcpListener listener) => new("http://" + listener.LocalEndpoint);

    private static async Task<Reply> ExchangeAsync(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var line = await Line.OpenAsync(Address(listener), CancellationToken.None);
        var exchanging = line!.ExchangeAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), CancellationToken.None);
        using (var other = await listener.AcceptSocketAsync())
        {
            // unread bytes would make its end a reset
            await other.ReceiveAsync(new byte[100]);
            await other.SendAsync(Encoding.ASCII.GetBytes(answer));
        }

        return await exchanging;
    }
}
