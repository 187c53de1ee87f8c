using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Incidents;

/// <summary>What <see cref="IIncidentRepository"/> keeps, on every database alike.</summary>
public abstract class IncidentRepositoryContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task FindAsync_WhenStored_GivesEveryMemberBack()
    {
        var incident = Given.Incident(
            _tenant, Given.Emoji(Limits.Title), Severity.Low, IncidentStatus.Resolved, Given.Emoji(Limits.Description), "分析员", anomalies: ["一", "\"2"], evidence: ["\\", "a\tb"]);
        incident.MoveTo(IncidentStatus.Investigating, Outcome.None, Given.Analyst, Given.Noon.AddMilliseconds(1));
        incident.MoveTo(IncidentStatus.Contained, Outcome.None, Given.Analyst, Given.Noon.AddMilliseconds(2));
        incident.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Duplicate, Given.Emoji(Limits.Description), Given.Emoji(Limits.Name)), Given.Analyst, Given.Noon.AddMilliseconds(3));
        incident.AddComment(Given.Emoji(Limits.Description), Given.Analyst, Given.Noon.AddMilliseconds(4));
        incident.AddComment("second", new Actor("somebody"), Given.Noon.AddMilliseconds(4));
        incident.MoveTo(IncidentStatus.Closed, Outcome.None, Given.Analyst, Given.Noon.AddMilliseconds(5));
        await AddAsync(incident);

        var found = await FindAsync(_tenant, incident.Id);

        found.Should().BeEquivalentTo(incident, o => o.WithStrictOrdering());
        typeof(Incident).GetProperties().Should().OnlyContain(p => p.GetValue(found) != null, "the test is about every member");
        found!.ReopenedCount.Should().Be(1);
        found.NewHistory.Should().BeEmpty();
    }

    [StoreFact]
    public async Task FindAsync_WhenOptionalMembersAreAbsent_LeavesThemAbsent()
    {
        var incident = Given.Incident(_tenant);
        await AddAsync(incident);

        (await FindAsync(_tenant, incident.Id)).Should().BeEquivalentTo(incident);
        incident.Should().BeEquivalentTo(new { Description = (string?)null, Assignee = (string?)null, Resolution = (Resolution?)null, ContainedAt = (DateTimeOffset?)null });
    }

    [StoreFact]
    public async Task FindAsync_WhenAnotherTenantsUnknownOrNoId_IsNull()
    {
        var incident = Given.Incident(_tenant);
        await AddAsync(incident);

        (await FindAsync(Given.Tenant(), incident.Id)).Should().BeNull();
        (await FindAsync(_tenant, Ids.New(Ids.Incident, Given.Noon))).Should().BeNull();
        (await FindAsync(_tenant, Ids.New(Ids.Anomaly, Given.Noon))).Should().BeNull();
        (await FindAsync(_tenant, "' OR 1=1 --")).Should().BeNull();
        (await FindAsync(_tenant, incident.Id.ToUpperInvariant())).Should().BeNull();
    }

    [StoreFact]
    public async Task SaveAsync_WhenAnIncidentGoesItsWholeWay_KeepsEachStep()
    {
        var incident = Given.Incident(_tenant, anomalies: ["ano_1"]);
        await AddAsync(incident);
        var later = Given.Noon;
        Action<Incident>[] steps =
        [
            i => i.MoveTo(IncidentStatus.Contained, new Outcome(Note: "isolated"), Given.Analyst, later),
            i => i.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Duplicate, "the same", "inc_1"), Given.Analyst, later),
            i => i.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Benign), Given.Analyst, later),
            i => i.MoveTo(IncidentStatus.Investigating, Outcome.None, Given.Analyst, later),
            i => i.AssignTo("analyst-002", Given.Analyst, later),
            i => i.AssignTo(null, Given.Analyst, later),
            i => i.Edit(new IncidentEdit("另一个标题", new NewText("why"), Severity.Critical, ["log_1", "log_2"]), Given.Analyst, later),
            i => i.Edit(new IncidentEdit(null, new NewText(null), null, []), Given.Analyst, later),
            i => i.Link("ano_2", Given.Analyst, later),
            i => i.AddComment("核实", Given.Analyst, later),
            i => i.MoveTo(IncidentStatus.Resolved, Outcome.None, Given.Analyst, later),
            i => i.MoveTo(IncidentStatus.Closed, new Outcome(Note: "done"), Given.Analyst, later),
            i => i.AddComment("closed ones take comments", Given.Analyst, later),
        ];

        foreach (var step in steps)
        {
            later = later.AddMilliseconds(1);
            // what is kept must be what the same steps make of it in memory
            step(incident);
            await using var session = store.Open(_tenant);
            await session.ActOnIncidentAsync(incident.Id, step);

            var found = await FindAsync(_tenant, incident.Id);
            found.Should().BeEquivalentTo(incident, o => o.WithStrictOrdering().Excluding(i => i.Version).Excluding(i => i.NewHistory).For(i => i.Comments).Exclude(c => c.Id));
        }

        (await FindAsync(_tenant, incident.Id))!.Version.Should().Be(1 + steps.Length);
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1 + incident.NewHistory.Count);
        await using var verifying = store.Open(_tenant);
        (await verifying.VerifyAsync()).Valid.Should().BeTrue();
    }

    private async Task AddAsync(Incident incident)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(incident);
    }

    private async Task<Incident?> FindAsync(string tenant, string id)
    {
        await using var session = store.Open(tenant);
        return await session.Incidents.FindAsync(tenant, id, CancellationToken.None);
    }
}

public sealed class SqliteIncidentRepositoryTests(SqliteStore store) : IncidentRepositoryContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentRepositoryTests(SqlServerStore store) : IncidentRepositoryContract(store), IClassFixture<SqlServerStore>;
