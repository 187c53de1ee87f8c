using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Tests.History;

/// <summary>What is read of a tenant's history, on every database alike.</summary>
public abstract class HistoryReaderContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();
    private readonly string _neighbour = Given.Tenant();

    [StoreFact]
    public async Task ListAsync_WhenThereAreMany_GivesThePartThatIsAskedForInOrder()
    {
        await GivenHistoryAsync();
        await using var session = store.Open(_tenant);

        foreach (var (from, count, expected) in new (long, int, long[])[]
        {
            (1, 100, [1, 2, 3, 4, 5, 6]), (1, 2, [1, 2]), (3, 3, [3, 4, 5]), (6, 10, [6]), (7, 10, []), (long.MaxValue, 1, []),
        })
        {
            (await session.History.ListAsync(_tenant, from, count, CancellationToken.None)).Select(e => e.Sequence).Should().Equal(expected);
            (await session.History.ReadStoredAsync(_tenant, from, count, CancellationToken.None)).Select(e => e.Sequence).Should().Equal(expected);
        }

        (await session.History.ListAsync(_neighbour, 1, 100, CancellationToken.None)).Select(e => e.Sequence).Should().Equal(1, 2);
        (await session.History.ListAsync(_tenant.ToUpperInvariant(), 1, 100, CancellationToken.None)).Should().BeEmpty();
        (await session.History.ReadStoredAsync(_tenant.ToUpperInvariant(), 1, 100, CancellationToken.None)).Should().BeEmpty();
    }

    [StoreFact]
    public async Task ListAsync_WhenStored_GivesEveryMemberAsItWasSealed()
    {
        await GivenHistoryAsync();
        await using var session = store.Open(_tenant);

        var listed = await session.History.ListAsync(_tenant, 1, 100, CancellationToken.None);
        var stored = await session.History.ReadStoredAsync(_tenant, 1, 100, CancellationToken.None);
        var rows = await Chain.ReadAsync(store, _tenant);

        rows.ShouldBeWhole(6);
        listed.Select(e => e.Hash).Should().Equal(rows.Select(r => (string)r["hash"]));
        listed.Should().BeEquivalentTo(stored, o => o.WithStrictOrdering().Excluding(e => e.TenantId));
        stored.Should().OnlyContain(e => e.TenantId == _tenant && e.Hash == CanonicalEntry.HashOf(e));
        typeof(HistoryEntryDto).GetProperties().Where(p => !p.Name.EndsWith("Sha256", StringComparison.Ordinal))
            .Should().OnlyContain(p => p.GetValue(listed[5]) != null, "the test is about every member");
        listed.Should().OnlyContain(e => e.NoteSha256 == null && e.ActorNameSha256 == null);
    }

    [StoreFact]
    public async Task ListAboutAsync_WhenPaged_GivesWhatIsAboutTheThingOldestFirst()
    {
        var (incident, anomaly) = await GivenHistoryAsync();

        (await AboutAsync(SubjectType.Incident, incident, 1, 20)).Should().BeEquivalentTo(new Page<long>([1, 3, 4, 6], 4, TotalIsLowerBound: false, HasNext: false), o => o.WithStrictOrdering());
        (await AboutAsync(SubjectType.Incident, incident, 1, 3)).Should().BeEquivalentTo(new Page<long>([1, 3, 4], 4, TotalIsLowerBound: false, HasNext: true), o => o.WithStrictOrdering());
        (await AboutAsync(SubjectType.Incident, incident, 2, 3)).Should().BeEquivalentTo(new Page<long>([6], 4, TotalIsLowerBound: false, HasNext: false), o => o.WithStrictOrdering());
        (await AboutAsync(SubjectType.Incident, incident, 3, 3)).Should().BeEquivalentTo(new Page<long>([], 4, TotalIsLowerBound: false, HasNext: false), o => o.WithStrictOrdering());
        (await AboutAsync(SubjectType.Incident, incident, int.MaxValue, 100)).Should().BeEquivalentTo(new Page<long>([], 4, TotalIsLowerBound: false, HasNext: false), o => o.WithStrictOrdering());
        (await AboutAsync(SubjectType.Anomaly, anomaly, 1, 20)).Should().BeEquivalentTo(new Page<long>([2, 5], 2, TotalIsLowerBound: false, HasNext: false), o => o.WithStrictOrdering());
    }

    [StoreFact]
    public async Task ListAboutAsync_WhenTheThingIsAnotherTenantsOrOfAnotherKindOrUnknown_FindsNothing()
    {
        var (incident, anomaly) = await GivenHistoryAsync();

        (await AboutAsync(SubjectType.Incident, incident, 1, 20, _neighbour)).Total.Should().Be(0);
        (await AboutAsync(SubjectType.Anomaly, incident, 1, 20)).Total.Should().Be(0);
        (await AboutAsync(SubjectType.Incident, anomaly, 1, 20)).Total.Should().Be(0);
        (await AboutAsync(SubjectType.Incident, incident.ToUpperInvariant(), 1, 20)).Total.Should().Be(0);
        (await AboutAsync(SubjectType.Incident, Ids.New(Ids.Incident, Given.Noon), 1, 20)).Total.Should().Be(0);
    }

    [StoreFact]
    public async Task EndAsync_WhenTheTenantWrites_IsWhereItsWritersAre()
    {
        await using var session = store.Open(_tenant);
        (await session.History.EndAsync(_tenant, CancellationToken.None)).Should().Be(ChainEnd.Start(_tenant));

        await GivenHistoryAsync();

        var last = (await session.History.ListAsync(_tenant, 6, 1, CancellationToken.None)).Single();
        (await session.History.EndAsync(_tenant, CancellationToken.None)).Should().Be(new ChainEnd(_tenant, 6, last.Hash));
        (await session.History.EndAsync(_neighbour, CancellationToken.None)).Sequence.Should().Be(2);
        (await session.History.EndAsync(_tenant.ToUpperInvariant(), CancellationToken.None)).Sequence.Should().Be(0);
    }

    [StoreFact]
    public async Task StatusesAsync_WhenManyAreNamed_GivesThoseOfTheTenantsThingsOfThatKind()
    {
        var (incident, anomaly) = await GivenHistoryAsync();
        await using var session = store.Open(_tenant);
        var unknown = Enumerable.Range(0, 500).Select(_ => Ids.New(Ids.Incident, Given.Noon));
        string[] ids = [.. unknown, incident, anomaly, "' OR 1=1 --", "\"]", ""];

        (await session.History.StatusesAsync(_tenant, SubjectType.Incident, ids, CancellationToken.None)).Should().Equal(new Dictionary<string, string>(StringComparer.Ordinal) { [incident] = "resolved" });
        (await session.History.StatusesAsync(_tenant, SubjectType.Anomaly, ids, CancellationToken.None)).Should().Equal(new Dictionary<string, string>(StringComparer.Ordinal) { [anomaly] = "acknowledged" });
        (await session.History.StatusesAsync(_neighbour, SubjectType.Incident, ids, CancellationToken.None)).Should().BeEmpty();
        (await session.History.StatusesAsync(_tenant, SubjectType.Incident, [], CancellationToken.None)).Should().BeEmpty();
    }

    [StoreFact]
    public async Task IsMovedAfterAsync_WhenOtherThingsHappenedToItSince_LooksForMovesOnly()
    {
        var (incident, anomaly) = await GivenHistoryAsync();
        await using var session = store.Open(_tenant);

        // the incident was opened, assigned and commented on (1, 3, 4), and moved last (6); the anomaly was moved once (5)
        foreach (var (id, sequence, expected) in new[] { (incident, 0, true), (incident, 5, true), (incident, 6, false), (anomaly, 4, true), (anomaly, 5, false), ("inc_1", 0, false) })
        {
            (await session.History.IsMovedAfterAsync(_tenant, id, sequence, CancellationToken.None)).Should().Be(expected);
        }

        (await session.History.IsMovedAfterAsync(_neighbour, incident, 0, CancellationToken.None)).Should().BeFalse();
    }

    [StoreFact]
    public async Task FindWithoutHistoryAsync_WhenAThingWasPutInPastTheService_FindsItInItsTenant()
    {
        var (incident, anomaly) = await GivenHistoryAsync();
        await using var session = store.Open(_tenant);
        (await session.History.FindWithoutHistoryAsync(_tenant, CancellationToken.None)).Should().BeNull();

        // an id that history knows, but in another tenant
        await session.Db.Database.ExecuteSqlRawAsync("UPDATE anomalies SET tenant_id = {0} WHERE tenant_id = {1} AND id = {2}", _neighbour, _tenant, anomaly);
        (await session.History.FindWithoutHistoryAsync(_neighbour, CancellationToken.None)).Should().Be(anomaly);
        (await session.History.FindWithoutHistoryAsync(_tenant, CancellationToken.None)).Should().BeNull();
        await session.Db.Database.ExecuteSqlRawAsync("UPDATE incidents SET id = 'inc_smuggled' WHERE tenant_id = {0} AND id = {1}", _tenant, incident);
        (await session.History.FindWithoutHistoryAsync(_tenant, CancellationToken.None)).Should().Be("inc_smuggled");
    }

    /// <summary>Six entries about an incident and an anomaly, and two in another tenant.</summary>
    private async Task<(string Incident, string Anomaly)> GivenHistoryAsync()
    {
        var (incident, anomaly) = (Given.Incident(_tenant), Given.Anomaly(_tenant));
        await using var session = store.Open(_tenant);
        await session.AddAsync(incident, Given.Incident(_neighbour), anomaly, Given.Anomaly(_neighbour));
        await session.ActOnIncidentAsync(incident.Id, i => i.AssignTo("分析员 😀", Given.Analyst, Given.Noon));
        await session.ActOnIncidentAsync(incident.Id, i => i.AddComment("核实", Given.Analyst, Given.Noon));
        await session.ActAsync(anomaly.Id, a => a.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, Given.Noon));
        await session.ActOnIncidentAsync(incident.Id, i => i.MoveTo(IncidentStatus.Resolved, new Outcome(Note: Given.Emoji(Limits.Description)), Given.Analyst, Given.Noon));
        return (incident.Id, anomaly.Id);
    }

    private async Task<Page<long>> AboutAsync(SubjectType type, string id, int number, int size, string? tenant = null)
    {
        await using var session = store.Open(tenant ?? _tenant);
        var page = await session.History.ListAboutAsync(tenant ?? _tenant, type, id, PageRequest.ByPage(number, size), CancellationToken.None);
        return new Page<long>([.. page.Items.Select(e => e.Sequence)], page.Total, page.TotalIsLowerBound, page.HasNext);
    }
}

public sealed class SqliteHistoryReaderTests(SqliteStore store) : HistoryReaderContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerHistoryReaderTests(SqlServerStore store) : HistoryReaderContract(store), IClassFixture<SqlServerStore>;
