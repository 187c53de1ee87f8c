using System.Text;

namespace Audit.Api.Tests.Logging;

/// <summary>A stream that takes nothing until it is released, as a pipe that nobody reads.</summary>
internal sealed class HeldStream : MemoryStream
{
    private readonly ManualResetEventSlim _asked = new();
    private readonly ManualResetEventSlim _released = new();
    private readonly List<string> _writes = [];

    /// <summary>What was written at a time.</summary>
    public IReadOnlyList<string> Writes => _writes;

    public string Text => Encoding.UTF8.GetString(ToArray());

    public void WaitUntilAsked() => _asked.Wait();

    public void Release() => _released.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length == 0)
        {
            return;
        }

        _asked.Set();
        _released.Wait();
        _writes.Add(Encoding.UTF8.GetString(buffer));
        // the one for spans would come back here
        base.Write(buffer.ToArray(), 0, buffer.Length);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
}
