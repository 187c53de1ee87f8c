using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.History;

/// <summary>Somebody with the file changes it behind the service's back, and the service says where.</summary>
public sealed class TamperedHistoryTests(AuditApi api) : IClassFixture<AuditApi>
{
    private readonly string _tenant = Tenants.Fresh();

    public static TheoryData<string> Texts =>
        ["action", "actor_id", "actor_name", "actor_tenant_id", "\"from\"", "\"to\"", "note", "request_id", "trace_id", "subject_id", "subject_type", "hash"];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Verify_WhenATextIsChanged_NamesTheEntry(string column)
    {
        await api.GivenChain(_tenant);

        api.Tamper($"UPDATE history SET {column} = {column} || 'x' WHERE tenant_id = $tenant AND sequence = 2", ("$tenant", _tenant));

        (await api.VerifyAsync(_tenant)).ShouldBeBroken(2, "hash_mismatch");
    }

    [Theory]
    [InlineData("occurred_at = occurred_at + 1")]
    [InlineData("note = ''")]
    [InlineData("note = NULL")]
    [InlineData("actor_name = NULL")]
    [InlineData("actor_tenant_id = NULL")]
    [InlineData("note_sha256 = lower(hex('x')), note = NULL")]
    [InlineData("hash = upper(hash)")]
    [InlineData("hash = ''")]
    public async Task Verify_WhenAnEntryIsChanged_NamesIt(string change)
    {
        await api.GivenChain(_tenant);

        api.Tamper($"UPDATE history SET {change} WHERE tenant_id = $tenant AND sequence = 2", ("$tenant", _tenant));

        (await api.VerifyAsync(_tenant)).ShouldBeBroken(2, "hash_mismatch");
    }

    [Fact]
    public async Task Verify_WhenTheChangedEntryHasItsHashAnew_NamesTheNextOne()
    {
        await api.GivenChain(_tenant);

        api.Tamper(
            "UPDATE history SET hash = (SELECT hash FROM history WHERE tenant_id = $tenant AND sequence = 3) WHERE tenant_id = $tenant AND sequence = 2; "
            + "UPDATE history SET previous_hash = hash WHERE tenant_id = $tenant AND sequence = 5",
            ("$tenant", _tenant));

        (await api.VerifyAsync(_tenant)).ShouldBeBroken(2, "hash_mismatch");
        (await api.VerifyAsync(_tenant, "?from_sequence=3")).ShouldBeBroken(3, "previous_hash_mismatch");
        (await api.VerifyAsync(_tenant, "?from_sequence=4")).ShouldBeBroken(5, "previous_hash_mismatch");
    }

    [Theory]
    [InlineData("DELETE FROM history WHERE tenant_id = $tenant AND sequence = 1", 1)]
    [InlineData("DELETE FROM history WHERE tenant_id = $tenant AND sequence = 5", 5)]
    [InlineData("DELETE FROM history WHERE tenant_id = $tenant AND sequence BETWEEN 3 AND 6", 3)]
    [InlineData("UPDATE history SET sequence = 80 WHERE tenant_id = $tenant AND sequence = 8; UPDATE history SET sequence = 81 WHERE tenant_id = $tenant AND sequence = 7", 7)]
    public async Task Verify_WhenEntriesAreGone_NamesTheFirst(string sql, long at)
    {
        await api.GivenChain(_tenant);

        api.Tamper(sql, ("$tenant", _tenant));

        (await api.VerifyAsync(_tenant)).ShouldBeBroken(at, "missing_entry");
    }

    [Fact]
    public async Task Verify_WhenTwoEntriesChangePlaces_NamesTheFirst()
    {
        await api.GivenChain(_tenant);

        api.Tamper(
            "UPDATE history SET sequence = 0 WHERE tenant_id = $tenant AND sequence = 7; UPDATE history SET sequence = 7 WHERE tenant_id = $tenant AND sequence = 8; "
            + "UPDATE history SET sequence = 8 WHERE tenant_id = $tenant AND sequence = 0",
            ("$tenant", _tenant));

        (await api.VerifyAsync(_tenant)).ShouldBeBroken(7, "previous_hash_mismatch");
    }

    [Theory]
    [InlineData("DELETE FROM history WHERE tenant_id = $tenant AND sequence = 8", 8, "missing_tail")]
    [InlineData("DELETE FROM history WHERE tenant_id = $tenant AND sequence >= 7", 7, "missing_tail")]
    [InlineData("UPDATE history_ends SET hash = upper(hash) WHERE tenant_id = $tenant", 8, "end_mismatch")]
    [InlineData("UPDATE history_ends SET sequence = 9 WHERE tenant_id = $tenant", 9, "missing_tail")]
    public async Task Verify_WhenTheChainEndsElsewhereThanItsWritersKnow_SaysSo(string sql, long at, string reason)
    {
        await api.GivenChain(_tenant);

        api.Tamper(sql, ("$tenant", _tenant));

        (await api.VerifyAsync(_tenant)).ShouldBeBroken(at, reason);
    }

    [Theory]
    [InlineData("UPDATE anomalies SET status = 'resolved' WHERE tenant_id = $tenant", 2, "status_mismatch", true)]
    [InlineData("UPDATE anomalies SET status = 'nonsense' WHERE tenant_id = $tenant", 2, "status_mismatch", true)]
    [InlineData("UPDATE incidents SET status = 'closed' WHERE tenant_id = $tenant", 4, "status_mismatch", false)]
    [InlineData("DELETE FROM incidents WHERE tenant_id = $tenant", 4, "missing_subject", false)]
    [InlineData("UPDATE anomalies SET tenant_id = 'tnt_other' WHERE tenant_id = $tenant", 2, "missing_subject", true)]
    public async Task Verify_WhenAThingIsNotWhatItsHistoryLeadsTo_NamesItAndItsLastMove(string sql, long at, string reason, bool isAnomaly)
    {
        var (anomaly, incident) = await api.GivenChain(_tenant);

        api.Tamper(sql, ("$tenant", _tenant));

        (await api.VerifyAsync(_tenant)).ShouldBeBroken(at, reason, isAnomaly ? anomaly : incident);
    }

    [Theory]
    [InlineData("anomalies")]
    [InlineData("incidents")]
    public async Task Verify_WhenThereIsAThingWithoutHistory_NamesIt(string table)
    {
        var other = Tenants.Fresh();
        var (anomaly, incident) = await api.GivenChain(other);
        await api.GivenChain(_tenant);

        api.Tamper($"UPDATE {table} SET tenant_id = $tenant WHERE tenant_id = $other", ("$tenant", _tenant), ("$other", other));

        var found = await api.VerifyAsync(_tenant);
        found.ShouldBeBroken(null, "missing_history", table == "anomalies" ? anomaly : incident);
        found.Members().Should().NotContain("broken_at");
        ((int)found["checked"]!).Should().Be(8);
    }

    [Fact]
    public async Task Verify_WhenAnotherTenantsHistoryIsBroken_IsValid()
    {
        var other = Tenants.Fresh();
        await api.GivenChain(other);
        await api.GivenChain(_tenant);

        api.Tamper("DELETE FROM history WHERE tenant_id = $other", ("$other", other));

        ((bool)(await api.VerifyAsync(_tenant))["valid"]!).Should().BeTrue();
        (await api.VerifyAsync(other)).ShouldBeBroken(1, "missing_tail");
    }

    [Fact]
    public async Task List_WhenAnEntryIsChanged_StillShowsIt()
    {
        await api.GivenChain(_tenant);
        api.Tamper("UPDATE history SET action = 'vanished', subject_type = '?' WHERE tenant_id = $tenant AND sequence = 2", ("$tenant", _tenant));
        using var auditor = api.Caller(_tenant, "usr_auditor", roles: ["auditor"]);

        using var response = await auditor.CallAsync("GET", Chain.List);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        ((string)(await response.JsonAsync())["items"]![1]!["action"]!).Should().Be("vanished");
    }

    [Fact]
    public async Task Verify_WhenTextsAreRedactedAsDocumented_IsValidAndTheListShowsTheirDigests()
    {
        await api.GivenChain(_tenant);

        api.Tamper(
            "UPDATE history SET note = NULL, note_sha256 = $note, actor_name = NULL, actor_name_sha256 = $name WHERE tenant_id = $tenant AND sequence = 2",
            ("$tenant", _tenant),
            ("$note", Sha256("a note")),
            ("$name", Sha256("张三")));

        ((bool)(await api.VerifyAsync(_tenant))["valid"]!).Should().BeTrue();
        using var auditor = api.Caller(_tenant, "usr_auditor", roles: ["auditor"]);
        using var response = await auditor.CallAsync("GET", Chain.List);
        var entry = (await response.JsonAsync())["items"]![1]!;
        entry.Members().Should().Contain("note_sha256", "actor_name_sha256").And.NotContain(["note", "actor_name"]);
        ((string)entry["note_sha256"]!).Should().Be(Sha256("a note"));
    }

    private static string Sha256(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
