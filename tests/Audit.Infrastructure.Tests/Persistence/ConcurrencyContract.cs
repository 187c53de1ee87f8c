using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>What units of work promise one another, on every database alike.</summary>
public abstract class ConcurrencyContract(TestStore store)
{
    private const int Writers = 8;
    private const int UnitsEach = 25;

    /// <summary>As many as can meet on one thing without anybody losing more often than it may try again.</summary>
    private const int WritersOfOneThing = 6;

    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task RunAsync_WhenManyWriteInOneProcess_ChainsEveryEntryWithoutGap() => await ShouldChainAsync(store.Instance);

    [StoreFact]
    public async Task RunAsync_WhenManyWriteInTwoProcesses_ChainsEveryEntryWithoutGap() => await ShouldChainAsync(store.NewInstance(), store.NewInstance());

    [StoreFact]
    public async Task RunAsync_WhenManyChangeTheSameThing_LosesNoChange()
    {
        var anomaly = await GivenAnomalyAsync();

        await InParallelAsync(WritersOfOneThing, [store.NewInstance(), store.NewInstance()], (session, writer) =>
            session.ActAsync(anomaly.Id, a => a.AddComment($"writer {writer}", Given.Analyst, Given.Noon)));

        await using var other = store.Open(_tenant);
        var found = await other.FindAnomalyAsync(anomaly.Id);
        found.Version.Should().Be(1 + WritersOfOneThing);
        found.Comments.Select(c => c.Content).Should().BeEquivalentTo(Enumerable.Range(0, WritersOfOneThing).Select(w => $"writer {w}"));
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1 + WritersOfOneThing);
    }

    [StoreFact]
    public async Task RunAsync_WhenItActedOnAnOlderState_RunsAgainOnTheNewOne()
    {
        var anomaly = await GivenAnomalyAsync();
        await using var session = store.Open(_tenant);
        var older = await session.Db.Anomalies.AsNoTracking().SingleAsync(a => a.TenantId == _tenant && a.Id == anomaly.Id);
        var row = await session.Db.Anomalies.Where(a => a.Id == anomaly.Id).Select(a => EF.Property<long>(a, "Seq")).SingleAsync();
        await using (var faster = store.Open(_tenant))
        {
            await faster.ActAsync(anomaly.Id, a => a.AssignTo("analyst-001", Given.Analyst, Given.Noon));
        }

        var runs = 0;
        await session.RunAsync(async () =>
        {
            var acted = ++runs == 1 ? AsLoaded(session, older, row) : await session.FindAnomalyAsync(anomaly.Id);
            acted.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, Given.Noon);
            acted.AddComment($"run {runs}", Given.Analyst, Given.Noon);
            await session.Work.SaveAsync(CancellationToken.None);
        });

        runs.Should().Be(2);
        await using var other = store.Open(_tenant);
        var found = await other.FindAnomalyAsync(anomaly.Id);
        found.Should().BeEquivalentTo(new { Assignee = "analyst-001", Status = AnomalyStatus.Acknowledged, Version = 3L });
        found.Comments.Select(c => c.Content).Should().Equal("run 2");
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(4);
    }

    [StoreFact]
    public async Task RunAsync_WhenEveryRunActsOnAnOlderState_GivesUpAfterFiveRetriesAndStoresNothing()
    {
        var anomaly = await GivenAnomalyAsync();
        await using var session = store.Open(_tenant);
        var runs = 0;

        var losing = () => session.ActAsync(anomaly.Id, a =>
        {
            runs++;
            session.Db.Entry(a).Property(x => x.Version).OriginalValue--;
            a.AddComment("never seen", Given.Analyst, Given.Noon);
        });

        await losing.Should().ThrowAsync<ConcurrentChangeException>();
        runs.Should().Be(6);
        await using var other = store.Open(_tenant);
        (await other.FindAnomalyAsync(anomaly.Id)).Should().BeEquivalentTo(new { Version = 1L, Comments = Array.Empty<Comment>() });
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    [StoreFact]
    public async Task RunAsync_WhenATwinWithTheSameExternalIdWasFaster_FindsItOnTheNextRun()
    {
        await using (var faster = store.Open(_tenant))
        {
            await faster.AddAsync(Given.Anomaly(_tenant, "evt-1"));
        }

        await using var session = store.Open(_tenant);
        var runs = 0;
        await session.RunAsync(async () =>
        {
            // the first run looked before the twin was there
            if (++runs == 1 || (await session.Anomalies.FindByExternalIdsAsync(_tenant, ["evt-1"], CancellationToken.None)).Count == 0)
            {
                session.Add(Given.Anomaly(_tenant, "evt-1"));
            }

            await session.Work.SaveAsync(CancellationToken.None);
        });

        runs.Should().Be(2);
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    [StoreFact]
    public async Task RunAsync_WhenTwinsReportOneExternalIdInParallel_StoresOneAnomaly()
    {
        var receipts = new AnomalyReceipt[Writers];
        await InParallelAsync(Writers, [store.NewInstance(), store.NewInstance()], async (session, writer) =>
        {
            var handler = new ReportAnomalyHandler(new AnomalyIntake(session.Anomalies, session.Caller, store.Clock), session.Work);
            var command = new ReportAnomalyCommand(new AnomalyReport("brute_force", "high", "Five failed sign-ins", null, null, null, null, "evt-1"));
            receipts[writer] = await session.Work.RunAsync(() => handler.Handle(command, CancellationToken.None), CancellationToken.None);
        });

        receipts.Select(r => r.Anomaly.Id).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        receipts.Count(r => r.Created).Should().Be(1);
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    /// <summary>The anomaly as this session would have it, had it loaded it when it was like that.</summary>
    private static Anomaly AsLoaded(Session session, Anomaly older, long row)
    {
        var entry = session.Db.Entry(older);
        entry.Property("Seq").CurrentValue = row;
        entry.State = EntityState.Unchanged;
        return older;
    }

    private async Task ShouldChainAsync(params ServiceProvider[] instances)
    {
        var quiet = Given.Tenant();
        await InParallelAsync(Writers, instances, async (session, writer) =>
        {
            for (var unit = 0; unit < UnitsEach; unit++)
            {
                await session.AddAsync(Given.Incident(_tenant), Given.Incident(writer == 0 ? quiet : _tenant));
            }
        });

        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(((2 * Writers) - 1) * UnitsEach);
        (await Chain.ReadAsync(store, quiet)).ShouldBeWhole(UnitsEach);
    }

    private Task InParallelAsync(int writers, ServiceProvider[] instances, Func<Session, int, Task> write) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            await using var session = Session.Of(instances[writer % instances.Length], _tenant);
            await write(session, writer);
        })));

    private async Task<Anomaly> GivenAnomalyAsync()
    {
        var anomaly = Given.Anomaly(_tenant);
        await using var session = store.Open(_tenant);
        await session.AddAsync(anomaly);
        return anomaly;
    }
}

public sealed class SqliteConcurrencyTests(SqliteStore store) : ConcurrencyContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerConcurrencyTests(SqlServerStore store) : ConcurrencyContract(store), IClassFixture<SqlServerStore>;
