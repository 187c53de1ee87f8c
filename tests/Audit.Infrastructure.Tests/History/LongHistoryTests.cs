using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.History;

/// <summary>A history that is longer than what is compared of it at once: an incident with 1,001 entries between its opening and its last move.</summary>
public sealed class LongHistoryTests : IAsyncLifetime
{
    private const int Length = 1003;
    private readonly TemporaryFolder _folder = new();
    private readonly HistoryFile _file;

    public LongHistoryTests() => _file = new HistoryFile(_folder.File("long.db"));

    public async Task InitializeAsync()
    {
        await using (var provider = StoreProvider.OnFile(_folder.File("long.db")))
        {
            await provider.MigrateStoreAsync();
        }

        var incident = Given.Incident(WholeHistory.Tenant);
        for (var i = 0; i < Length - 2; i++)
        {
            incident.AssignTo($"analyst-{i}", Given.Analyst, Given.Noon);
        }

        incident.MoveTo(IncidentStatus.Contained, Outcome.None, Given.Analyst, Given.Noon);
        await using var session = _file.Open();
        await session.AddAsync(incident);
    }

    public async Task DisposeAsync()
    {
        await _file.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Verify_WhenNobodyTampered_FindsEverythingRightAtOnceAndInParts()
    {
        (await _file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = (long)Length, LastHash = await _file.HashOfAsync(Length) });

        var parts = new List<(bool, long, long)>();
        for (var from = 1L; from <= Length;)
        {
            var part = await _file.VerifyAsync(from, limit: 600);
            parts.Add((part.Valid, part.Checked, part.LastSequence));
            from = part.LastSequence + 1;
        }

        parts.Should().Equal((true, 600, 600), (true, 403, Length));
        (await _file.VerifyAsync(Length + 1)).Should().BeEquivalentTo(new { Valid = true, Checked = 0L, LastSequence = (long)Length, LastHash = await _file.HashOfAsync(Length) });
    }

    [Theory]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(Length)]
    public async Task Verify_WhenARowIsTamperedWith_NamesItAndNotTheMoveBeforeIt(int sequence)
    {
        await _file.ExecuteAsync($"UPDATE history SET action = 'commented' WHERE sequence = {sequence}");

        (await _file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = (long)sequence, Reason = "hash_mismatch", Checked = sequence - 1L });
    }

    [Theory]
    [InlineData("-7", 1)]
    [InlineData("0", 1)]
    [InlineData("1.5", 2)]
    [InlineData("3.5", 4)]
    [InlineData("500.5", 501)]
    [InlineData("1002.5", Length)]
    [InlineData("'zzz'", Length + 1)]
    [InlineData("x'01'", Length + 1)]
    public async Task Verify_WhenARowIsPutIn_NamesThePlaceWhereItStands(string forged, int sequence)
    {
        await _file.ForgeAsync(forged, like: 1);

        foreach (var found in new[] { await _file.VerifyAsync(), await _file.VerifyInPartsAsync(500), await _file.VerifyInPartsAsync(1000) })
        {
            found.Should().BeEquivalentTo(new { Valid = false, BrokenAt = (long)sequence, Reason = "missing_entry", LastSequence = sequence - 1L });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(Length)]
    public async Task Verify_WhenAnEntryIsThereTwice_NamesThePlaceOfTheNext(int sequence)
    {
        await _file.DoubleAsync(sequence);

        foreach (var found in new[] { await _file.VerifyAsync(), await _file.VerifyInPartsAsync(500), await _file.VerifyAsync(sequence + 1) })
        {
            found.Should().BeEquivalentTo(new { Valid = false, BrokenAt = sequence + 1L, Reason = "missing_entry", LastSequence = (long)sequence });
        }
    }

    [Fact]
    public async Task Verify_WhenTheThingIsTamperedWith_NamesItsLastMove()
    {
        await _file.ExecuteAsync("UPDATE incidents SET status = 'resolved'");

        (await _file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = (long)Length, Reason = "status_mismatch" });
    }
}
