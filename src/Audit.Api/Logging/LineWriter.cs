using System.Buffers;
using System.Text;

namespace Audit.Api.Logging;

/// <summary>Writes lines to a stream, many at a time: who logs hands its line over and goes on.</summary>
internal sealed class LineWriter : IDisposable
{
    /// <summary>How long a line waits for others at the most.</summary>
    private static readonly TimeSpan s_linger = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the end of the process waits for who reads the lines, as with the framework's console.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromMilliseconds(1500);

    private readonly Lock _gate = new();
    private readonly Stream _output;
    private readonly int _capacity;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _hasLines = new();
    private readonly ManualResetEventSlim _hasRoom = new(initialState: true);
    private readonly ManualResetEventSlim _isClosing = new();
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _leaving = new();
    private bool _isThrough;

    /// <summary>Begins to wait for lines.</summary>
    /// <param name="output">Where lines go; not closed.</param>
    /// <param name="capacity">Bytes that may wait. When as many do, because nobody reads what is written, who logs waits too: nothing is lost.</param>
    public LineWriter(Stream output, int capacity = 1024 * 1024)
    {
        (_output, _capacity) = (output, capacity);
        _thread = new Thread(Run) { IsBackground = true, Name = "Log" };
        _thread.Start();
    }

    public void Write(ReadOnlySpan<char> lines)
    {
        _hasRoom.Wait();
        lock (_gate)
        {
            Encoding.UTF8.GetBytes(lines, _waiting);
            if (_waiting.WrittenCount > _capacity && !_isClosing.IsSet)
            {
                _hasRoom.Reset();
            }

            if (_isThrough)
            {
                Leave();
            }
        }

        _hasLines.Set();
    }

    /// <summary>Writes what still waits, unless nobody takes it.</summary>
    public void Dispose()
    {
        _isClosing.Set();
        _hasLines.Set();
        _hasRoom.Set();
        _thread.Join(s_farewell);
    }

    private void Run()
    {
        while (!_isClosing.IsSet)
        {
            _hasLines.Wait();
            _isClosing.Wait(s_linger);
            Leave();
        }

        while (!IsThrough())
        {
            Leave();
        }
    }

    /// <summary>Whether all is written; who comes later writes for itself.</summary>
    private bool IsThrough()
    {
        lock (_gate)
        {
            return _isThrough = _waiting.WrittenCount == 0;
        }
    }

    private void Leave()
    {
        _hasLines.Reset();
        lock (_gate)
        {
            (_waiting, _leaving) = (_leaving, _waiting);
            _hasRoom.Set();
        }

        try
        {
            _output.Write(_leaving.WrittenSpan);
            _output.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException)
        {
            // a log that can't be written, on a full disk perhaps or with the output closed, stops nothing else, and there is no other place to say so
        }

        _leaving.ResetWrittenCount();
    }
}
