using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>What a unit of work promises, on every database alike.</summary>
public abstract class UnitOfWorkContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task RunAsync_WhenItReturns_BothSidesOfALinkAndTheirHistoryAreStored()
    {
        var anomaly = await GivenAnomalyAsync();
        var incident = Given.Incident(_tenant, anomalies: [anomaly.Id]);
        await using var session = store.Open(_tenant);

        await session.RunAsync(() => LinkAsync(session, incident.Id, anomaly.Id, () => session.Add(incident)));

        await using var other = store.Open(_tenant);
        (await other.IncidentReader.FindAsync(_tenant, incident.Id, CancellationToken.None)).Should().NotBeNull();
        (await other.FindAnomalyAsync(anomaly.Id)).Should().BeEquivalentTo(new { RelatedCaseId = incident.Id, Version = 2L });
        var history = await Chain.ReadAsync(store, _tenant);
        history.ShouldBeWhole(3);
        history.Select(h => h["action"]).Should().Equal("created", "created", "linked");
        history.Select(h => h["subject_id"]).Should().Equal(anomaly.Id, incident.Id, anomaly.Id);
    }

    [StoreFact]
    public async Task RunAsync_WhenTheWorkFailsAfterSaving_LeavesNothing()
    {
        var anomaly = await GivenAnomalyAsync();
        var incident = Given.Incident(_tenant, anomalies: [anomaly.Id]);
        await using var session = store.Open(_tenant);

        var failing = () => session.RunAsync(async () =>
        {
            await LinkAsync(session, incident.Id, anomaly.Id, () => session.Add(incident));
            throw new InvalidOperationException("after saving");
        });

        await failing.Should().ThrowAsync<InvalidOperationException>().WithMessage("after saving");
        await using var other = store.Open(_tenant);
        (await other.IncidentReader.FindAsync(_tenant, incident.Id, CancellationToken.None)).Should().BeNull();
        (await other.FindAnomalyAsync(anomaly.Id)).Should().BeEquivalentTo(new { RelatedCaseId = (string?)null, Version = 1L });
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
        // what failed leaves no trace in the session or the chain
        await session.ActAsync(anomaly.Id, a => a.AssignTo("analyst-001", Given.Analyst, Given.Noon));
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(2);
    }

    [StoreFact]
    public async Task RunAsync_WhenTheWorkSavesNothing_StoresNothing()
    {
        var incident = Given.Incident(_tenant);
        await using var session = store.Open(_tenant);

        await session.RunAsync(() =>
        {
            session.Add(incident);
            return Task.CompletedTask;
        });

        (await session.IncidentReader.FindAsync(_tenant, incident.Id, CancellationToken.None)).Should().BeNull();
    }

    [StoreFact]
    public async Task RunAsync_WhenTheDomainRefuses_RunsOnceAndPassesTheRefusalOn()
    {
        var anomaly = await GivenAnomalyAsync();
        await using var session = store.Open(_tenant);
        var runs = 0;

        var refused = () => session.ActAsync(anomaly.Id, a =>
        {
            runs++;
            a.MoveTo(AnomalyStatus.Dismissed, null, Given.Analyst, Given.Noon);
            a.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, Given.Noon);
        });

        await refused.Should().ThrowAsync<TransitionRefusedException>();
        runs.Should().Be(1);
    }

    [StoreFact]
    public async Task SaveAsync_WhenMuchHasChanged_RaisesTheVersionByOneEachTime()
    {
        var anomaly = await GivenAnomalyAsync();
        await using var session = store.Open(_tenant);

        await session.ActAsync(anomaly.Id, a =>
        {
            a.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, Given.Noon);
            a.AssignTo("analyst-001", Given.Analyst, Given.Noon);
            a.AddComment("looked at it", Given.Analyst, Given.Noon);
        });
        await ShouldHaveVersionAsync(2);
        await session.ActAsync(anomaly.Id, a => a.AddComment("a comment alone is a change", Given.Analyst, Given.Noon));
        await ShouldHaveVersionAsync(3);
        await session.RunAsync(async () =>
        {
            var loaded = await session.FindAnomalyAsync(anomaly.Id);
            loaded.AssignTo("analyst-002", Given.Analyst, Given.Noon);
            await session.Work.SaveAsync(CancellationToken.None);
            loaded.AssignTo("analyst-003", Given.Analyst, Given.Noon);
            await session.Work.SaveAsync(CancellationToken.None);
        });
        await ShouldHaveVersionAsync(5);
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(7);

        async Task ShouldHaveVersionAsync(long version)
        {
            await using var other = store.Open(_tenant);
            (await other.FindAnomalyAsync(anomaly.Id)).Version.Should().Be(version);
        }
    }

    [StoreFact]
    public async Task SaveAsync_WhenNothingHasChanged_RaisesNoVersionAndAddsNoHistory()
    {
        var anomaly = await GivenAnomalyAsync();
        await using var session = store.Open(_tenant);

        await session.ActAsync(anomaly.Id, a =>
        {
            a.MoveTo(AnomalyStatus.Open, null, Given.Analyst, Given.Noon.AddHours(1));
            a.AddComment("makes it change", Given.Analyst, Given.Noon);
        });
        await session.ActAsync(anomaly.Id, a => a.MoveTo(AnomalyStatus.Open, null, Given.Analyst, Given.Noon.AddHours(1)));

        await using var other = store.Open(_tenant);
        (await other.FindAnomalyAsync(anomaly.Id)).Should().BeEquivalentTo(new { Version = 2L, UpdatedAt = Given.Noon });
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(2);
    }

    private static async Task LinkAsync(Session session, string incidentId, string anomalyId, Action add)
    {
        add();
        (await session.FindAnomalyAsync(anomalyId)).LinkTo(incidentId, Given.Analyst, Given.Noon);
        await session.Work.SaveAsync(CancellationToken.None);
    }

    private async Task<Anomaly> GivenAnomalyAsync()
    {
        var anomaly = Given.Anomaly(_tenant);
        await using var session = store.Open(_tenant);
        await session.AddAsync(anomaly);
        return anomaly;
    }
}

public sealed class SqliteUnitOfWorkTests(SqliteStore store) : UnitOfWorkContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerUnitOfWorkTests(SqlServerStore store) : UnitOfWorkContract(store), IClassFixture<SqlServerStore>;
