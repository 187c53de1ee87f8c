using Audit.Application.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Hits are counted once, and again after every change that may have made more or fewer.</summary>
public sealed class KeptHitCountsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteReads _reads;
    private readonly ServiceProvider _provider;
    private readonly string _tenant = Given.Tenant();
    private int _counted;

    public KeptHitCountsTests()
    {
        _reads = Opened.Reads(File);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + File };
        _provider = StoreProvider.Of(settings, change: services => services.AddSingleton<IReads>(new WatchedReads(_reads, CountAsync)));
    }

    private string File => _folder.File("audit.db");

    public Task InitializeAsync() => _provider.MigrateStoreAsync();

    public async Task DisposeAsync()
    {
        _reads.Dispose();
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("登")]
    [InlineData("登录")]
    [InlineData("登录失败")]
    public async Task ListAsync_WhenAskedAgain_CountsOnlyWhenTheTenantsThingsHaveChanged(string search)
    {
        var incident = Given.Incident(_tenant, "登录失败");
        await AddAsync(incident);
        await ShouldFindAsync(search, 1, counted: 1);
        await ShouldFindAsync(search, 1, counted: 0);

        await AddAsync(Given.Incident(_tenant, "登录失败"));
        await ShouldFindAsync(search, 2, counted: 1);
        await AddAsync(Given.Incident(_tenant, "other"));
        await ShouldFindAsync(search, 2, counted: 1);
        await ShouldFindAsync(search, 2, counted: 0);

        await using (var session = Session.Of(_provider, _tenant))
        {
            await session.ActOnIncidentAsync(incident.Id, i => i.Edit(new IncidentEdit("other", Description: null, Severity: null, RelatedEvidenceIds: null), Given.Analyst, Given.Noon));
        }

        await ShouldFindAsync(search, 1, counted: 1);
        await AddAsync(Given.Incident(Given.Tenant(), "登录失败"));
        await ShouldFindAsync(search, 1, counted: 0);
    }

    [Theory]
    [InlineData("登")]
    [InlineData("登录")]
    [InlineData("登录失败")]
    public async Task ListAsync_WhenRowsAreChangedByHand_FindsThemThoughNoneWereFoundBefore(string search)
    {
        var incident = Given.Incident(_tenant, "other");
        await AddAsync(incident);
        await ShouldFindAsync(search, 0);

        await RawSqlite.ExecuteAsync(File, "UPDATE incidents SET search_text = '登录失败'");
        await ShouldFindAsync(search, 1);
        await RawSqlite.ExecuteAsync(File, "UPDATE incidents SET search_text = 'other'");
        await ShouldFindAsync(search, 0);
        await RawSqlite.ExecuteAsync(File, "UPDATE incidents SET search_text = '登录失败'");
        // whose write indexes it has nothing to do with it
        await AddAsync(Given.Incident(Given.Tenant(), "登录失败"));
        await ShouldFindAsync(search, 1);
    }

    private Task CountAsync(Statement statement)
    {
        _counted += statement.Text.StartsWith("SELECT CAST(COUNT", StringComparison.Ordinal) ? 1 : 0;
        return Task.CompletedTask;
    }

    private async Task AddAsync(Incident incident)
    {
        await using var session = Session.Of(_provider, incident.TenantId);
        await session.AddAsync(incident);
    }

    private async Task ShouldFindAsync(string search, int total, int? counted = null)
    {
        _counted = 0;
        await using var session = Session.Of(_provider, _tenant);
        var page = await session.IncidentReader.ListAsync(_tenant, Given.AnyOf<IncidentStatus>() with { Search = search }, PageRequest.ByPage(1, 20), CancellationToken.None);
        (page.Total, page.Items.Count).Should().Be((total, total));
        _counted.Should().Be(counted ?? _counted);
    }
}
