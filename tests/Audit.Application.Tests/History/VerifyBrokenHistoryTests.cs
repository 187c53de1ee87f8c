using Audit.Domain.History;

namespace Audit.Application.Tests.History;

/// <summary>Entries that somebody with access to the store changed or removed.</summary>
public sealed class VerifyBrokenHistoryTests
{
    private readonly KeptHistory _history = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(501)]
    public async Task Handle_WhenAnEntryIsMissing_NamesIt(long sequence)
    {
        _history.OfLength(510).Remove(s => s == sequence);

        (await _history.VerifyAsync()).ShouldBreakAt(sequence, "missing_entry");
    }

    /// <summary>Nothing comes before the first entry, and nobody asks for such a part.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task Handle_WhenAnEntryWasPutBeforeTheFirst_MissesTheFirst(long sequence)
    {
        _history.OfLength(5).Insert(sequence);

        (await _history.VerifyAsync()).ShouldBreakAt(1, "missing_entry");
        (await _history.VerifyAsync(limit: 1)).ShouldBreakAt(1, "missing_entry");
    }

    /// <summary>Also at the seam of two parts, where the first ends with the one entry and the second begins behind the other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Handle_WhenThereAreTwoEntriesOfOneSequence_MissesTheOneBehind(int sequence)
    {
        _history.OfLength(5).Insert(sequence);

        (await _history.VerifyAsync()).ShouldBreakAt(sequence + 1, "missing_entry");
        (await _history.VerifyAsync(limit: sequence)).Valid.Should().BeTrue();
        (await _history.VerifyAsync(from: sequence + 1)).ShouldBreakAt(sequence + 1, "missing_entry", from: sequence + 1);
        (await _history.VerifyAsync(from: sequence + 1, limit: 1)).ShouldBreakAt(sequence + 1, "missing_entry", from: sequence + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Handle_WhenAnEntrysContentWasChanged_NamesIt(long sequence)
    {
        _history.OfLength(5).Set(sequence, "ActorId", "usr_analyst002");

        (await _history.VerifyAsync()).ShouldBreakAt(sequence, "hash_mismatch");
    }

    [Theory]
    [InlineData("SubjectType", "thing")]
    [InlineData("Action", "")]
    [InlineData("To", "nowhere")]
    public async Task Handle_WhenANameWasChangedToNone_NamesTheEntry(string member, string name)
    {
        _history.OfLength(5).Set(3, member, name);

        (await _history.VerifyAsync()).ShouldBreakAt(3, "hash_mismatch");
    }

    [Fact]
    public async Task Handle_WhenAnEntryWasForgedWithItsHash_NamesTheOneBehindIt()
    {
        _history.OfLength(5).Set(3, "ActorId", "usr_2");
        _history.Set(3, "Hash", CanonicalEntry.HashOf(_history.Rows[2]));

        (await _history.VerifyAsync()).ShouldBreakAt(4, "previous_hash_mismatch");
    }

    [Fact]
    public async Task Handle_WhenTwoAreBroken_NamesTheFirst()
    {
        _history.OfLength(700).Set(650, "ActorId", "usr_2");
        _history.Remove(s => s == 600);

        (await _history.VerifyAsync()).ShouldBreakAt(600, "missing_entry");
    }

    /// <summary>The store gives no hash to an entry with a value of another type: nothing can go on from there.</summary>
    [Fact]
    public async Task Handle_WhenTheEntryBeforeTheFirstHasNoHash_NamesIt()
    {
        _history.OfLength(5);
        _history.Set(3, "Hash", "");

        (await _history.VerifyAsync(from: 4)).Should().BeEquivalentTo(new { Valid = false, Checked = 0L, BrokenAt = 3L, Reason = "missing_entry" });
    }
}
