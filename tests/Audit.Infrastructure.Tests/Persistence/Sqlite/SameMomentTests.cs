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
    [InlineData(null, 2)]
    [InlineData("word", 3)]
    [InlineData("wo rd", 3)]
    [InlineData("w", 3)]
    public async Task ListAsync_WhenSomebodyWritesBetweenItsStatements_TellsOfTheMomentBefore(string? search, int statementsEach)
    {
        await AddAsync();
        var statements = 0;
        using var reads = Opened.Reads(store.File);
        var instance = store.NewInstance(services => services.AddSingleton<IReads>(new WatchedReads(reads, _ => statements++ % statementsEach == 0 ? Task.CompletedTask : AddAsync())));
        await using var session = Session.Of(instance, _tenant);

        for (var answers = 0; answers < 3; answers++)
        {
            var page = await s_incidents.ListAsync(session, Given.AnyOf<IncidentStatus>() with { Search = search }, s_everything);

            var count = 1 + (answers * (statementsEach - 1));
            (page.Total, page.Items.Count).Should().Be((count, count));
        }

        statements.Should().Be(3 * statementsEach);
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
