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
            (1, 100, [1, 2, 3, 4, 5, 6]), (1, 2, [1, 2]), (3, 3, [3, 4, 5]), (6, 10, [6]), (7, 10, []), (long.MaxValue, 1, []), (0, 2, [1, 2]), (long.MinValue, 3, [1, 2, 3]),
        })
        {
            (await session.History.ListAsync(_tenant, from, count, CancellationToken.None)).Select(e => e.Sequence).Should().Equal(expected);
            (await StoredAsync(session, _tenant, from, count)).Select(e => e.Sequence).Should().Equal(expected);
        }

        (await session.History.ListAsync(_neighbour, 1, 100, CancellationToken.None)).Select(e => e.Sequence).Should().Equal(1, 2);
        (await session.History.ListAsync(_tenant.ToUpperInvariant(), 1, 100, CancellationToken.None)).Should().BeEmpty();
        (await StoredAsync(session, _tenant.ToUpperInvariant(), 1, 100)).Should().BeEmpty();
    }

    [StoreFact]
    public async Task ListAsync_WhenStored_GivesEveryMemberAsItWasSealed()
    {
        await GivenHistoryAsync();
        await using var session = store.Open(_tenant);

        var listed = await session.History.ListAsync(_tenant, 1, 100, CancellationToken.None);
        var stored = await StoredAsync(session, _tenant, long.MinValue, 100);
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
    public async Task ListAsync_WhenNotesAreLong_EndsEarlyAndGoesOnBehind()
    {
        var anomaly = Given.Anomaly(_tenant);
        for (var i = 0; i < 6; i++)
        {
            // one is longer than an answer gets at all
            anomaly.MoveTo(AnomalyStatus.Dismissed, new string('长', i == 3 ? 5_000_000 : 1_500_000), Given.Analyst, Given.Noon);
            anomaly.MoveTo(AnomalyStatus.Open, null, Given.Analyst, Given.Noon);
        }

        await using var session = store.Open(_tenant);
        await session.AddAsync(anomaly);
        var parts = new List<IReadOnlyList<long>>();
        for (var from = 1L; from <= 13; from = parts[^1][^1] + 1)
        {
            parts.Add([.. (await session.History.ListAsync(_tenant, from, 100, CancellationToken.None)).Select(e => e.Sequence)]);
        }

        // the notes stand in 2, 4, 6, 8 (the longest), 10 and 12; the entry that goes over the end is the last
        parts.Should().BeEquivalentTo(new long[][] { [1, 2, 3, 4, 5, 6], [7, 8], [9, 10, 11, 12, 13] }, o => o.WithStrictOrdering());
        (await session.History.ListAsync(_tenant, 1, 3, CancellationToken.None)).Should().HaveCount(3);
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
    public async Task LastMovesAsync_WhenOtherThingsHappenedSince_GivesMovesOnly()
    {
        var (incident, anomaly) = await GivenHistoryAsync();
        await using var session = store.Open(_tenant);
        var unmoved = Given.Anomaly(_tenant);
        await session.AddAsync(unmoved);
        await session.ActOnIncidentAsync(incident, i => i.AddComment("since", Given.Analyst, Given.Noon));
        string[] ids = [.. Enumerable.Range(0, 500).Select(_ => Ids.New(Ids.Incident, Given.Noon)), incident, anomaly, unmoved.Id, "' OR 1=1 --", "\"]", ""];

        // the incident was opened, assigned and commented on (1, 3, 4), and moved last (6); the anomaly was moved once (5)
        (await session.History.LastMovesAsync(_tenant, ids, CancellationToken.None)).Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { [incident] = 6, [anomaly] = 5 });
        (await session.History.LastMovesAsync(_tenant, [anomaly], CancellationToken.None)).Keys.Should().Equal(anomaly);
        (await session.History.LastMovesAsync(_neighbour, ids, CancellationToken.None)).Should().BeEmpty();
        (await session.History.LastMovesAsync(_tenant, [], CancellationToken.None)).Should().BeEmpty();

        await session.ActOnIncidentAsync(incident, i => i.MoveTo(IncidentStatus.Closed, Outcome.None, Given.Analyst, Given.Noon));
        (await session.History.LastMovesAsync(_tenant, [incident], CancellationToken.None))[incident].Should().Be(9);
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

    private static async Task<IReadOnlyList<HistoryEntry>> StoredAsync(Session session, string tenant, long from, int count)
    {
        var entries = new List<HistoryEntry>();
        await foreach (var entry in session.History.ReadStored(tenant, from, count))
        {
            entries.Add(entry);
        }

        return entries;
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
