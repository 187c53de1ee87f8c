using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.History;

/// <summary>Rows that somebody puts into a history, which no trigger refuses.</summary>
public sealed class ForgedEntriesTests(WholeHistory whole) : IClassFixture<WholeHistory>
{
    private const long Last = WholeHistory.Length;

    [Theory]
    [InlineData("-9e999", 1)]
    [InlineData("-1e300", 1)]
    [InlineData("-7", 1)]
    [InlineData("0", 1)]
    [InlineData("0.5", 1)]
    [InlineData("1.5", 2)]
    [InlineData("3.5", 4)]
    [InlineData("8.999", Last)]
    [InlineData("9.5", Last + 1)]
    [InlineData("11", Last + 1)]
    [InlineData("9223372036854775807", Last + 1)]
    [InlineData("9e99", Last + 1)]
    [InlineData("'zzz'", Last + 1)]
    [InlineData("''", Last + 1)]
    [InlineData("x'01'", Last + 1)]
    public async Task Verify_WhenARowIsPutIn_NamesThePlaceWhereItStands(string forged, long sequence)
    {
        await using var file = whole.Copy();
        await file.ForgeAsync(forged, like: 6);

        var inParts = await Task.WhenAll(new[] { 1, 2, 3, 4, WholeHistory.Length }.Select(file.VerifyInPartsAsync));
        foreach (var found in inParts.Append(await file.VerifyAsync()))
        {
            found.Should().BeEquivalentTo(
                new { Valid = false, BrokenAt = sequence, Reason = "missing_entry", LastSequence = sequence - 1, LastHash = await file.HashOfAsync(sequence - 1) });
        }

        await using var neighbour = file.Open(WholeHistory.Neighbour);
        (await neighbour.VerifyAsync()).Valid.Should().BeTrue();
    }

    [Theory]
    [InlineData("10.5")]
    [InlineData("'10th'")]
    [InlineData("x'3130'")]
    public async Task Verify_WhenARowThatReadsAsTheNextIsPutInWithAllItsHashes_NamesIt(string forged)
    {
        await using var file = whole.Copy();
        await ForgeNextAsync(file, forged);

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = Last + 1, Reason = "hash_mismatch", Checked = Last });
        (await file.VerifyAsync(from: Last + 1)).Should().BeEquivalentTo(new { Valid = false, BrokenAt = Last + 1, Reason = "hash_mismatch", Checked = 0L });
    }

    [Fact]
    public async Task Verify_WhenTheNextIsPutInAsTheServiceWritesIt_FindsNothing()
    {
        await using var file = whole.Copy();
        await ForgeNextAsync(file, "10");

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = Last + 1 }, "else the other forgeries would be found by something else");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(Last)]
    public async Task Verify_WhenAnEntryIsThereTwice_NamesThePlaceOfTheNext(long sequence)
    {
        await using var file = whole.Copy();
        await file.DoubleAsync(sequence);

        var inParts = await Task.WhenAll(new[] { 1, 2, 3, 4, WholeHistory.Length }.Select(file.VerifyInPartsAsync));
        foreach (var found in inParts.Append(await file.VerifyAsync()).Append(await file.VerifyAsync(sequence + 1)))
        {
            found.Should().BeEquivalentTo(new { Valid = false, BrokenAt = sequence + 1, Reason = "missing_entry", LastSequence = sequence });
        }
    }

    [Fact]
    public async Task Verify_WhenTheTableHasNoKeyAndNoEntryTwice_FindsEverythingRight()
    {
        await using var file = whole.Copy();
        await file.DoubleAsync(sequence: 0);

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = Last });
    }

    /// <summary>Goes on behind the last entry as the service would, but for how the sequence is stored.</summary>
    private static async Task ForgeNextAsync(HistoryFile file, string sequence)
    {
        await using var session = file.Open();
        var last = (await Chain.ReadAsync(session.Db, WholeHistory.Tenant))[^1];
        var row = new Dictionary<string, object>(last, StringComparer.Ordinal) { ["sequence"] = Last + 1, ["previous_hash"] = last["hash"] };
        var hash = Chain.HashOf(row);
        await file.ForgeAsync(sequence, like: Last, ("previous_hash", "hash"), ("hash", $"'{hash}'"));
        await file.ExecuteAsync($"UPDATE history_ends SET sequence = {Last + 1}, hash = '{hash}' WHERE tenant_id = '{WholeHistory.Tenant}'");
    }
}
