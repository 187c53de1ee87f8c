using Audit.Domain.Common;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.History;

/// <summary>Things that are not what their history says, while the history itself is whole.</summary>
public sealed class TamperedThingsTests(WholeHistory whole) : IClassFixture<WholeHistory>
{
    private const string Where = $"WHERE tenant_id = '{WholeHistory.Tenant}'";

    [Theory]
    [InlineData("open")]
    [InlineData("closed")]
    [InlineData("nonsense")]
    [InlineData("RESOLVED")]
    [InlineData("")]
    public async Task Verify_WhenAnIncidentsStatusIsChanged_NamesItsLastMove(string status)
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE incidents SET status = '{status}' {Where}");

        await ShouldBreakAsync(file, 6, "status_mismatch", whole.IncidentId);
    }

    /// <summary>It reads the same, and no list of that status has it.</summary>
    [Fact]
    public async Task Verify_WhenAStatusOnlyReadsLikeText_NamesItsLastMove()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE incidents SET status = CAST(status AS BLOB) {Where}");

        await ShouldBreakAsync(file, 6, "status_mismatch", whole.IncidentId);
    }

    [Fact]
    public async Task Verify_WhenAnAnomalysStatusIsChanged_NamesItsLastMove()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE anomalies SET status = 'acknowledged' {Where}");

        await ShouldBreakAsync(file, 9, "status_mismatch", whole.AnomalyId);
    }

    [Fact]
    public async Task Verify_WhenSeveralThingsWereChanged_NamesTheFirstMove()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE anomalies SET status = 'open' {Where}; UPDATE incidents SET status = 'open' {Where}");

        await ShouldBreakAsync(file, 6, "status_mismatch", whole.IncidentId);
    }

    [Theory]
    [InlineData("DELETE FROM incidents " + Where)]
    [InlineData("UPDATE incidents SET tenant_id = 'tnt_other' " + Where)]
    [InlineData("UPDATE incidents SET id = 'inc_0' " + Where)]
    public async Task Verify_WhenAnIncidentIsGone_NamesItsLastMove(string tampering)
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync(tampering);

        await ShouldBreakAsync(file, 6, "missing_subject", whole.IncidentId);
    }

    [Fact]
    public async Task Verify_WhenAnAnomalyIsGone_NamesItsLastMove()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"DELETE FROM anomalies {Where}");

        await ShouldBreakAsync(file, 9, "missing_subject", whole.AnomalyId);
    }

    [Theory]
    [InlineData("incidents", Ids.Incident)]
    [InlineData("anomalies", Ids.Anomaly)]
    public async Task Verify_WhenThereIsAThingWithoutHistory_NamesIt(string table, string prefix)
    {
        await using var file = whole.Copy();
        var smuggled = Ids.New(prefix, Given.Noon);
        await SmuggleAsync(file, table, smuggled);

        (await file.VerifyAsync()).Should().BeEquivalentTo(
            new { Valid = false, BrokenAt = (long?)null, Reason = "missing_history", SubjectId = smuggled, Checked = (long)WholeHistory.Length });
        // whether a thing is without history is known only at the history's end
        (await file.VerifyAsync(limit: 3)).Valid.Should().BeTrue();
        await using var neighbour = file.Open(WholeHistory.Neighbour);
        (await neighbour.VerifyAsync()).Valid.Should().BeTrue();
    }

    [Fact]
    public async Task Verify_WhenAThingHasTheIdOfOneOfTheOtherKind_NamesIt()
    {
        foreach (var (table, id) in new[] { ("incidents", whole.AnomalyId), ("anomalies", whole.IncidentId) })
        {
            await using var file = whole.Copy();
            await SmuggleAsync(file, table, id);

            (await file.VerifyAsync()).Should().BeEquivalentTo(
                new { Valid = false, BrokenAt = (long?)null, Reason = "missing_history", SubjectId = id, Checked = (long)WholeHistory.Length }, table);
        }
    }

    [Fact]
    public async Task Verify_WhenThereAreTwoThingsOfOneId_NamesItsLastMove()
    {
        foreach (var (table, id, sequence) in new[] { ("incidents", whole.IncidentId, 6), ("anomalies", whole.AnomalyId, 9) })
        {
            await using var file = whole.Copy();
            // both have the status that the history says
            await file.ExecuteAsync($"DROP INDEX ux_{table}_id");
            await SmuggleAsync(file, table, id);

            await ShouldBreakAsync(file, sequence, "status_mismatch", id);
        }
    }

    [Fact]
    public async Task Verify_WhenAnotherTenantHasAThingOfThatId_NamesItThereOnly()
    {
        await using var file = whole.Copy();
        await SmuggleAsync(file, "incidents", whole.IncidentId, WholeHistory.Neighbour);
        await using var neighbour = file.Open(WholeHistory.Neighbour);

        (await file.VerifyAsync()).Valid.Should().BeTrue();
        (await neighbour.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, Reason = "missing_history", SubjectId = whole.IncidentId });
    }

    [Fact]
    public async Task Verify_WhenAForgedEntryIsAboutNoKindOfThing_NamesIt()
    {
        await using var file = whole.Copy();
        await file.WriteAnewAsync(6, ("subject_type", "user"));

        await ShouldBreakAsync(file, 6, "missing_subject", whole.IncidentId);
    }

    [Fact]
    public async Task Verify_WhenForgedEntriesSayAnotherStatus_NamesTheLastMove()
    {
        await using var file = whole.Copy();
        await file.WriteAnewAsync(9, ("to", "resolved"));

        await ShouldBreakAsync(file, 9, "status_mismatch", whole.AnomalyId);
    }

    [Fact]
    public async Task Verify_WhenOnlyAPartIsFollowed_JudgesAThingWhereItsLastMoveStands()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE anomalies SET status = 'open' {Where}");

        (await file.VerifyAsync(limit: 8)).Should().BeEquivalentTo(new { Valid = true, Checked = 8L, LastSequence = 8L });
        (await file.VerifyAsync(from: 9)).Should().BeEquivalentTo(new { Valid = false, FirstSequence = 9L, BrokenAt = 9L, Reason = "status_mismatch" });
    }

    /// <summary>One more like the tenant's own.</summary>
    private static async Task SmuggleAsync(HistoryFile file, string table, string id, string tenant = WholeHistory.Tenant)
    {
        var columns = await file.ReadAsync($"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'seq'");
        var values = columns.Select(c => c switch { "id" => $"'{id}'", "tenant_id" => $"'{tenant}'", _ => c });
        await file.ExecuteAsync($"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} {Where}");
    }

    private static async Task ShouldBreakAsync(HistoryFile file, long sequence, string reason, string subjectId) =>
        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = sequence, Reason = reason, SubjectId = subjectId });
}
