using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Audit.Trials.Loading;

/// <summary>Reads answers off a socket, one behind the other, and says of each how it ended.</summary>
/// <param name="socket">Where they come from.</param>
/// <param name="slowly">So many bytes are read at once at the most, each time after a pause; null reads as fast as they come.</param>
internal sealed class ReplyReader(Socket socket, (int Bytes, TimeSpan Pause)? slowly)
{
    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next answer; one that only says to go on counts where it is asked for.</summary>
    public async Task<Reply> ReadAsync(CancellationToken cancellationToken, bool orInterim = false)
    {
        var isBegun = false;
        try
        {
            while (true)
            {
                int length;
                while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
                {
                    isBegun |= _end > _start;
                    await FillAsync(cancellationToken);
                }

                isBegun = true;
                var head = Encoding.Latin1.GetString(_buffer, _start, length + 4);
                _start += length + 4;
                var reply = new Reply(Ending.Whole, int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture), head, default);
                if (reply.Status >= 200 || orInterim)
                {
                    return reply.Status < 200 ? reply : reply with { Body = await BodyAsync(reply, cancellationToken) };
                }
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            return Reply.Without(isBegun || _end > _start ? Ending.Cut : Ending.Silent);
        }
        catch (OperationCanceledException)
        {
            return Reply.Without(Ending.Late);
        }
    }

    private async Task<ReadOnlyMemory<byte>> BodyAsync(Reply reply, CancellationToken cancellationToken)
    {
        if (reply.Header("Content-Length") is { } length)
        {
            return await TakeAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellationToken);
        }

        var body = new MemoryStream();
        if (reply.Header("Transfer-Encoding") is not null)
        {
            while (int.Parse(await SizeAsync(cancellationToken), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                await body.WriteAsync((await TakeAsync(size + 2, cancellationToken)).AsMemory(0, size), cancellationToken);
            }

            await TakeAsync(2, cancellationToken);
        }

        return body.ToArray();
    }

    private async Task<string> SizeAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            await FillAsync(cancellationToken);
        }

        return Encoding.Latin1.GetString((await TakeAsync(length + 2, cancellationToken)).AsSpan(0, length));
    }

    private async Task<byte[]> TakeAsync(int length, CancellationToken cancellationToken)
    {
        while (_end - _start < length)
        {
            await FillAsync(cancellationToken);
        }

        var taken = _buffer.AsSpan(_start, length).ToArray();
        _start += length;
        return taken;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var room = _buffer.AsMemory(_end);
        if (slowly is { } pace)
        {
            await Task.Delay(pace.Pause, cancellationToken);
            room = room[..Math.Min(pace.Bytes, room.Length)];
        }

        try
        {
            var read = await socket.ReceiveAsync(room, SocketFlags.None, cancellationToken);
            _end += read > 0 ? read : throw new EndOfStreamException();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new EndOfStreamException(e.Message, e);
        }
    }
}
