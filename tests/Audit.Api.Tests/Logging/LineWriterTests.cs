using System.Text;
using Audit.Api.Logging;

namespace Audit.Api.Tests.Logging;

public sealed class LineWriterTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(64, 20)]
    [InlineData(64 * 1024, 2000)]
    [InlineData(1024 * 1024, 2000)]
    public void Write_FromManyThreads_KeepsLinesWholeAndEachThreadsInOrder(int capacity, int each)
    {
        const int Threads = 8;
        var output = new MemoryStream();
        using (var writer = new LineWriter(output, capacity))
        {
            var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
            {
                for (var i = 0; i < each; i++)
                {
                    writer.Write(Line(t, i));
                }
            })).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
        }

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n')[..^1];
        lines.Should().HaveCount(Threads * each);
        for (var t = 0; t < Threads; t++)
        {
            lines.Where(l => l.StartsWith($"{t} ", StringComparison.Ordinal)).Select(l => l + "\n").Should().Equal(Enumerable.Range(0, each).Select(i => Line(t, i)));
        }
    }

    [Fact]
    public void Dispose_WhenLinesWait_WritesThemTogether()
    {
        var output = new HeldStream();
        var writer = new LineWriter(output);
        writer.Write("one\n");
        output.WaitUntilAsked();
        writer.Write("two 中文\n");
        writer.Write("three 😀\n");
        var closing = Started(writer.Dispose);
        WaitUntilWaiting(closing);

        output.Release();

        closing.Join(s_patience).Should().BeTrue();
        output.Writes.Should().Equal("one\n", "two 中文\nthree 😀\n");
    }

    [Fact]
    public void Dispose_WhenNothingWasWritten_Ends()
    {
        var output = new MemoryStream();

        new LineWriter(output).Dispose();

        output.Length.Should().Be(0);
        output.CanWrite.Should().BeTrue("it belongs to somebody else");
    }

    [Fact]
    public void Write_WhenAsMuchWaitsAsMay_WaitsAndLosesNothing()
    {
        var output = new HeldStream();
        using (var writer = new LineWriter(output, capacity: 8))
        {
            writer.Write("one\n");
            output.WaitUntilAsked();
            writer.Write("two, which fills it\n");

            var third = Started(() => writer.Write("three\n"));
            WaitUntilWaiting(third);
            var waits = third.IsAlive;
            output.Release();

            waits.Should().BeTrue("there is no room before something is written");
            third.Join(s_patience).Should().BeTrue();
        }

        output.Text.Should().Be("one\ntwo, which fills it\nthree\n");
    }

    [Fact]
    public void Dispose_WhenSomebodyStillWaitsForRoom_LosesNothingEither()
    {
        var output = new HeldStream();
        var writer = new LineWriter(output, capacity: 8);
        writer.Write("one\n");
        output.WaitUntilAsked();
        writer.Write("two, which fills it\n");
        var third = Started(() => writer.Write("three\n"));
        WaitUntilWaiting(third);
        var closing = Started(writer.Dispose);
        WaitUntilWaiting(closing);

        output.Release();

        third.Join(s_patience).Should().BeTrue();
        closing.Join(s_patience).Should().BeTrue();
        output.Text.Should().Be("one\ntwo, which fills it\nthree\n");
    }

    [Fact]
    public void Dispose_WhenNobodyReadsWhatIsWritten_DoesNotWaitForEver()
    {
        var output = new HeldStream();
        var writer = new LineWriter(output);
        writer.Write("one\n");
        output.WaitUntilAsked();

        var closing = Started(writer.Dispose);

        var ended = closing.Join(s_patience);
        output.Release();
        ended.Should().BeTrue("a service stops when it is told to, whatever became of who reads its log");
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(NotSupportedException))]
    public void Write_WhenTheStreamFails_StopsNobody(Type failure)
    {
        var output = new FailingStream((Exception)Activator.CreateInstance(failure, "No space left on device")!);
        using (var writer = new LineWriter(output, capacity: 8))
        {
            writer.Write("lost\n");
            output.Failed.Wait(s_patience).Should().BeTrue();

            for (var i = 0; i < 10; i++)
            {
                writer.Write($"lost too, and more than there is room for: {i}\n");
            }

            output.IsBroken = false;
            writer.Write("kept\n");
        }

        Encoding.UTF8.GetString(output.ToArray()).Should().EndWith("kept\n").And.NotStartWith("lost\n");
    }

    private static string Line(int thread, int number) => $"{thread} {number} {new string((char)('a' + thread), number % 97)} 中\n";

    private static Thread Started(ThreadStart run)
    {
        var thread = new Thread(run) { IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <summary>Until the thread stands still, or is through.</summary>
    private static void WaitUntilWaiting(Thread thread) =>
        SpinWait.SpinUntil(() => !thread.IsAlive || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), s_patience).Should().BeTrue();

    private sealed class FailingStream(Exception failure) : MemoryStream
    {
        public ManualResetEventSlim Failed { get; } = new();

        public bool IsBroken { get; set; } = true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsBroken)
            {
                Failed.Set();
                throw failure;
            }

            base.Write(buffer);
        }
    }
}
