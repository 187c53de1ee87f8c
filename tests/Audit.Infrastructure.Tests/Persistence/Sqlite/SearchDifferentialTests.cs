using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Random work of the service and of somebody with a tool of their own; after each step, searches answer as a look at every row does.</summary>
public sealed class SearchDifferentialTests : IAsyncLifetime
{
    private const int Steps = 60;
    private static readonly string[] s_tenants = ["tnt_a", "tnt_b"];
    private readonly TemporaryFolder _folder = new();
    private ServiceProvider _provider = null!;

    private string File => _folder.File("audit.db");

    public Task InitializeAsync()
    {
        _provider = StoreProvider.OnFile(File);
        return _provider.MigrateStoreAsync();
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task ListAsync_AfterEachStepOfRandomWork_AnswersAsALookAtEveryRowDoes(int seed)
    {
        var random = new SearchRandom(seed);
        for (var step = 0; step < Steps; step++)
        {
            var tenant = random.OneOf(s_tenants);
            var work = await new SearchWork(_provider, File, tenant, random).DoAsync();

            foreach (var asked in s_tenants)
            {
                await ShouldAnswerAsync(new IncidentKind(), asked, random, $"step {step}, {work} in {tenant}");
                await ShouldAnswerAsync(new AnomalyKind(), asked, random, $"step {step}, {work} in {tenant}");
            }
        }

        await using var session = Session.Of(_provider, s_tenants[0]);
        await session.AddAsync(Given.Incident(s_tenants[0]));
        await SearchFile.ShouldBeIndexedAsync(File);
    }

    private async Task ShouldAnswerAsync<TStatus>(ThingKind<TStatus> kind, string tenant, SearchRandom random, string when)
        where TStatus : struct, Enum
    {
        const int Size = 7;
        var things = await SearchFile.ThingsAsync(File, kind.Table, tenant);
        await using var session = Session.Of(_provider, tenant);
        foreach (var search in Enumerable.Range(0, 6).Select(_ => random.Search(things)))
        {
            var sort = random.OneOf(SortOrder.Names);
            var wanted = things.With(search).In(sort).Select(t => t.Id).ToList();
            var number = random.Next(1, (wanted.Count / Size) + 3);

            var page = await kind.ListAsync(session, Given.AnyOf<TStatus>() with { Search = search }, PageRequest.ByPage(number, Size) with { Sort = SortOrder.Of(sort) });

            page.Items.Should().Equal(wanted.Skip((number - 1) * Size).Take(Size), "page {0} of '{1}' by {2} after {3}", number, search, sort, when);
            (page.Total, page.TotalIsLowerBound, page.HasNext).Should().Be((wanted.Count, false, number * Size < wanted.Count), "of '{0}' by {1} after {2}", search, sort, when);
        }
    }
}
