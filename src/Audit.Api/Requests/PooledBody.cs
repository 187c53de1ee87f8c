using System.Buffers;
using Audit.Api.Load;
using Audit.Domain.Common;

namespace Audit.Api.Requests;

/// <summary>A request's body in a rented array, which has this one owner from first to last.</summary>
public sealed class PooledBody : IDisposable
{
    private const int FirstSize = 4096;
    private byte[] _buffer;
    private int _length;

    private PooledBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="UnreadableBodyException">It is larger than the limit, or comes too slowly.</exception>
    public static async Task<PooledBody> ReadAsync(HttpRequest request, int limit)
    {
        var body = new PooledBody((int)(request.ContentLength ?? FirstSize) + 1);
        var isRead = false;
        try
        {
            await body.FillAsync(request.Body, limit, request.HttpContext.RequestAborted);
            isRead = true;
            return body;
        }
        catch (OperationCanceledException) when (request.HttpContext.HasTimedOut())
        {
            throw new UnreadableBodyException(ErrorKeys.RequestTimeout);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // the server has no word of its own for a chunk whose size is beyond its numbers, nor for a connection that broke
            throw new UnreadableBodyException(ErrorKeys.MalformedBody);
        }
        finally
        {
            if (!isRead)
            {
                body.Dispose();
            }
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async Task FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken) is var read and > 0)
        {
            _length += read;
            if (_length > limit)
            {
                throw new UnreadableBodyException(ErrorKeys.BodyTooLarge);
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    private void Grow()
    {
        var full = _buffer;
        _buffer = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(_buffer, 0);
        ArrayPool<byte>.Shared.Return(full, clearArray: true);
    }
}
