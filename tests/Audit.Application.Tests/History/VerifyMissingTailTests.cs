using Audit.Application.History;
using Audit.Domain.History;

namespace Audit.Application.Tests.History;

/// <summary>Ends of the chain that are gone, or were written anew: the writers keep the last entry, and so may the caller.</summary>
public sealed class VerifyMissingTailTests
{
    private readonly KeptHistory _history = new();

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Handle_WhenTheTailIsGone_NamesItsBeginning(long first)
    {
        _history.OfLength(5).Remove(s => s >= first);

        (await _history.VerifyAsync()).ShouldBreakAt(first, "missing_tail");
    }

    /// <summary>Who goes on where the last check ended finds what is gone since.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task Handle_WhenTheTailIsGoneBehindTheEntryBefore_NamesItsBeginning(long from)
    {
        _history.OfLength(5).Remove(s => s >= 3);

        (await _history.VerifyAsync(from)).ShouldBreakAt(3, "missing_tail", from);
    }

    [Fact]
    public async Task Handle_WhenTheTailIsGoneWithTheWritersEnd_IsFoundByTheExpectedEntryAlone()
    {
        var (sequence, hash) = (_history.OfLength(5).End.Sequence, _history.End.Hash);
        _history.Remove(s => s >= 4);
        _history.End = new ChainEnd(Given.Tenant, 3, _history.HashOf(3));
        _history.Statuses[_history.Statuses.Keys.Single()] = _history.Rows[^1].To!;

        (await _history.VerifyAsync()).Valid.Should().BeTrue();
        (await _history.VerifyAsync(expectedSequence: sequence, expectedHash: hash)).ShouldBreakAt(4, "missing_tail");
    }

    [Fact]
    public async Task Handle_WhenEverythingIsGone_IsFoundByTheExpectedEntry()
    {
        var (sequence, hash) = (_history.OfLength(2).End.Sequence, _history.End.Hash);

        (await new KeptHistory().VerifyAsync(expectedSequence: sequence, expectedHash: hash)).ShouldBreakAt(1, "missing_tail");
    }

    [Fact]
    public async Task Handle_WhenTheChainWasWrittenAnew_IsFoundByTheExpectedEntryAlone()
    {
        var hash = _history.OfLength(5).HashOf(4);
        _history.Set(2, "ActorId", "usr_2");
        _history.ForgeFrom(2);

        (await _history.VerifyAsync()).Valid.Should().BeTrue();
        ShouldMismatch(await _history.VerifyAsync(expectedSequence: 4, expectedHash: hash), checkedEntries: 3);
        ShouldMismatch(await _history.VerifyAsync(from: 5, expectedSequence: 4, expectedHash: hash), checkedEntries: 1);
        ShouldMismatch(await _history.VerifyAsync(limit: 2, expectedSequence: 4, expectedHash: hash), checkedEntries: 2);

        static void ShouldMismatch(VerificationDto found, long checkedEntries) =>
            found.Should().BeEquivalentTo(new { Valid = false, BrokenAt = 4L, Reason = "end_mismatch", Checked = checkedEntries });
    }

    [Fact]
    public async Task Handle_WhenTheChainWasWrittenAnewButNotTheWritersEnd_IsFound()
    {
        var end = _history.OfLength(5).End;
        _history.Set(5, "ActorId", "usr_2");
        _history.ForgeFrom(5);
        _history.End = end;

        (await _history.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 5L, Reason = "end_mismatch" });
        (await _history.VerifyAsync(limit: 2)).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 5L, Reason = "end_mismatch", Checked = 2L });
    }

    [Fact]
    public async Task Handle_WhenTheExpectedEntryIsMissingBeforeTheFirst_NamesIt()
    {
        var hash = _history.OfLength(5).HashOf(2);
        _history.Remove(s => s == 2);

        (await _history.VerifyAsync(from: 4, expectedSequence: 2, expectedHash: hash)).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 2L, Reason = "missing_entry" });
    }

    [Fact]
    public async Task Handle_WhenTheEntryBeforeTheFirstIsMissing_NamesIt()
    {
        _history.OfLength(5).Remove(s => s == 3);

        (await _history.VerifyAsync(from: 4)).Should().BeEquivalentTo(new { Valid = false, Checked = 0L, BrokenAt = 3L, Reason = "missing_entry", FirstSequence = 4L, LastSequence = 3L, LastHash = new string('0', 64) });
    }
}
