using Audit.Infrastructure.Tests.Stores;
using FluentAssertions.Execution;

namespace Audit.Infrastructure.Tests.History;

/// <summary>Whatever somebody with a tool of their own does to the rows of a history, its verification names the first that it did it to.</summary>
public sealed class TamperedRowsTests(WholeHistory whole) : IClassFixture<WholeHistory>
{
    private const string Where = $"WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence";

    [Fact]
    public async Task Verify_WhenNobodyTampered_FindsEverythingRight()
    {
        await using var file = whole.Copy();

        (await file.VerifyAsync()).Should().BeEquivalentTo(new
        {
            Valid = true,
            Checked = (long)WholeHistory.Length,
            FirstSequence = 1L,
            LastSequence = (long)WholeHistory.Length,
            LastHash = await file.HashOfAsync(WholeHistory.Length),
            BrokenAt = (long?)null,
            Reason = (string?)null,
            SubjectId = (string?)null,
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(WholeHistory.Length)]
    public async Task Verify_WhenOneValueOfARowIsChanged_NamesTheRow(int sequence)
    {
        await using var pristine = whole.Copy();
        var columns = await pristine.ReadAsync("SELECT name FROM pragma_table_info('history')");
        columns.Should().HaveCountGreaterThan(17);
        using var scope = new AssertionScope();
        foreach (var column in columns)
        {
            await using var file = whole.Copy();
            await file.ExecuteAsync($"UPDATE history SET {Changed(column)} {Where} = {sequence}");

            var reason = column switch
            {
                "tenant_id" => sequence == WholeHistory.Length ? "missing_tail" : "missing_entry",
                "sequence" => "missing_entry",
                "previous_hash" => "previous_hash_mismatch",
                _ => "hash_mismatch",
            };
            await ShouldBreakAsync(file, sequence, reason, column);
        }
    }

    [Theory]
    [InlineData("actor_name", "NULL")]
    [InlineData("note", "NULL")]
    [InlineData("note", "''")]
    [InlineData("actor_tenant_id", "NULL")]
    [InlineData("\"from\"", "NULL")]
    [InlineData("hash", "upper(hash)")]
    [InlineData("previous_hash", "''")]
    [InlineData("occurred_at", "9223372036854775807")]
    [InlineData("occurred_at", "-9223372036854775808")]
    [InlineData("occurred_at", "'soon'")]
    [InlineData("note", "CAST(note AS BLOB)")]
    [InlineData("note", "note || char(0) || 'more'")]
    [InlineData("actor_id", "CAST(actor_id AS BLOB)")]
    [InlineData("note_sha256", "1")]
    [InlineData("sequence", "6.25")]
    [InlineData("occurred_at", "occurred_at + 0.25")]
    [InlineData("occurred_at", "occurred_at || 'ms'")]
    public async Task Verify_WhenAValueIsNoneThatTheServiceWrites_NamesTheRow(string column, string value)
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE history SET {column} = {value} {Where} = 6");

        var found = await file.VerifyAsync();

        found.Should().BeEquivalentTo(new { Valid = false, BrokenAt = 6L, Checked = 5L });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(WholeHistory.Length)]
    public async Task Verify_WhenATextBecomesABlobThatReadsTheSame_NamesTheRow(int sequence)
    {
        await using var pristine = whole.Copy();
        var columns = await pristine.ReadAsync("SELECT name FROM pragma_table_info('history') WHERE type = 'TEXT' AND name <> 'tenant_id'");
        using var scope = new AssertionScope();
        foreach (var column in columns)
        {
            await using var file = whole.Copy();
            await file.ExecuteAsync($"UPDATE history SET \"{column}\" = CAST(\"{column}\" AS BLOB) {Where} = {sequence}");
            if ((await file.ReadAsync($"SELECT typeof(\"{column}\") FROM history {Where} = {sequence}"))[0] == "blob")
            {
                await ShouldBreakAsync(file, sequence, "hash_mismatch", column);
            }
        }
    }

    [Fact]
    public async Task Verify_WhenARowIsDeleted_NamesIt()
    {
        for (var sequence = 1; sequence <= WholeHistory.Length; sequence++)
        {
            await using var file = whole.Copy();
            await file.ExecuteAsync($"DELETE FROM history {Where} = {sequence}");

            await ShouldBreakAsync(file, sequence, sequence == WholeHistory.Length ? "missing_tail" : "missing_entry");
        }
    }

    [Fact]
    public async Task Verify_WhenTwoRowsChangePlaces_NamesTheFirst()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE history SET sequence = 100 {Where} = 4; UPDATE history SET sequence = 4 {Where} = 7; UPDATE history SET sequence = 7 {Where} = 100");

        await ShouldBreakAsync(file, 4, "previous_hash_mismatch");
    }

    [Fact]
    public async Task Verify_WhenTwoRowsChangePlacesAndNameTheOnesBeforeThem_NamesTheFirst()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync(
            $"""
            UPDATE history SET sequence = 100 {Where} = 4; UPDATE history SET sequence = 4 {Where} = 7; UPDATE history SET sequence = 7 {Where} = 100;
            UPDATE history SET previous_hash = (SELECT hash FROM history {Where} = 3) {Where} = 4;
            UPDATE history SET previous_hash = (SELECT hash FROM history {Where} = 6) {Where} = 7
            """);

        await ShouldBreakAsync(file, 4, "hash_mismatch");
    }

    [Fact]
    public async Task Verify_WhenOneRowIsPutInPlaceOfAnother_NamesIt()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"DELETE FROM history {Where} = 5; UPDATE history SET tenant_id = '{WholeHistory.Tenant}', sequence = 5 WHERE tenant_id = '{WholeHistory.Neighbour}' AND sequence = 2");

        await ShouldBreakAsync(file, 5, "previous_hash_mismatch");
    }

    [Fact]
    public async Task Verify_WhenAnotherTenantsHistoryIsBroken_SaysNothingOfIt()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE history SET note = 'x' {Where} = 3");
        await using var neighbour = file.Open(WholeHistory.Neighbour);

        (await neighbour.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = 2L });
        await ShouldBreakAsync(file, 3, "hash_mismatch");
    }

    /// <summary>Another value than it has, of the same kind where it has one.</summary>
    private static string Changed(string column) =>
        $"""
        "{column}" = CASE typeof("{column}") WHEN 'null' THEN 'x' WHEN 'integer' THEN "{column}" + 100 ELSE char(unicode("{column}") + 1) || substr("{column}", 2) END
        """;

    private static async Task ShouldBreakAsync(HistoryFile file, long sequence, string reason, string because = "")
    {
        (await file.VerifyAsync()).Should().BeEquivalentTo(
            new { Valid = false, BrokenAt = sequence, Reason = reason, SubjectId = (string?)null, Checked = sequence - 1, LastSequence = sequence - 1 }, because);
    }
}
