using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Sqlite;

namespace Audit.Infrastructure.Tests.Persistence;

public sealed class OneWriterGateTests
{
    [Fact]
    public async Task Enter_WhenTheWriterAheadTakesTooLong_GivesUpAsUnavailable()
    {
        using var gate = new OneWriterGate(TimeSpan.Zero);
        using var held = await gate.EnterAsync(CancellationToken.None);

        var entering = async () => await gate.EnterAsync(CancellationToken.None);

        var fault = (await entering.Should().ThrowAsync<StoreBusyException>()).Which;
        new SqliteFaults().IsUnavailable(fault).Should().BeTrue();
    }

    [Fact]
    public async Task Enter_WhenTheTurnEnded_LetsTheNextIn()
    {
        using var gate = new OneWriterGate(TimeSpan.Zero);
        (await gate.EnterAsync(CancellationToken.None))!.Dispose();

        using var next = await gate.EnterAsync(CancellationToken.None);

        next.Should().NotBeNull();
    }
}
