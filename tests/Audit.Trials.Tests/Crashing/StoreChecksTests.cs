using Audit.Trials.Crashing;

namespace Audit.Trials.Tests.Crashing;

/// <summary>Each thing that a kill could leave behind is found, and nothing else is.</summary>
public sealed class StoreChecksTests(WrittenStore written) : IClassFixture<WrittenStore>
{
    private const string Unsealed = "DROP TRIGGER history_no_delete; DROP TRIGGER history_no_update;";
    private const string AnyIncident = "(SELECT id FROM incidents LIMIT 1)";
    private const string AnyComment = "(SELECT id FROM incidents WHERE comments <> '[]' LIMIT 1)";
    private const string AnyEscalated = "(SELECT id FROM anomalies WHERE escalated_to IS NOT NULL LIMIT 1)";

    [Fact]
    public void Checks_OfWhatWasWritten_FindNothing()
    {
        var report = Check(written.Unchanged());

        written.Report.Shown.Should().BeEmpty();
        report.Shown.Should().BeEmpty();
        report[Judge.Checks].Should().BeGreaterThan(1000);
    }

    [Theory]
    [InlineData(Unsealed + "DELETE FROM history WHERE sequence = 9", "*should have an entry 9 and goes on with 10*")]
    [InlineData(Unsealed + "DELETE FROM history WHERE sequence = (SELECT MAX(sequence) FROM history)", "*history_ends of * should be*")]
    [InlineData(Unsealed + "UPDATE history SET \"to\" = 'closed' WHERE sequence = 9", "*entry 9 of * should have the hash*")]
    [InlineData(Unsealed + "UPDATE history SET previous_hash = hash WHERE sequence = 9", "*entry 9 of * as the one before it*")]
    [InlineData("UPDATE history_ends SET sequence = sequence + 1", "*history_ends of * should be*")]
    [InlineData("UPDATE incidents SET status = 'closed' WHERE status <> 'closed'", "*by its history and is closed*")]
    [InlineData("UPDATE anomalies SET version = version + 1 WHERE id = " + AnyEscalated, "*should have the version*")]
    [InlineData("DELETE FROM incidents WHERE id = " + AnyIncident, "*has a history and is not there*")]
    [InlineData("UPDATE incidents SET id = 'inc_of_nobody' WHERE id = " + AnyIncident, "*inc_of_nobody should begin with its creation*")]
    [InlineData("UPDATE incidents SET assignee = 'nobody'", "*should be assigned to * by its history and is to nobody*")]
    [InlineData("UPDATE incidents SET comments = json_remove(comments, '$[0]') WHERE id = " + AnyComment, "*should have the comments of its history*")]
    [InlineData("UPDATE incidents SET comments = json_insert(comments, '$[#]', json_extract(comments, '$[0]')) WHERE id = " + AnyComment, "*should have the comments of its history*")]
    [InlineData("UPDATE incidents SET comments = json_set(comments, '$[0].content', 'other') WHERE id = " + AnyComment, "*should have the comments of its history*")]
    [InlineData("UPDATE anomalies SET related_case_id = NULL WHERE id = " + AnyEscalated, "*should be linked to inc_* by its history and is to nothing*")]
    [InlineData("UPDATE incidents SET source_anomaly_ids = '[]'", "*is linked to inc_*, which isn't there or doesn't name it*")]
    [InlineData("UPDATE anomalies SET escalated_to = NULL", "*was escalated to nothing and by its history to inc_*")]
    [InlineData("DELETE FROM incidents WHERE id = (SELECT escalated_to FROM anomalies WHERE escalated_to IS NOT NULL LIMIT 1)", "*was escalated to inc_*, which isn't there*")]
    [InlineData("UPDATE incidents SET source_anomaly_ids = '[\"' || (SELECT id FROM anomalies WHERE related_case_id IS NULL LIMIT 1) || '\"]'", "*names ano_*, whose history doesn't say*")]
    [InlineData("UPDATE incidents SET source_anomaly_ids = '[\"a\",\"a\"]'", "*names one thing twice*")]
    [InlineData("UPDATE incidents SET source_anomaly_ids = '[]'", "*took ano_* into its list by its history and doesn't name it*")]
    [InlineData("UPDATE totals SET number = number + 1 WHERE kind = 'incident'", "*the table of totals of *incident*should be*")]
    [InlineData("INSERT INTO marks SELECT tenant_id, 'incident', created_at, id, 7 FROM incidents ORDER BY created_at LIMIT 1", "*the mark at inc_* should say 1 and says 7*")]
    [InlineData("INSERT INTO marks SELECT tenant_id, 'incident', created_at, id, 1 FROM incidents ORDER BY created_at, id LIMIT 1", "*of kind incident and 1 marks*")]
    [InlineData("UPDATE incidents SET search_text = 'other' WHERE id = " + AnyIncident, "*the search index should lack no text and lacks 1*")]
    [InlineData("DROP INDEX ux_idempotency_keys_scope; INSERT INTO idempotency_keys SELECT seq + 1000, tenant_id, actor_tenant_id, actor_id, key, fingerprint, response, created_at FROM idempotency_keys LIMIT 1", "*the key * should be kept once and is 2 times*")]
    [InlineData("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '\"updated_at\"', '\"title\"') WHERE name = 'ix_incidents_updated_at'", "*SQLite finds the file broken: *")]
    [InlineData("UPDATE incidents SET title = 'other' WHERE id = " + AnyIncident, "*should be Picture *and is Picture *Title = other*")]
    [InlineData("UPDATE anomalies SET reason = 'other' WHERE id = " + AnyEscalated, "*should be Picture *and is Picture *Reason = other*")]
    [InlineData("DELETE FROM anomalies WHERE id = " + AnyEscalated, "*ano_* was acknowledged and is not there*")]
    [InlineData("UPDATE anomalies SET id = 'ano_of_nobody' WHERE id = " + AnyEscalated, "*ano_of_nobody is there and nobody asked for it*")]
    [InlineData(Unsealed + "UPDATE history SET request_id = 'other' WHERE sequence = 9", "*entry 1 of * should be (w*, Entry *and is *other*")]
    [InlineData(Unsealed + "UPDATE history SET note = 'other' WHERE action = 'commented'", "*entry * should be (w*Action = commented*and is *")]
    [InlineData("DELETE FROM idempotency_keys WHERE seq = 1", "*the kept keys of key-* should be 1 and is 0*")]
    [InlineData("UPDATE idempotency_keys SET key = 'other' WHERE seq = 1", "*the kept keys of other should be 0 and is 1*")]
    [InlineData("CREATE TABLE half_migrated (id TEXT)", "*the database should be made of what a clean start makes, and differs in table half_migrated*")]
    [InlineData("DROP INDEX ix_marks_position", "*the database should be made of what a clean start makes, and differs in index ix_marks_position*")]
    public void Checks_WhenTheStoreIsNotWhole_FindIt(string sql, string finding) => Check(written.Changed(sql, deep: true)).Shown.Should().ContainMatch(finding);

    [Fact]
    public void Compare_WhenAFileIsLeft_FindsIt()
    {
        var report = new TrialReport();
        (written.Clean with { Files = ["audit.db"] }).Compare(written.File, written.Unchanged(), new Judge(report, "here"));

        report.Shown.Should().ContainMatch("here: these files should not be there: *audit.db-wal*");
    }

    private TrialReport Check(StoreSnapshot store)
    {
        var report = new TrialReport();
        var judge = new Judge(report, "here");
        HistoryChecks.Make(store, judge);
        LinkChecks.Make(store, judge);
        CountChecks.Make(store, judge);
        LedgerChecks.Make(store, WrittenStore.Tenant, written.Ledgers, judge);
        written.Clean.CompareSchema(store, judge);
        return report;
    }
}
