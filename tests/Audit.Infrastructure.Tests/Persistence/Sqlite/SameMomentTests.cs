using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>The total and the items of one answer are of one moment. A server that may be set up to wait for writers doesn't promise that.</summary>
public sealed class SameMomentTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static readonly PageRequest s_everything = PageRequest.ByPage(1, 100);
    private static readonly IncidentKind s_incidents = new();
    private static readonly AnomalyKind s_anomalies = new();
    private readonly string _tenant = Given.Tenant();

    [Theory]
    [InlineData(null)]
    [InlineData("word")]
    public async Task ListAsync_WhenSomebodyWritesBetweenTheTotalAndTheItems_TellsOfTheMomentBefore(string? search)
    {
        await AddAsync();
        var statements = 0;
        using var reads = new SqliteReads("Data Source=" + store.File);
        var instance = store.NewInstance(services => services.AddSingleton<IReads>(new WatchedReads(reads, _ => ++statements % 2 == 0 ? AddAsync() : Task.CompletedTask)));
        await using var session = Session.Of(instance, _tenant);

        for (var count = 1; count <= 3; count++)
        {
            var page = await s_incidents.ListAsync(session, Given.AnyOf<IncidentStatus>() with { Search = search }, s_everything);

            (page.Total, page.Items.Count).Should().Be((count, count));
        }

        statements.Should().Be(6);
    }

    [Fact]
    public async Task ListAsync_WhileOthersWrite_HasAsManyItemsAsItsTotal()
    {
        const int Writers = 3;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; i < 30; i++)
            {
                var id = await AddAsync();
                await using var session = store.Open(_tenant);
                await session.RunAsync(async () =>
                {
                    await s_incidents.ChangeAsync(session, id, random);
                    await session.Work.SaveAsync(CancellationToken.None);
                });
            }
        })));

        await using var reading = store.Open(_tenant);
        bool isLast;
        do
        {
            isLast = writing.IsCompleted;
            foreach (var filter in new[] { Given.AnyOf<IncidentStatus>(), Given.AnyOf<IncidentStatus>() with { Statuses = [IncidentStatus.Open] }, Given.AnyOf<IncidentStatus>() with { Severities = [Severity.High] } })
            {
                var page = await s_incidents.ListAsync(reading, filter, s_everything);
                page.Total.Should().Be(page.Items.Count);
            }
        }
        while (!isLast);

        await writing;
        (await s_incidents.ListAsync(reading, Given.AnyOf<IncidentStatus>(), s_everything)).Total.Should().Be(Writers * 30);
        (await s_anomalies.ListAsync(reading, Given.AnyOf<Domain.Anomalies.AnomalyStatus>(), s_everything)).Total.Should().Be(0);
    }

    private async Task<string> AddAsync()
    {
        var thing = s_incidents.New(_tenant, Severity.High, Given.Noon);
        await using var session = store.Open(_tenant);
        await session.AddAsync(thing.Aggregate);
        return thing.Id;
    }
}
