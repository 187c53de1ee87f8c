using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>How SQLite goes about searches: by the full-text index wherever that is quicker.</summary>
public sealed class SearchPlanTests(ManyThings many) : IClassFixture<ManyThings>
{
    private const string Index = "VIRTUAL TABLE INDEX";
    private const string Sort = "USE TEMP B-TREE";
    private static readonly ListFilter<IncidentStatus> s_all = Given.AnyOf<IncidentStatus>();
    private readonly List<Plan> _plans = [];

    [Theory]
    [InlineData("wo", false)]
    [InlineData("wor", false)]
    [InlineData("word", false)]
    [InlineData("登录", false)]
    [InlineData("录失败", false)]
    [InlineData("登录失败了没有登录失败了没有登录失败了没", false)]
    [InlineData("word w", false)]
    [InlineData("wo", true)]
    [InlineData("word", true)]
    [InlineData("登录", true)]
    public async Task ListAsync_WhenATermHasTwoCharactersOrMore_AsksTheIndex(string search, bool analyzed)
    {
        foreach (var (tenant, sort) in new[] { (ManyThings.Tenant, "-created_at"), (ManyThings.Tenant, "created_at"), (ManyThings.Tenant, "severity"), (ManyThings.Neighbour, "-updated_at") })
        {
            await SearchAsync(search, sort, tenant: tenant, analyzed: analyzed);

            _plans.Should().HaveCountGreaterThanOrEqualTo(2);
            foreach (var plan in _plans.Skip(1))
            {
                plan.Steps.Should().Contain(step => step.Contains("incidents_search " + Index, StringComparison.Ordinal));
                plan.Steps.Should().NotContain(step => step.Contains("ix_incidents", StringComparison.Ordinal) || step.EndsWith("TABLE incidents", StringComparison.Ordinal));
            }

            _plans.Clear();
        }
    }

    [Theory]
    [InlineData("wo", true)]
    [InlineData("wor", true)]
    [InlineData("or rd", true)]
    [InlineData("word", false)]
    [InlineData("wo w", false)]
    public async Task ListAsync_WhenTheIndexAloneKnowsTheHits_CountsThemWithoutTheirRows(string search, bool isIndexAlone)
    {
        await SearchAsync(search, "-created_at");

        _plans.Should().HaveCount(3);
        _plans[1].Steps.Any(step => step.Contains("TABLE incidents USING INTEGER PRIMARY KEY", StringComparison.Ordinal)).Should().Be(!isIndexAlone);
        _plans[2].Statement.Text.Should().Contain("ORDER BY incidents_search.rowid LIMIT");
    }

    [Theory]
    [InlineData("-created_at")]
    [InlineData("created_at")]
    public async Task ListAsync_WhenThingsLieInTheOrderOfCreation_TakesAPageFromTheIndexWithoutSortingTheHits(string sort)
    {
        foreach (var page in new[] { PageRequest.ByPage(1, 20), PageRequest.ByPage(70, 20), PageRequest.ByPage(1, 20) with { Walk = true, After = new CursorPosition(Given.Noon.AddSeconds(1), "inc_1") } })
        {
            await SearchAsync("wor", sort, page);

            // a page that is looked up late may be put in order once more, behind its rows
            var hits = _plans[^1].Steps.TakeWhile(step => !step.Contains(" AS t USING INTEGER PRIMARY KEY (rowid=?)", StringComparison.Ordinal));
            hits.Should().Contain(step => step.Contains(Index, StringComparison.Ordinal)).And.NotContain(step => step.Contains(Sort, StringComparison.Ordinal));
            _plans.Clear();
        }
    }

    [Fact]
    public async Task ListAsync_WhenFiltersLeaveFew_LooksAtTheirTexts()
    {
        // 2,300 hits, of which a third are open
        await SearchAsync("wor", "-created_at", filter: s_all with { Statuses = [IncidentStatus.Open] });
        _plans[^1].Steps.Should().Contain(step => step.Contains("ix_incidents_status (tenant_id=? AND status=?)", StringComparison.Ordinal))
            .And.NotContain(step => step.Contains(Index, StringComparison.Ordinal));
        _plans.Clear();

        await SearchAsync("wor", "-created_at", filter: s_all with { Statuses = Enum.GetValues<IncidentStatus>() });
        _plans[^1].Steps.Should().Contain(step => step.Contains(Index, StringComparison.Ordinal));
        _plans.Clear();

        // no hit at all, whatever else is asked
        await SearchAsync("登录", "-created_at", filter: s_all with { Severities = [Severity.High] });
        _plans[^1].Steps.Should().Contain(step => step.Contains(Index, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("w")]
    [InlineData("登")]
    [InlineData("w o r")]
    public async Task ListAsync_WhenEveryTermIsASingleCharacter_LooksAtTheTenantsTexts(string search)
    {
        await SearchAsync(search, "-created_at");

        _plans.Skip(1).SelectMany(plan => plan.Steps).Should().Contain(step => step.Contains("ix_incidents_created_at (tenant_id=?)", StringComparison.Ordinal))
            .And.NotContain(step => step.Contains(Index, StringComparison.Ordinal) || step.StartsWith("SCAN TABLE incidents", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ManyThings.Tenant)]
    [InlineData(ManyThings.Neighbour)]
    public async Task ListAsync_WhoeverAsks_AsksTheIndexForTheTenantsTokensAlone(string tenant)
    {
        var file = many.Copy();
        var number = (await RawSqlite.ReadAsync(file, $"SELECT number FROM search_tenants WHERE tenant_id = '{tenant}'")).Should().ContainSingle().Which;
        await Plans.ReadAsync(file, tenant, _plans, session => session.IncidentReader.ListAsync(tenant, s_all with { Search = "word 登录 \"or" }, PageRequest.ByPage(1, 20), CancellationToken.None));

        foreach (var plan in _plans.Skip(1))
        {
            plan.Statement.Values.Should().Contain($"\"{number}:wor\" AND \"{number}:ord\" AND \"{number}:登录\" AND \"{number}:\"\"or\"");
        }

        (await SearchFile.TokensAsync(file, "incidents")).Where(t => t.StartsWith(number + ":wor ", StringComparison.Ordinal))
            .Should().HaveCount(tenant == ManyThings.Tenant ? ManyThings.Count : 20, "so many rows, and no neighbour's, are passed over");
    }

    [Fact]
    public async Task ListAsync_WhenTheTenantHasNothing_LooksForNothing()
    {
        await SearchAsync("word", "-created_at", tenant: "tnt_new");

        _plans.Skip(1).SelectMany(plan => plan.Steps).Should().NotBeEmpty().And.NotContain(step => step.Contains(Index, StringComparison.Ordinal));
    }

    private async Task SearchAsync(string search, string sort, PageRequest? page = null, ListFilter<IncidentStatus>? filter = null, string tenant = ManyThings.Tenant, bool analyzed = false)
    {
        var file = many.Copy();
        if (analyzed)
        {
            await RawSqlite.ExecuteAsync(file, "ANALYZE");
        }

        var part = (page ?? PageRequest.ByPage(1, 20)) with { Sort = SortOrder.Of(sort) };
        await Plans.ReadAsync(file, tenant, _plans, session => session.IncidentReader.ListAsync(tenant, (filter ?? s_all) with { Search = search }, part, CancellationToken.None));
    }
}
