using Audit.Application.Common;
using Audit.Application.Incidents;
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
            Version = 1L,
        });
        (await TitlesAsync(new IncidentFilter([], [], null))).Should().Equal("Phishing", "多账号暴力破解 😀");
        (await TitlesAsync(new IncidentFilter([IncidentStatus.Resolved], [Severity.Medium], null))).Should().Equal("Phishing");
        (await TitlesAsync(new IncidentFilter([], [], "第二行 ACCOUNTS"))).Should().Equal("多账号暴力破解 😀");
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
            Version = 4L,
        });
        found.Comments.Select(c => (c.AuthorName, c.Content)).Should().Equal(("李雷", "正在核实 it's real"), ("Root", "Known scanner"));
        (await session.Anomalies.FindByExternalIdsAsync(Tenant, ["evt-42"], CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task History_WhenTheStoreIsOld_IsWholeAndGoesOn()
    {
        await using var session = Session.Of(_provider, Tenant);
        (await Chain.ReadAsync(session.Db, Tenant)).ShouldBeWhole(11);
        (await Chain.ReadAsync(session.Db, "tnt_beta")).ShouldBeWhole(1);

        await session.ActAsync(AnomalyId, a => a.MoveTo(AnomalyStatus.Open, null, Given.Analyst, Given.Noon.AddDays(1)));

        (await Chain.ReadAsync(session.Db, Tenant)).ShouldBeWhole(12);
        await FluentActions.Awaiting(() => RawSqlite.ExecuteAsync(File, "DELETE FROM history")).Should().ThrowAsync<SqliteException>();
    }

    [Fact]
    public async Task IdempotencyStore_WhenTheStoreIsOld_FindsItsAnswers()
    {
        await using var session = Session.Of(_provider, Tenant);

        var kept = await session.Idempotency.FindAsync(new IdempotencyScope(Tenant, Tenant, "usr_analyst001", "key-1"), Given.Noon, CancellationToken.None);

        kept.Should().Be(new KeptAnswer(new string('a', 64), "{\"Title\":\"多账号暴力破解 😀\"}"));
    }

    private async Task<IEnumerable<string>> TitlesAsync(IncidentFilter filter)
    {
        await using var session = Session.Of(_provider, Tenant);
        var page = await session.IncidentReader.ListAsync(Tenant, filter, new PageRequest(1, 20, Walk: false, After: null), CancellationToken.None);
        return page.Items.Select(i => i.Title);
    }
}
