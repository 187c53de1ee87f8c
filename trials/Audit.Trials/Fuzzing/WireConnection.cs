using System.Net.Sockets;

namespace Audit.Trials.Fuzzing;

/// <summary>A connection that is kept open, on which every byte is the caller's own.</summary>
internal sealed class WireConnection(Uri server) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private TcpClient? _client;
    private AnswerReader? _reader;

    /// <summary>Sends the bytes and reads the answer; null where the server hung up without one on a connection that was new.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="hasBody">Whether its answer may have a body.</param>
    /// <param name="isLast">Whether nothing but this is to be sent on its connection.</param>
    /// <param name="endsEarly">Whether to say with the connection's end that there will be no more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidDataException">What came is no answer, or none came in time.</exception>
    public async Task<Answer?> ExchangeAsync(byte[] request, bool hasBody, bool isLast, bool endsEarly, CancellationToken cancellationToken)
    {
        var isNew = _client is null || isLast;
        var answer = await TryAsync(request, hasBody, isLast, endsEarly, cancellationToken);
        // a server may close a connection between two requests
        return answer is null && !isNew ? await TryAsync(request, hasBody, isLast, endsEarly, cancellationToken) : answer;
    }

    public void Dispose() => Close();

    private async Task<Answer?> TryAsync(byte[] request, bool hasBody, bool isLast, bool endsEarly, CancellationToken cancellationToken)
    {
        if (isLast)
        {
            Close();
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        if (_client is null)
        {
            _client = new TcpClient { NoDelay = true };
            await _client.ConnectAsync(server.Host, server.Port, patience.Token);
            _reader = new AnswerReader(_client.GetStream());
        }

        // a server may answer before it has read everything, and need not read the rest
        var sending = SendAsync(_client, request, endsEarly, patience.Token);
        var isWhole = false;
        try
        {
            var answer = await _reader!.ReadAsync(hasBody, patience.Token);
            isWhole = answer is { Closes: false } && !isLast && sending.IsCompletedSuccessfully && await sending;
            return answer;
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidDataException($"No answer within {s_patience.TotalSeconds} seconds.", e);
        }
        finally
        {
            if (!isWhole)
            {
                Close();
            }

            await sending;
        }
    }

    /// <summary>Whether all of it was sent.</summary>
    private static async Task<bool> SendAsync(TcpClient client, byte[] request, bool endsEarly, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetStream().WriteAsync(request, cancellationToken);
            if (endsEarly)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Close()
    {
        _client?.Dispose();
        _client = null;
    }
}
