using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.History;

/// <summary>A history that was cut off, or written anew from some place on, and the end of it that the service keeps beside it.</summary>
public sealed class TamperedEndTests(WholeHistory whole) : IClassFixture<WholeHistory>
{
    private const string MoveEnd = $"UPDATE history_ends SET sequence = h.sequence, hash = h.hash FROM history AS h WHERE h.tenant_id = '{WholeHistory.Tenant}' AND history_ends.tenant_id = h.tenant_id AND h.sequence = ";
    private const string WhereEnd = $"WHERE tenant_id = '{WholeHistory.Tenant}'";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(9)]
    public async Task Verify_WhenTheTailIsDeleted_NamesItsFirst(long sequence)
    {
        await using var file = whole.Copy();
        await file.DeleteFromAsync(sequence);

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = sequence, Reason = "missing_tail", Checked = sequence - 1 });
    }

    [Fact]
    public async Task Verify_WhenTheTailIsDeletedBehindTheLastOneThatWasVerified_NamesItsFirst()
    {
        await using var file = whole.Copy();
        await file.DeleteFromAsync(7);

        var found = await file.VerifyAsync(from: 7);

        found.Should().BeEquivalentTo(new { Valid = false, BrokenAt = 7L, Reason = "missing_tail", Checked = 0L, LastSequence = 6L, LastHash = await file.HashOfAsync(6) });
    }

    [Fact]
    public async Task Verify_WhenTheTailIsDeletedAndTheEndMovedBack_NamesTheMoveThatTheThingIsPast()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync(MoveEnd + "6");
        await file.DeleteFromAsync(7);

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 4L, Reason = "status_mismatch", SubjectId = whole.AnomalyId });
    }

    [Fact]
    public async Task Verify_WhenTheThingIsPutBackToo_NamesTheTailToWhomKnowsTheEnd()
    {
        await using var file = whole.Copy();
        var (sixth, ninth) = (await file.HashOfAsync(6), await file.HashOfAsync(9));
        await file.ExecuteAsync(MoveEnd + "6");
        await file.DeleteFromAsync(7);
        await file.ExecuteAsync("UPDATE anomalies SET status = 'acknowledged' " + WhereEnd);

        // nothing in the store tells of it any more
        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, LastSequence = 6L });
        (await file.VerifyAsync(expected: (6, sixth))).Valid.Should().BeTrue();
        (await file.VerifyAsync(expected: (9, ninth))).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 7L, Reason = "missing_tail", Checked = 6L });
    }

    [Fact]
    public async Task Verify_WhenEverythingIsDeletedWithTheEnd_FindsTheThingsThatAreLeft()
    {
        await using var file = whole.Copy();
        await file.DeleteFromAsync(1);
        await file.ExecuteAsync("DELETE FROM history_ends " + WhereEnd);

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = (long?)null, Reason = "missing_history", SubjectId = whole.IncidentId, Checked = 0L });
    }

    [Fact]
    public async Task Verify_WhenTheChainIsWrittenAnew_TellsWhomKnowsAnEntryOfIt()
    {
        await using var file = whole.Copy();
        var (fifth, sixth, ninth) = (await file.HashOfAsync(5), await file.HashOfAsync(6), await file.HashOfAsync(9));
        await file.WriteAnewAsync(6, ("note", "Nothing to see here"));

        (await file.VerifyAsync()).Valid.Should().BeTrue("nothing in the store tells of it");
        (await file.VerifyAsync(expected: (5, fifth))).Valid.Should().BeTrue("it was left as it was");
        (await file.VerifyAsync(expected: (6, sixth))).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 6L, Reason = "end_mismatch" });
        (await file.VerifyAsync(expected: (9, ninth))).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 9L, Reason = "end_mismatch" });
        (await file.VerifyAsync(from: 8, limit: 1, expected: (6, sixth))).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 6L, Reason = "end_mismatch" }, "it is looked up where it isn't followed");
        (await file.VerifyAsync(limit: 2, expected: (9, ninth))).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 9L, Reason = "end_mismatch", Checked = 2L });
    }

    [Theory]
    [InlineData("sequence = 10", 10, "missing_tail")]
    [InlineData("sequence = 9000000000000000000", 10, "missing_tail")]
    [InlineData("sequence = 8", 8, "end_mismatch")]
    [InlineData("sequence = 1", 1, "end_mismatch")]
    [InlineData("hash = 'a' || substr(hash, 2)", 9, "end_mismatch")]
    [InlineData("hash = upper(hash)", 9, "end_mismatch")]
    [InlineData("sequence = 0", 9, "end_mismatch")]
    [InlineData("sequence = -1", 9, "end_mismatch")]
    [InlineData("tenant_id = 'tnt_other'", 9, "end_mismatch")]
    public async Task Verify_WhenTheEndIsChanged_NamesTheEntryThatItDoesNotFit(string change, long sequence, string reason)
    {
        await using var file = whole.Copy();
        // a sure change, whatever the hash begins with
        await file.ExecuteAsync($"UPDATE history_ends SET {change.Replace("'a'", "CASE substr(hash, 1, 1) WHEN 'a' THEN 'b' ELSE 'a' END", StringComparison.Ordinal)} {WhereEnd}");

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = sequence, Reason = reason });
    }

    [Theory]
    [InlineData("DELETE FROM history_ends " + WhereEnd)]
    [InlineData(MoveEnd + "8")]
    public async Task Verify_WhenTheEndIsTakenAwayOrMovedBackToAnEntry_NamesTheLastEntry(string tampering)
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync(tampering);

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 9L, Reason = "end_mismatch" });
        (await file.VerifyAsync(from: 10)).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 9L, Reason = "end_mismatch" });
    }
}
