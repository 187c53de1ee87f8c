using System.Buffers;
using System.Text;
using Audit.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace Audit.Api.Tests.Requests;

/// <summary>An array that is given back twice is lent to two requests at once, and they read each other's bodies.</summary>
public sealed class PooledBodyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public async Task Read_OfUnknownLength_IsTheWholeBody(int length)
    {
        var sent = Encoding.UTF8.GetBytes(new string('x', length));

        using var body = await PooledBody.ReadAsync(Request(new MemoryStream(sent)), limit: 256 * 1024);

        body.Bytes.ToArray().Should().Equal(sent);
    }

    [Fact]
    public async Task Read_WhenTooLargeOrBrokenOff_GivesEachArrayBackOnce()
    {
        for (var i = 0; i < 50; i++)
        {
            await Fail(new MemoryStream(new byte[40_000]), limit: 20_000);
            await Fail(new BrokenStream(20_000), limit: 256 * 1024);
        }

        foreach (var size in new[] { 4096, 8192, 16384, 32768, 65536 })
        {
            var lent = Enumerable.Range(0, 64).Select(_ => ArrayPool<byte>.Shared.Rent(size)).ToList();
            lent.Distinct(ReferenceEqualityComparer.Instance).Should().HaveCount(lent.Count);
            lent.ForEach(a => ArrayPool<byte>.Shared.Return(a));
        }
    }

    private static async Task Fail(Stream stream, int limit)
    {
        var reading = async () => (await PooledBody.ReadAsync(Request(stream), limit)).Dispose();
        await reading.Should().ThrowAsync<UnreadableBodyException>();
    }

    private static HttpRequest Request(Stream body) => new DefaultHttpContext { Request = { Body = body } }.Request;

    /// <summary>Ends in a fault after so many bytes, as when the caller goes away.</summary>
    private sealed class BrokenStream(int length) : MemoryStream(new byte[length])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new IOException("gone");
    }
}
