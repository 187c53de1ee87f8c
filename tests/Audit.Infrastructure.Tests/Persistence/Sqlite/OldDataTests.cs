using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>A store of the first release, after every migration since.</summary>
public sealed class OldDataTests : IAsyncLifetime
{
    private const string Tenant = "tnt_acme";
    private const string IncidentId = "inc_01kjmma4jbexttg0x8771zcc1v";
    private const string AnomalyId = "ano_01kjmma2kve3hb5hm73e1vdab7";
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;

    public OldDataTests() => _provider = StoreProvider.OnFile(File);

    private string File => _folder.File("audit.db");

    public async Task InitializeAsync()
    {
        using var dump = new StreamReader(typeof(OldDataTests).Assembly.GetManifestResourceStream("initial.sql")!);
        await RawSqlite.ExecuteAsync(File, await dump.ReadToEndAsync());
        await _provider.MigrateStoreAsync();
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenTheStoreIsOld_MakesItReady()
    {
        (await _provider.IsReadyAsync()).Should().BeTrue();
        (await RawSqlite.ReadAsync(File, "PRAGMA integrity_check")).Should().Equal("ok");
        (await RawSqlite.ReadAsync(File, "PRAGMA foreign_key_check")).Should().BeEmpty();
    }

    [Fact]
    public async Task Readers_WhenTheStoreIsOld_FindItsIncidents()
    {
        await using var session = Session.Of(_provider, Tenant);

        var found = await session.IncidentReader.FindAsync(Tenant, IncidentId, CancellationToken.None);

        found.Should().BeEquivalentTo(new
        {
            Id = IncidentId,
            TenantId = Tenant,
            Title = "多账号暴力破解 😀",
            Description = "Multiple tenant accounts \"under\" attack\n第二行",
            Severity = Severity.Critical,
            Status = IncidentStatus.Open,
            Assignee = "analyst-001",
            SourceAnomalyIds = new[] { AnomalyId, "unknown" },
            RelatedEvidenceIds = new[] { "log_1" },
            CreatedAt = Given.Noon.AddSeconds(2),
            UpdatedAt = Given.Noon.AddSeconds(2),
            ResolvedAt = (DateTimeOffset?)null,
            ResolvedBy = (string?)null,
            Resolution = (Resolution?)null,
            ResolutionNote = (string?)null,
            DuplicateOf = (string?)null,
            ContainedAt = (DateTimeOffset?)null,
            ClosedAt = (DateTimeOffset?)null,
            ReopenedCount = 0,
            Comments = Array.Empty<CommentDto>(),
            Version = 1L,
        });
        (await TitlesAsync(Given.AnyOf<IncidentStatus>())).Should().Equal("Phishing", "多账号暴力破解 😀");
        (await TitlesAsync(Given.AnyOf<IncidentStatus>() with { Statuses = [IncidentStatus.Resolved], Severities = [Severity.Medium] })).Should().Equal("Phishing");
        (await TitlesAsync(Given.AnyOf<IncidentStatus>() with { Search = "第二行 ACCOUNTS" })).Should().Equal("多账号暴力破解 😀");
    }

    [Fact]
    public async Task Repositories_WhenTheStoreIsOld_FindItsAnomalies()
    {
        await using var session = Session.Of(_provider, Tenant);

        var found = await session.FindAnomalyAsync(AnomalyId);

        found.Should().BeEquivalentTo(new
        {
            ExternalId = "evt-42",
            Type = "brute_force",
            Severity = Severity.High,
            Status = AnomalyStatus.Dismissed,
            Reason = "误报",
            Description = "5 分钟内 20 次登录失败",
            UserId = "user-7",
            EventIds = new[] { "evt_1", "evt_2" },
            MitreTactic = "TA0006",
            Assignee = "analyst-001",
            RelatedCaseId = IncidentId,
            DetectedAt = Given.Noon.AddMinutes(-1),
            CreatedAt = Given.Noon,
            UpdatedAt = Given.Noon.AddSeconds(4),
            AcknowledgedAt = Given.Noon.AddSeconds(3),
            ResolvedAt = Given.Noon.AddSeconds(4),
            ResolvedBy = "usr_root",
            EscalatedTo = (string?)null,
            Version = 4L,
        });
        found.Comments.Select(c => (c.AuthorName, c.Content)).Should().Equal(("李雷", "正在核实 it's real"), ("Root", "Known scanner"));
        (await session.Anomalies.FindByExternalIdsAsync(Tenant, ["evt-42"], CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task Readers_WhenTheStoreIsOld_FindItsAnomaliesWithTheirComments()
    {
        await using var session = Session.Of(_provider, Tenant);
        var all = Given.AnyOf<AnomalyStatus>();

        var found = await session.AnomalyReader.FindAsync(Tenant, AnomalyId, CancellationToken.None);
        var listed = await session.AnomalyReader.ListAsync(Tenant, new AnomalyFilter(all, [], default), PageRequest.ByPage(1, 20), CancellationToken.None);
        var searched = await session.AnomalyReader.ListAsync(Tenant, new AnomalyFilter(all with { Search = "登录失败" }, ["brute_force"], default, "user-7"), PageRequest.ByPage(1, 20), CancellationToken.None);

        found!.Comments.Should().BeEquivalentTo(
            [
                new { Id = "cmt_01kjmma5hkf4etx7g42zrcnq5g", AuthorId = "usr_analyst001", AuthorName = "李雷", Content = "正在核实 it's real", CreatedAt = Given.Noon.AddSeconds(3).ToUnixTimeSeconds() },
                new { Id = "cmt_01kjmma6gvfgf92pgke61gw1hw", AuthorId = "usr_root", AuthorName = "Root", Content = "Known scanner", CreatedAt = Given.Noon.AddSeconds(4).ToUnixTimeSeconds() },
            ],
            o => o.WithStrictOrdering());
        found.Version.Should().Be(4);
        listed.Items.Select(a => a.Type).Should().Equal("data_exfiltration", "brute_force");
        searched.Items.Should().ContainSingle().Which.Should().BeEquivalentTo(found);
    }

    [Fact]
    public async Task Verify_WhenTheStoreIsOld_FindsEverythingRight()
    {
        await using var session = Session.Of(_provider, Tenant);
        await using var other = Session.Of(_provider, "tnt_beta");

        (await session.VerifyAsync(expected: (11, "855cf100174dc2bb07a5b1b513ef393cd23ff5377304d2971e7ecf2568ffd2f0"))).Should().BeEquivalentTo(new { Valid = true, Checked = 11L });
        (await other.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = 1L });
    }

    [Fact]
    public async Task Incident_WhenTheStoreIsOld_GoesItsNewWay()
    {
        await using var session = Session.Of(_provider, Tenant);

        await session.ActOnIncidentAsync(IncidentId, i =>
        {
            i.MoveTo(IncidentStatus.Contained, Outcome.None, Given.Analyst, Given.Noon.AddDays(1));
            i.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Benign, "done"), Given.Analyst, Given.Noon.AddDays(2));
            i.AddComment("first", Given.Analyst, Given.Noon.AddDays(2));
        });

        (await session.IncidentReader.FindAsync(Tenant, IncidentId, CancellationToken.None)).Should().BeEquivalentTo(
            new { Version = 2L, Resolution = Resolution.Benign, ResolutionNote = "done", ContainedAt = Given.Noon.AddDays(1), ReopenedCount = 0, Comments = new[] { new { Content = "first" } } });
        (await session.VerifyAsync()).Should().BeEquivalentTo(new { Valid = true, Checked = 15L });
    }

    [Theory]
    [InlineData("UPDATE history SET note = 'x'")]
    [InlineData("UPDATE history SET note_sha256 = 'x'")]
    [InlineData("DELETE FROM history")]
    [InlineData("INSERT OR REPLACE INTO history SELECT * FROM history")]
    public async Task History_WhenTheStoreIsOld_IsStillAppendOnly(string sql)
    {
        var tampering = () => RawSqlite.ExecuteAsync(File, sql);

        (await tampering.Should().ThrowAsync<SqliteException>()).WithMessage("*history is append-only*");
        (await RawSqlite.ReadAsync(File, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history' ORDER BY name")).Should().Equal("history_no_delete", "history_no_replace", "history_no_update");
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenTheStoreIsOld_MakesTheSchemaOfANewOne()
    {
        await using var provider = StoreProvider.OnFile(_folder.File("new.db"));
        await provider.MigrateStoreAsync();

        (await SchemaAsync(File)).Should().BeEquivalentTo(await SchemaAsync(_folder.File("new.db")));
    }

    [Fact]
    public async Task History_WhenTheStoreIsOld_IsWholeAndGoesOn()
    {
        await using var session = Session.Of(_provider, Tenant);
        (await Chain.ReadAsync(session.Db, Tenant)).ShouldBeWhole(11);
        (await Chain.ReadAsync(session.Db, "tnt_beta")).ShouldBeWhole(1);

        await session.ActAsync(AnomalyId, a => a.MoveTo(AnomalyStatus.Open, null, Given.Analyst, Given.Noon.AddDays(1)));

        (await Chain.ReadAsync(session.Db, Tenant)).ShouldBeWhole(12);
    }

    [Fact]
    public async Task IdempotencyStore_WhenTheStoreIsOld_FindsItsAnswers()
    {
        await using var session = Session.Of(_provider, Tenant);

        var kept = await session.Idempotency.FindAsync(new IdempotencyScope(Tenant, Tenant, "usr_analyst001", "key-1"), Given.Noon, CancellationToken.None);

        kept.Should().Be(new KeptAnswer(new string('a', 64), "{\"Title\":\"多账号暴力破解 😀\"}"));
    }

    /// <summary>The columns of each table, and whatever stands on it.</summary>
    private static Task<IReadOnlyList<string>> SchemaAsync(string file) => RawSqlite.ReadAsync(
        file,
        """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'
        UNION ALL SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE type <> 'table'
        """);

    private async Task<IEnumerable<string>> TitlesAsync(ListFilter<IncidentStatus> filter)
    {
        await using var session = Session.Of(_provider, Tenant);
        var page = await session.IncidentReader.ListAsync(Tenant, filter, PageRequest.ByPage(1, 20), CancellationToken.None);
        return page.Items.Select(i => i.Title);
    }
}
