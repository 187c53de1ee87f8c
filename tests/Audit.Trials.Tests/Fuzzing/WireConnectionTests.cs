using System.Net;
using System.Net.Sockets;
using System.Text;
using Audit.Trials.Fuzzing;

namespace Audit.Trials.Tests.Fuzzing;

public sealed class WireConnectionTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private const string Last = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    [Fact]
    public async Task Exchange_Twice_UsesOneConnection()
    {
        using var server = new Scripted([Answer, Answer]);

        (await server.SendAsync()).Should().Be("ok");
        (await server.SendAsync()).Should().Be("ok");

        server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task Exchange_WhenTheServerCloses_OpensAnother()
    {
        using var server = new Scripted([Last], [Answer]);

        (await server.SendAsync()).Should().Be("ok");
        (await server.SendAsync()).Should().Be("ok");

        server.Connections.Should().Be(2);
    }

    [Fact]
    public async Task Exchange_WhenAKeptConnectionWasClosed_TriesOnANewOne()
    {
        using var server = new Scripted([Answer], [Answer]);

        (await server.SendAsync()).Should().Be("ok");
        (await server.SendAsync()).Should().Be("ok");

        server.Connections.Should().Be(2);
    }

    [Fact]
    public async Task Exchange_WhenANewConnectionIsClosedUnanswered_HasNoAnswer()
    {
        using var server = new Scripted([], [Answer]);

        (await server.SendAsync()).Should().BeNull();
    }

    /// <summary>Answers each request of a connection from its list, and hangs up behind the last.</summary>
    private sealed class Scripted : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly WireConnection _connection;
        private int _connections;

        public Scripted(params string[][] connections)
        {
            _listener.Start();
            _connection = new WireConnection(new Uri($"http://{_listener.LocalEndpoint}"));
            _ = ServeAsync(connections);
        }

        public int Connections => _connections;

        public async Task<string?> SendAsync() =>
            (await _connection.ExchangeAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), hasBody: true, isLast: false, endsEarly: false, CancellationToken.None))?.Text;

        public void Dispose()
        {
            _connection.Dispose();
            _listener.Dispose();
        }

        private async Task ServeAsync(string[][] connections)
        {
            foreach (var answers in connections)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                var buffer = new byte[1000];
                foreach (var answer in answers)
                {
                    if (await client.GetStream().ReadAsync(buffer) == 0)
                    {
                        break;
                    }

                    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer));
                }
            }
        }
    }
}
