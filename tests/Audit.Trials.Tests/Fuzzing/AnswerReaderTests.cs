using System.Text;
using Audit.Trials.Fuzzing;

namespace Audit.Trials.Tests.Fuzzing;

public sealed class AnswerReaderTests
{
    [Fact]
    public async Task Read_WithAnswersBehindEachOther_TakesEachOnItsOwn()
    {
        var reader = Reader(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nETag: \"1\"\r\n\r\nabc"
            + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab\r\r\nb\r\n0123456789a\r\n0\r\n\r\n"
            + "HTTP/1.1 304 Not Modified\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nthe rest");

        var answers = new List<Answer>();
        while (await reader.ReadAsync(hasBody: true, CancellationToken.None) is { } answer)
        {
            answers.Add(answer);
        }

        answers.Select(a => (a.Status, a.Text)).Should().Equal((200, "abc"), (404, "ab\r0123456789a"), (304, ""), (204, ""), (200, "the rest"));
        answers[0].Header("etag").Should().Be("\"1\"");
        answers.Select(a => a.Closes).Should().Equal(false, false, false, false, true);
    }

    [Fact]
    public async Task Read_OfAnAnswerToHead_TakesNoBody()
    {
        var reader = Reader("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

        (await reader.ReadAsync(hasBody: false, CancellationToken.None))!.Body.Should().BeEmpty();
        (await reader.ReadAsync(hasBody: true, CancellationToken.None))!.Status.Should().Be(404);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\ngarbage\r\n\r\n")]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 x\r\n\r\n")]
    public async Task Read_OfWhatIsNoWholeAnswer_SaysSo(string bytes)
    {
        var reader = Reader(bytes);

        await FluentActions.Awaiting(() => reader.ReadAsync(hasBody: true, CancellationToken.None)).Should().ThrowAsync<InvalidDataException>();
    }

    private static AnswerReader Reader(string bytes) => new(new Dripping(Encoding.Latin1.GetBytes(bytes)));

    /// <summary>As a network may: hardly anything at a time.</summary>
    private sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..2], cancellationToken);
    }
}
