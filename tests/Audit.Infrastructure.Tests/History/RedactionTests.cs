using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.History;

/// <summary>Free text that an operator has to take out of a history, by its digest in its place.</summary>
public sealed class RedactionTests(WholeHistory whole) : IClassFixture<WholeHistory>
{
    private const string Where = $"WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence";
    private static readonly string s_note = Chain.Sha256("Blocked at the gateway 封禁");
    private static readonly string s_name = Chain.Sha256(Given.Analyst.Name!);

    [Fact]
    public async Task Verify_WhenTextIsRedacted_FindsEverythingRight()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE history SET note = NULL, note_sha256 = '{s_note}' {Where} = 6; UPDATE history SET actor_name = NULL, actor_name_sha256 = '{s_name}'");

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = (long)WholeHistory.Length });
        await using var session = file.Open();
        (await Chain.ReadAsync(session.Db, WholeHistory.Tenant)).ShouldBeWhole(WholeHistory.Length);
        // the text stands nowhere in the rows, and the digests only in place of it
        var entries = await session.History.ListAsync(WholeHistory.Tenant, 1, 100, CancellationToken.None);
        entries.Should().OnlyContain(e => e.ActorName == null && e.ActorNameSha256 == s_name);
        entries[5].Should().BeEquivalentTo(new { Note = (string?)null, NoteSha256 = s_note });
        entries[8].Should().BeEquivalentTo(new { Note = "误报", NoteSha256 = (string?)null });
        entries[0].Should().BeEquivalentTo(new { Note = (string?)null, NoteSha256 = (string?)null });
    }

    [Fact]
    public async Task SaveAsync_WhenTextIsRedacted_GoesOnBehindIt()
    {
        await using var file = whole.Copy();
        await file.ExecuteAsync($"UPDATE history SET note = NULL, note_sha256 = '{Chain.Sha256("误报")}' {Where} = 9");
        await using var session = file.Open();

        await session.ActAsync(whole.AnomalyId, a => a.AssignTo("analyst-002", Given.Analyst, Given.Noon));

        (await session.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = WholeHistory.Length + 1L });
        // the triggers are there again
        var tampering = () => RawAsync(session, "UPDATE history SET note = 'x'");
        (await tampering.Should().ThrowAsync<Microsoft.Data.Sqlite.SqliteException>()).WithMessage("*history is append-only*");
    }

    [Theory]
    [InlineData("note = NULL")]
    [InlineData("note = NULL, note_sha256 = ''")]
    [InlineData("note = NULL, note_sha256 = '{other}'")]
    [InlineData("note = NULL, note_sha256 = upper('{digest}')")]
    [InlineData("note = 'Something else', note_sha256 = '{digest}'")]
    [InlineData("note = '', note_sha256 = '{digest}'")]
    [InlineData("note_sha256 = '{other}'")]
    [InlineData("note = NULL, actor_name_sha256 = '{digest}'")]
    public async Task Verify_WhenTextIsTakenOutOtherwise_NamesTheRow(string change)
    {
        await using var file = whole.Copy();
        change = change.Replace("{digest}", s_note, StringComparison.Ordinal).Replace("{other}", s_name, StringComparison.Ordinal);
        await file.ExecuteAsync($"UPDATE history SET {change} {Where} = 6");

        (await file.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, BrokenAt = 6L, Reason = "hash_mismatch" });
    }

    private static Task RawAsync(Session session, string sql) =>
        Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(session.Db.Database, sql);
}
