using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Sqlite;

namespace Audit.Infrastructure.Tests.Persistence;

public sealed class OneWriterGateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-gate-").FullName;

    private string LockFile => Path.Combine(_folder, "audit.db.write.lock");

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

    /// <summary>Two processes on one file: to each the other is nothing but a lock.</summary>
    [Fact]
    public async Task Enter_WhenAnotherProcessWrites_WaitsForItsTurnToEnd()
    {
        using var here = new OneWriterGate(TimeSpan.FromMinutes(1), LockFile);
        using var there = new OneWriterGate(TimeSpan.FromMinutes(1), LockFile);
        var held = await here.EnterAsync(CancellationToken.None);

        var entering = there.EnterAsync(CancellationToken.None).AsTask();
        var isInBefore = entering.IsCompleted;
        held!.Dispose();
        using var next = await entering;

        isInBefore.Should().BeFalse();
        next.Should().NotBeNull();
    }

    [Fact]
    public async Task Enter_WhenAnotherProcessWritesForTooLong_GivesUpAndHoldsUpNobodyHere()
    {
        using var there = new OneWriterGate(TimeSpan.Zero, LockFile);
        using var here = new OneWriterGate(TimeSpan.Zero, LockFile);
        var held = await there.EnterAsync(CancellationToken.None);

        await FluentActions.Awaiting(() => here.EnterAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<StoreBusyException>();
        held!.Dispose();

        using var next = await here.EnterAsync(CancellationToken.None);
        next.Should().NotBeNull();
    }

    /// <summary>What is wrong with the place is for the database to say.</summary>
    [Fact]
    public async Task Enter_WhenTheLockFileCantBe_LetsTheWriterIn()
    {
        using var gate = new OneWriterGate(TimeSpan.Zero, Path.Combine(_folder, "not there", "a.lock"));

        using var turn = await gate.EnterAsync(CancellationToken.None);

        turn.Should().NotBeNull();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
