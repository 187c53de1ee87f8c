using Audit.Domain.History;

namespace Audit.Domain.Tests.History;

public sealed class ChainCheckTests
{
    private readonly ChainCheck _check = new(ChainEnd.Start(Given.Tenant));

    public static TheoryData<string, object?> Contents => new()
    {
        { nameof(HistoryEntry.Action), "updated" },
        { nameof(HistoryEntry.Action), "Status_Changed" },
        { nameof(HistoryEntry.SubjectType), "anomaly" },
        { nameof(HistoryEntry.SubjectId), "inc_01k5m8z0c2e9v7q4t6x8y1w3rb" },
        { nameof(HistoryEntry.From), null },
        { nameof(HistoryEntry.To), "resolved" },
        { nameof(HistoryEntry.ActorId), "usr_2" },
        { nameof(HistoryEntry.ActorName), "Li Si" },
        { nameof(HistoryEntry.ActorName), null },
        { nameof(HistoryEntry.ActorTenantId), null },
        { nameof(HistoryEntry.Note), "note 2 " },
        { nameof(HistoryEntry.Note), null },
        { nameof(HistoryEntry.RequestId), "req_2" },
        { nameof(HistoryEntry.TraceId), "" },
        { nameof(HistoryEntry.TenantId), "tnt_other" },
        { nameof(HistoryEntry.Hash), "" },
    };

    [Fact]
    public void Take_WhenEveryEntryIsRight_FindsNothingAndKnowsTheEnd()
    {
        var chain = Chain.Of(3);

        ShouldFindNothing(_check, chain);

        _check.Checked.Should().Be(3);
        _check.End.Should().Be(new ChainEnd(Given.Tenant, 3, chain[2].Hash));
    }

    [Fact]
    public void Take_WhenItBeginsInTheMiddle_GoesOnFromThere()
    {
        var chain = Chain.Of(5);
        var check = new ChainCheck(new ChainEnd(Given.Tenant, 3, chain[2].Hash));

        ShouldFindNothing(check, chain.Skip(3));

        check.Checked.Should().Be(2);
        check.End.Should().Be(new ChainEnd(Given.Tenant, 5, chain[4].Hash));
    }

    [Fact]
    public void Take_WhenAnEntryIsMissing_NamesIt()
    {
        var chain = Chain.Of(4);

        ShouldBreakAt(2, BreakReason.MissingEntry, chain[0], chain[2], chain[3]);
    }

    [Fact]
    public void Take_WhenTheFirstIsMissing_NamesIt() => ShouldBreakAt(1, BreakReason.MissingEntry, Chain.Of(2)[1]);

    [Fact]
    public void Take_WhenAnEntryComesTwice_MissesTheOneBehindIt()
    {
        var chain = Chain.Of(2);

        ShouldBreakAt(2, BreakReason.MissingEntry, chain[0], chain[0]);
    }

    [Fact]
    public void Take_WhenASequenceWasChanged_MissesTheEntry()
    {
        var chain = Chain.Of(3);

        ShouldBreakAt(2, BreakReason.MissingEntry, chain[0], chain[1].Set(nameof(HistoryEntry.Sequence), 7L).Rehash());
    }

    [Fact]
    public void Take_WhenItNamesAnotherEntryBeforeIt_SaysSo()
    {
        var chain = Chain.Of(3);

        ShouldBreakAt(3, BreakReason.PreviousHashMismatch, chain[0], chain[1], chain[2].Set(nameof(HistoryEntry.PreviousHash), chain[0].Hash).Rehash());
    }

    /// <summary>Whoever changes an entry and its hash breaks the one behind it.</summary>
    [Fact]
    public void Take_WhenAnEntryWasWrittenAnewWithItsHash_BreaksAtTheNext()
    {
        var chain = Chain.Of(3);

        ShouldBreakAt(3, BreakReason.PreviousHashMismatch, chain[0], chain[1].Set(nameof(HistoryEntry.To), "closed").Rehash(), chain[2]);
    }

    [Fact]
    public void Take_WhenTheFirstNamesAnEntryBeforeIt_SaysSo() =>
        ShouldBreakAt(1, BreakReason.PreviousHashMismatch, Chain.Of(1)[0].Set(nameof(HistoryEntry.PreviousHash), new string('1', 64)).Rehash());

    [Theory]
    [MemberData(nameof(Contents))]
    public void Take_WhenContentWasChanged_SaysSo(string member, object? value)
    {
        var chain = Chain.Of(3);

        ShouldBreakAt(3, BreakReason.HashMismatch, chain[0], chain[1], chain[2].Set(member, value));
    }

    [Fact]
    public void Take_WhenTheTimeWasMovedByAMillisecond_SaysSo()
    {
        var chain = Chain.Of(1);

        ShouldBreakAt(1, BreakReason.HashMismatch, chain[0].Set(nameof(HistoryEntry.OccurredAt), Given.Start.AddMilliseconds(1)));
    }

    [Fact]
    public void Take_WhenTheChainIsAnotherTenants_SaysSo() => ShouldBreakAt(1, BreakReason.HashMismatch, Chain.Of(1, "tnt_other")[0]);

    [Fact]
    public void Take_WhenTheHashIsInCapitals_SaysSo()
    {
        var chain = Chain.Of(1);

        ShouldBreakAt(1, BreakReason.HashMismatch, chain[0].Set(nameof(HistoryEntry.Hash), chain[0].Hash.ToUpperInvariant()));
    }

    [Fact]
    public void Take_WhenAnotherHashWasKeptOfTheEntry_SaysSo()
    {
        var chain = Chain.Of(2);
        _check.Take(chain[0], chain[0].Hash).Should().BeNull();

        _check.Take(chain[1], chain[0].Hash).Should().Be(new ChainBreak(2, BreakReason.EndMismatch));

        _check.End.Should().Be(new ChainEnd(Given.Tenant, 1, chain[0].Hash));
    }

    /// <summary>What is wrong with an entry itself says more than that it isn't the one that was kept.</summary>
    [Fact]
    public void Take_WhenTheContentWasChangedToo_SaysThat()
    {
        var chain = Chain.Of(1);

        _check.Take(chain[0].Set(nameof(HistoryEntry.To), "closed"), new string('1', 64)).Should().Be(new ChainBreak(1, BreakReason.HashMismatch));
    }

    [Fact]
    public void Take_WhenTextsAreRedactedToTheirDigests_FindsNothing()
    {
        var chain = Chain.Of(3);
        // SHA-256 of "note 1" and of "Zhang San", by sha256sum
        chain[1].Set(nameof(HistoryEntry.Note), null).Set(nameof(HistoryEntry.NoteSha256), "282832bf5600024e20cb23703e88cb9c287e6c34381c2038559e81b4f74e03bd");
        chain[1].Set(nameof(HistoryEntry.ActorName), null).Set(nameof(HistoryEntry.ActorNameSha256), "6abf2578727b07c8c1a90dc0e5c08506e2f561d9fc733d867e613114584841a9");

        ShouldFindNothing(_check, chain);
    }

    private static void ShouldFindNothing(ChainCheck check, IEnumerable<HistoryEntry> entries)
    {
        foreach (var entry in entries)
        {
            check.Take(entry).Should().BeNull();
        }
    }

    private void ShouldBreakAt(long sequence, BreakReason reason, params HistoryEntry[] entries)
    {
        ShouldFindNothing(_check, entries[..((int)sequence - 1)]);
        var end = _check.End;

        _check.Take(entries[sequence - 1]).Should().Be(new ChainBreak(sequence, reason));

        _check.Checked.Should().Be(sequence - 1);
        _check.End.Should().Be(end);
    }
}
