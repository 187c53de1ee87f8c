using Audit.Application.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>The index follows the rows, whoever changes them.</summary>
public sealed class SearchIndexTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static readonly IncidentKind s_incidents = new();
    private readonly string _tenant = Given.Tenant();

    [Fact]
    public async Task RunAsync_WhenATextIsEdited_IsFoundByTheNewOneAndNoMoreByTheOld()
    {
        var incident = Given.Incident(_tenant, "旧标题 old title", description: "unchanged 说明");
        await AddAsync(incident, Given.Anomaly(_tenant));
        await ShouldFindAsync("旧标", incident.Id);

        await using var session = store.Open(_tenant);
        await session.ActOnIncidentAsync(incident.Id, i => i.Edit(new IncidentEdit("新标题 new", Description: null, Severity: null, RelatedEvidenceIds: null), Given.Analyst, Given.Noon));

        foreach (var search in new[] { "旧", "旧标", "旧标题", "old", "old t", "titl" })
        {
            await ShouldFindAsync(search);
        }

        foreach (var search in new[] { "新", "新标", "标题", "新标题", "new unchanged", "说明" })
        {
            await ShouldFindAsync(search, incident.Id);
        }

        await session.ActOnIncidentAsync(incident.Id, i => i.AssignTo("Luo", Given.Analyst, Given.Noon));
        await ShouldFindAsync("luo", incident.Id);
        await session.ActOnIncidentAsync(incident.Id, i => i.AssignTo(null, Given.Analyst, Given.Noon));
        await ShouldFindAsync("luo");
        await SearchFile.ShouldBeIndexedAsync(store.File);
    }

    [Fact]
    public async Task RunAsync_WhenAUnitFails_LeavesNothingInTheIndex()
    {
        var kept = Given.Incident(_tenant, "kept 保留");
        await AddAsync(kept);
        var before = await SearchFile.TokensAsync(store.File, "incidents");

        await using var session = store.Open(_tenant);
        var failing = () => session.RunAsync(async () =>
        {
            var loaded = await session.FindIncidentAsync(kept.Id);
            loaded.Edit(new IncidentEdit("lost 丢失", Description: null, Severity: null, RelatedEvidenceIds: null), Given.Analyst, Given.Noon);
            session.Add(Given.Incident(_tenant, "lost 丢失"));
            await session.Work.SaveAsync(CancellationToken.None);
            throw new InvalidOperationException("after saving");
        });
        await failing.Should().ThrowAsync<InvalidOperationException>();

        await ShouldFindAsync("lost");
        await ShouldFindAsync("丢失");
        await ShouldFindAsync("保留", kept.Id);
        (await SearchFile.TokensAsync(store.File, "incidents")).Should().Equal(before);
        await AddAsync(Given.Incident(_tenant, "next"));
        await SearchFile.ShouldBeIndexedAsync(store.File);
    }

    [Fact]
    public async Task RunAsync_WhenOneOfThoseThatShareACommitFails_IndexesTheOthers()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            await using var session = store.Open(_tenant);
            var adding = () => session.RunAsync(async () =>
            {
                session.Add(Given.Incident(_tenant, i % 4 == 0 ? "lost 丢失" : "kept 保留"));
                await session.Work.SaveAsync(CancellationToken.None);
                if (i % 4 == 0)
                {
                    throw new InvalidOperationException("after saving");
                }
            });
            await (i % 4 == 0 ? adding.Should().ThrowAsync<InvalidOperationException>() : adding());
        })));

        (await SearchAsync("lost")).Total.Should().Be(0);
        (await SearchAsync("保留")).Total.Should().Be(30);
        await SearchFile.ShouldBeIndexedAsync(store.File);
    }

    [Fact]
    public async Task ListAsync_WhenRowsWereChangedByHand_FindsThemAtOnceAndTheNextWriteIndexesThem()
    {
        var (edited, deleted, moved) = (Given.Incident(_tenant, "louis 一号"), Given.Incident(_tenant, "louis 二号"), Given.Incident(_tenant, "louis 三号"));
        var other = Given.Tenant();
        await AddAsync(edited, deleted, moved);

        await RawSqlite.ExecuteAsync(store.File, $"UPDATE incidents SET title = 'By hand', search_text = 'outside 手改' WHERE id = '{edited.Id}'");
        await RawSqlite.ExecuteAsync(store.File, $"DELETE FROM incidents WHERE id = '{deleted.Id}'");
        await RawSqlite.ExecuteAsync(store.File, $"UPDATE incidents SET tenant_id = '{other}' WHERE id = '{moved.Id}'");
        (await SearchFile.WaitingAsync(store.File)).Should().HaveCount(3 * 2, "a table and a number each");
        await ShouldBeAsHandedOverAsync();

        // anybody's write, whatever it is of
        await using (var session = store.Open(Given.Tenant()))
        {
            await session.AddAsync(Given.Anomaly(session.Caller.TenantId));
        }

        await SearchFile.ShouldBeIndexedAsync(store.File);
        await ShouldBeAsHandedOverAsync();

        async Task ShouldBeAsHandedOverAsync()
        {
            await ShouldFindAsync("outside 手改", edited.Id);
            await ShouldFindAsync("手改", edited.Id);
            await ShouldFindAsync("louis");
            await ShouldFindAsync("一号");
            await ShouldFindAsync("二号");
            (await SearchAsync("三号", other)).Items.Should().Equal(moved.Id);
        }
    }

    [Theory]
    [InlineData("DELETE FROM incidents")]
    [InlineData("UPDATE incidents SET seq = seq + 1000")]
    [InlineData("UPDATE incidents SET seq = -seq; UPDATE incidents SET search_text = search_text || ' more'; UPDATE incidents SET seq = -seq + 1")]
    [InlineData("UPDATE incidents SET tenant_id = tenant_id || '2'")]
    [InlineData("UPDATE incidents SET search_text = 'first'; UPDATE incidents SET search_text = 'second 再来'; DELETE FROM incidents WHERE seq % 2 = 0")]
    [InlineData("UPDATE incidents SET search_text = ''")]
    public async Task RunAsync_WhenRowsWereChangedByHandBefore_IndexesWhatIsLeftOfThem(string sql)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("audit.db");
        await using var provider = StoreProvider.OnFile(file);
        await provider.MigrateStoreAsync();
        await using var session = Session.Of(provider, _tenant);
        await session.AddAsync(Enumerable.Range(0, 10).Select(i => Given.Incident(_tenant, $"titel {i} 标题")));

        await RawSqlite.ExecuteAsync(file, sql);
        await session.AddAsync(Given.Incident(_tenant, "after"));
        await SearchFile.ShouldBeIndexedAsync(file);
    }

    [Fact]
    public async Task RunAsync_WhoeverWrites_GivesEachTenantTokensOfItsOwn()
    {
        string[] tenants = [_tenant, Given.Tenant(), _tenant + "1"];
        foreach (var tenant in tenants)
        {
            await using var session = store.Open(tenant);
            await session.AddAsync(Given.Incident(tenant, "same 相同"), Given.Anomaly(tenant, description: "same 相同"));
        }

        foreach (var table in SearchFile.Tables)
        {
            var having = (await SearchFile.TokensAsync(store.File, table)).Where(t => t.Contains(":相同 ", StringComparison.Ordinal)).ToList();
            having.Should().HaveCountGreaterThanOrEqualTo(3).And.OnlyHaveUniqueItems();
            having.Select(t => t.Split(':')[0]).Should().OnlyHaveUniqueItems("a tenant's token is in its own rows alone");
        }

        await SearchFile.ShouldBeIndexedAsync(store.File);
    }

    private async Task AddAsync(params Domain.History.IHistoried[] things)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(things);
    }

    private async Task ShouldFindAsync(string search, params string[] ids)
    {
        var page = await SearchAsync(search);
        page.Items.Should().BeEquivalentTo(ids, "of '{0}'", search);
        page.Total.Should().Be(ids.Length, "of '{0}'", search);
    }

    private async Task<Page<string>> SearchAsync(string search, string? tenant = null)
    {
        await using var session = store.Open(tenant ?? _tenant);
        return await s_incidents.ListAsync(session, Given.AnyOf<IncidentStatus>() with { Search = search }, PageRequest.ByPage(1, 100));
    }
}
