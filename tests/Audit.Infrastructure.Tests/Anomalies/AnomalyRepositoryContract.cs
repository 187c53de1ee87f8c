using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Anomalies;

/// <summary>What <see cref="IAnomalyRepository"/> keeps, on every database alike.</summary>
public abstract class AnomalyRepositoryContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task FindAsync_WhenStored_GivesEveryMemberBack()
    {
        var anomaly = Given.Anomaly(
            _tenant,
            externalId: Given.Emoji(Limits.Name),
            type: Given.Emoji(Limits.AnomalyType),
            description: Given.Emoji(Limits.Description),
            userId: "用户 ' \" \\ % _ [",
            mitreTactic: "TA0006",
            events: [.. Enumerable.Range(0, Limits.ListMembers).Select(i => $"{Given.Emoji(Limits.Name - 3)}{i:000}")]);
        anomaly.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, Given.Noon.AddMilliseconds(1));
        anomaly.AssignTo("分析员", Given.Analyst, Given.Noon.AddMilliseconds(2));
        anomaly.Escalate(new Escalation(null, null, null), Given.Analyst, Given.Noon.AddMilliseconds(3));
        anomaly.LinkTo(Given.Emoji(Limits.Name), Given.Analyst, Given.Noon.AddMilliseconds(3));
        anomaly.AddComment(Given.Emoji(Limits.Description), Given.Analyst, Given.Noon.AddMilliseconds(4));
        anomaly.AddComment("second", new Actor("somebody"), Given.Noon.AddMilliseconds(4));
        anomaly.MoveTo(AnomalyStatus.Dismissed, "误报", Given.Analyst, Given.Noon.AddMilliseconds(5));
        await AddAsync(anomaly);

        var found = await FindAsync(_tenant, anomaly.Id);

        found.Should().BeEquivalentTo(anomaly, o => o.WithStrictOrdering());
        typeof(Anomaly).GetProperties().Should().OnlyContain(p => p.GetValue(found) != null, "the test is about every member");
        found!.NewHistory.Should().BeEmpty();
    }

    [StoreFact]
    public async Task FindAsync_WhenOptionalMembersAreAbsent_LeavesThemAbsent()
    {
        var anomaly = Given.Anomaly(_tenant);
        await AddAsync(anomaly);

        (await FindAsync(_tenant, anomaly.Id)).Should().BeEquivalentTo(anomaly);
        anomaly.Should().BeEquivalentTo(new
        {
            ExternalId = (string?)null,
            UserId = (string?)null,
            MitreTactic = (string?)null,
            Assignee = (string?)null,
            RelatedCaseId = (string?)null,
            EscalatedTo = (string?)null,
            Reason = (string?)null,
        });
    }

    [StoreFact]
    public async Task FindAsync_WhenAnotherTenantsUnknownOrNoId_IsNull()
    {
        var anomaly = Given.Anomaly(_tenant);
        await AddAsync(anomaly);

        (await FindAsync(Given.Tenant(), anomaly.Id)).Should().BeNull();
        (await FindAsync(_tenant, Ids.New(Ids.Anomaly, Given.Noon))).Should().BeNull();
        (await FindAsync(_tenant, "' OR 1=1 --")).Should().BeNull();
        (await FindAsync(_tenant, anomaly.Id.ToUpperInvariant())).Should().BeNull();
    }

    [StoreFact]
    public async Task FindManyAsync_WhenSomeAreUnknownOrAnotherTenants_GivesTheOthersInTheOrderOfTheIds()
    {
        var own = Enumerable.Range(0, 4).Select(_ => Given.Anomaly(_tenant)).ToList();
        var foreign = Given.Anomaly(Given.Tenant());
        await AddAsync([.. own, foreign]);

        await using var session = store.Open(_tenant);
        var found = await session.Anomalies.FindManyAsync(
            _tenant, [own[2].Id, foreign.Id, own[0].Id, "no id", "", Ids.New(Ids.Anomaly, Given.Noon), own[3].Id], CancellationToken.None);

        found.Select(a => a.Id).Should().Equal(own[2].Id, own[0].Id, own[3].Id);
        (await session.Anomalies.FindManyAsync(_tenant, [], CancellationToken.None)).Should().BeEmpty();
    }

    [StoreFact]
    public async Task FindManyAsync_WhenFiveHundredAreNamed_FindsThemAllWithTheirComments()
    {
        var anomalies = Enumerable.Range(0, Limits.ListMembers).Select(_ => Given.Anomaly(_tenant)).ToList();
        anomalies[7].AddComment("一", Given.Analyst, Given.Noon);
        anomalies[7].AddComment("二", Given.Analyst, Given.Noon);
        await AddAsync([.. anomalies]);
        anomalies.Reverse();

        await using var session = store.Open(_tenant);
        var found = await session.Anomalies.FindManyAsync(_tenant, [.. anomalies.Select(a => a.Id)], CancellationToken.None);

        found.Select(a => a.Id).Should().Equal(anomalies.Select(a => a.Id));
        found.SelectMany(a => a.Comments).Select(c => c.Content).Should().Equal("一", "二");
    }

    [StoreFact]
    public async Task FindRelatedToAsync_WhenSeveralAreLinked_FindsThisTenantsInTheOrderTheyWereReported()
    {
        var incident = Given.Incident(_tenant);
        var linked = new[] { 3, 1, 2, 2 }.Select(n => Given.Anomaly(_tenant, at: Given.Noon.AddMilliseconds(n))).ToList();
        var moved = Given.Anomaly(_tenant);
        var foreign = Given.Anomaly(Given.Tenant());
        foreach (var anomaly in linked.Append(moved).Append(foreign))
        {
            anomaly.LinkTo(incident.Id, Given.Analyst, Given.Noon);
        }

        linked[1].AddComment("一", Given.Analyst, Given.Noon);
        moved.LinkTo(incident.Id.ToUpperInvariant(), Given.Analyst, Given.Noon);
        await AddAsync([.. linked, moved, foreign, Given.Anomaly(_tenant)]);

        await using var session = store.Open(_tenant);
        var found = await session.Anomalies.FindRelatedToAsync(_tenant, incident.Id, 10, CancellationToken.None);

        found.Select(a => a.Id).Should().Equal(linked.Select(a => a.Id).Order(StringComparer.Ordinal));
        found[0].Comments.Should().ContainSingle();
        (await session.Anomalies.FindRelatedToAsync(_tenant, Ids.New(Ids.Incident, Given.Noon), 10, CancellationToken.None)).Should().BeEmpty();
        (await session.Anomalies.FindRelatedToAsync(foreign.TenantId, incident.Id, 10, CancellationToken.None)).Select(a => a.Id).Should().Equal(foreign.Id);
        (await session.Anomalies.FindRelatedToAsync(_tenant, incident.Id, 3, CancellationToken.None)).Select(a => a.Id).Should().Equal(found.Take(3).Select(a => a.Id));
    }

    [StoreFact]
    public async Task FindByExternalIdsAsync_WhenSeveralAreNamed_FindsThisTenantsOnly()
    {
        string[] names = ["evt-1", "EVT-1", "evt\"\\'2", "事件", Given.Emoji(Limits.Name), "[1]", "null", "%"];
        var own = names.Select(n => Given.Anomaly(_tenant, n)).ToList();
        await AddAsync([.. own, Given.Anomaly(_tenant), Given.Anomaly(Given.Tenant(), "evt-1"), Given.Anomaly(Given.Tenant(), "evt-9")]);

        await using var session = store.Open(_tenant);
        var found = await session.Anomalies.FindByExternalIdsAsync(_tenant, [.. names, "evt-9", ""], CancellationToken.None);

        found.Select(a => a.Id).Should().BeEquivalentTo(own.Select(a => a.Id));
        (await session.Anomalies.FindByExternalIdsAsync(_tenant, ["Evt-1"], CancellationToken.None)).Should().BeEmpty();
        (await session.Anomalies.FindByExternalIdsAsync(_tenant, [], CancellationToken.None)).Should().BeEmpty();
    }

    [StoreFact]
    public async Task FindByExternalIdsAsync_WhenAWholeBatchIsNamed_FindsThemAll()
    {
        var names = Enumerable.Range(0, Limits.BatchReports).Select(i => $"{Given.Emoji(Limits.Name - 4)}{i:0000}").ToList();
        await AddAsync([.. names.Select(n => Given.Anomaly(_tenant, n))]);

        await using var session = store.Open(_tenant);
        (await session.Anomalies.FindByExternalIdsAsync(_tenant, names, CancellationToken.None)).Select(a => a.ExternalId).Should().BeEquivalentTo(names);
    }

    [StoreFact]
    public async Task Add_WhenTheTenantHasThatExternalId_IsRefused()
    {
        await AddAsync(Given.Anomaly(_tenant, "evt-1"));

        await using var session = store.Open(_tenant);
        var twin = () => session.RunAsync(() =>
        {
            session.Add(Given.Anomaly(_tenant, "evt-1"));
            return session.Work.SaveAsync(CancellationToken.None);
        });

        await twin.Should().ThrowAsync<ConcurrentChangeException>();
        await AddAsync(Given.Anomaly(_tenant, "EVT-1"), Given.Anomaly(_tenant + "2", "evt-1"), Given.Anomaly(_tenant), Given.Anomaly(_tenant));
    }

    private async Task AddAsync(params IReadOnlyList<Anomaly> anomalies)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(anomalies);
    }

    private async Task<Anomaly?> FindAsync(string tenant, string id)
    {
        await using var session = store.Open(tenant);
        return await session.Anomalies.FindAsync(tenant, id, CancellationToken.None);
    }
}

public sealed class SqliteAnomalyRepositoryTests(SqliteStore store) : AnomalyRepositoryContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerAnomalyRepositoryTests(SqlServerStore store) : AnomalyRepositoryContract(store), IClassFixture<SqlServerStore>;
