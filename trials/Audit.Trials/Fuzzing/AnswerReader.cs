using System.Globalization;
using System.Text;

namespace Audit.Trials.Fuzzing;

/// <summary>Reads answers off a connection, one behind the other.</summary>
internal sealed class AnswerReader(Stream stream)
{
    private const int MostBytes = 256 * 1024 * 1024;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next answer, interim ones passed over; null where the other side hung up before its first byte.</summary>
    /// <param name="hasBody">Whether the request was one whose answer may have a body.</param>
    /// <exception cref="InvalidDataException">What came is no answer, or only a part of one.</exception>
    public async Task<Answer?> ReadAsync(bool hasBody, CancellationToken cancellationToken)
    {
        while (await LineAsync(isFirst: true, cancellationToken) is { } line)
        {
            if (!line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || line.Length < 12 || !int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                throw new InvalidDataException("No status line: " + line);
            }

            var headers = await HeadersAsync(cancellationToken);
            if (status >= 200)
            {
                var body = hasBody && status is not (204 or 304) ? await BodyAsync(headers, cancellationToken) : [];
                return new Answer(status, headers, body);
            }
        }

        return null;
    }

    private async Task<List<(string Name, string Value)>> HeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new List<(string, string)>();
        while (await LineAsync(isFirst: false, cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(colon > 0 ? (line[..colon], line[(colon + 1)..].Trim()) : throw new InvalidDataException("No header: " + line));
        }

        return headers;
    }

    private async Task<byte[]> BodyAsync(List<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        if (headers.Exists(h => h.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && h.Value.Equals("chunked", StringComparison.OrdinalIgnoreCase)))
        {
            while (int.Parse((await LineAsync(isFirst: false, cancellationToken))!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                await CopyAsync(body, size, cancellationToken);
                await LineAsync(isFirst: false, cancellationToken);
            }

            await LineAsync(isFirst: false, cancellationToken);
        }
        else if (headers.Where(h => h.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault() is { } length)
        {
            await CopyAsync(body, int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellationToken);
        }
        else
        {
            await CopyAsync(body, wanted: null, cancellationToken);
        }

        return body.ToArray();
    }

    /// <summary>So many bytes, or all until the other side hangs up.</summary>
    private async Task CopyAsync(MemoryStream body, int? wanted, CancellationToken cancellationToken)
    {
        var left = wanted ?? MostBytes;
        while (left > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                if (wanted is null)
                {
                    return;
                }

                throw new InvalidDataException($"{left} bytes of the body are missing.");
            }

            var taken = Math.Min(left, _end - _start);
            body.Write(_buffer, _start, taken);
            _start += taken;
            left -= taken;
        }
    }

    private async Task<string?> LineAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return isFirst && line.Length == 0 ? null : throw new InvalidDataException("The head ends early: " + line);
            }

            var next = (char)_buffer[_start++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
