using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.History;
using Audit.Infrastructure.Idempotency;
using Audit.Infrastructure.Persistence.Searching;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>What SQL Server is told when something is written.</summary>
public sealed class SqlServerWriteTests : SqlServerStatements
{
    [Fact]
    public async Task IdempotencyStore_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        var scope = new IdempotencyScope(Tenant, Tenant, "usr", "key");
        await Session.Idempotency.FindAsync(scope, Given.Noon, CancellationToken.None);
        Session.Idempotency.Add(scope, new KeptAnswer("f", "{}"), Given.Noon);
        await Session.Db.SaveChangesAsync();
        await Provider.GetServices<IHostedService>().OfType<IdempotencyCleaner>().Single().CleanAsync(CancellationToken.None);
        Session.Db.Remove(Session.Db.IdempotencyKeys.Local.Single());
        await Session.Db.SaveChangesAsync();

        ShouldBeUnderstood(atLeast: 4);
        Server.Commands.Should().Contain(c => c.Contains("DELETE FROM [idempotency_keys]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)] // one row: INSERT
    [InlineData(50)] // many rows with keys of the server's own: MERGE
    public async Task UnitOfWork_WhenThingsAreNew_SaysWhatTheServerUnderstands(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var anomaly = Given.Anomaly(Tenant, $"evt_{i}");
            anomaly.AddComment("new", Given.Analyst, Given.Noon);
            var incident = Given.Incident(Tenant);
            incident.AddComment("new", Given.Analyst, Given.Noon);
            Session.Add(incident, anomaly);
        }

        await Session.Work.SaveAsync(CancellationToken.None);

        Server.Commands[0].Should().Contain("UPDLOCK, HOLDLOCK");
        ShouldBeUnderstood(atLeast: 2);
    }

    [Fact]
    public async Task UnitOfWork_WhenThingsChange_SaysWhatTheServerUnderstands()
    {
        var anomaly = AsLoaded(Given.Anomaly(Tenant));
        anomaly.MoveTo(AnomalyStatus.Dismissed, "because", Given.Analyst, Given.Noon);
        anomaly.AssignTo("analyst-001", Given.Analyst, Given.Noon);
        anomaly.LinkTo("inc_1", Given.Analyst, Given.Noon);
        anomaly.AddComment("new", Given.Analyst, Given.Noon);
        anomaly.MoveTo(AnomalyStatus.Open, null, Given.Analyst, Given.Noon);
        var escalated = anomaly.Escalate(new Escalation(null, null, null), Given.Analyst, Given.Noon);
        Session.Add(escalated);
        var incident = AsLoaded(Given.Incident(Tenant));
        incident.Edit(new IncidentEdit("new", new NewText("new"), Severity.Low, ["log_1"]), Given.Analyst, Given.Noon);
        incident.Link("ano_1", Given.Analyst, Given.Noon);
        incident.MoveTo(IncidentStatus.Contained, Outcome.None, Given.Analyst, Given.Noon);
        incident.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Duplicate, "because", "inc_1"), Given.Analyst, Given.Noon);
        incident.MoveTo(IncidentStatus.Closed, Outcome.None, Given.Analyst, Given.Noon);
        incident.AddComment("new", Given.Analyst, Given.Noon);
        await Session.Work.SaveAsync(CancellationToken.None);
        Session.Db.ChangeTracker.Clear();
        var end = ChainEndRow.Start(Tenant);
        Session.Db.Attach(end);
        end.MoveTo(end.End with { Sequence = 1 });
        await Session.Db.SaveChangesAsync();

        ShouldBeUnderstood(atLeast: 3);
        Server.Commands.Should().Contain(c => c.Contains("UPDATE [anomalies]", StringComparison.Ordinal))
            .And.Contain(c => c.Contains("UPDATE [incidents]", StringComparison.Ordinal))
            .And.Contain(c => c.Contains("UPDATE [history_ends]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnitOfWork_WhenACommentIsAdded_WritesNothingElseOfTheThing()
    {
        AsLoaded(Given.Anomaly(Tenant)).AddComment("new", Given.Analyst, Given.Noon.AddMilliseconds(1));
        AsLoaded(Given.Incident(Tenant)).AddComment("new", Given.Analyst, Given.Noon.AddMilliseconds(1));
        await Session.Work.SaveAsync(CancellationToken.None);

        ShouldBeUnderstood(atLeast: 2);
        foreach (var table in new[] { "anomalies", "incidents" })
        {
            var update = string.Join('\n', Server.Commands).Split('\n').Single(line => line.StartsWith($"UPDATE [{table}] SET ", StringComparison.Ordinal));
            update.Split('[', ']').Where((_, i) => i % 2 == 1).Skip(1).Should().Equal("comments", "updated_at", "version");
        }
    }

    [Fact]
    public async Task MigrateAloneAsync_WhenItBegins_TakesTheServersLockInWordsItUnderstands()
    {
        await using var db = Server.WithoutTransactions();

        await FluentActions.Awaiting(() => db.MigrateAloneAsync(CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>();

        Server.Commands[0].Should().Contain("sp_getapplock");
        Tsql.Parse(Server.Commands[0]);
    }

    private T AsLoaded<T>(T aggregate)
        where T : class, Domain.History.IHistoried
    {
        aggregate.HistorySaved();
        var entry = Session.Db.Entry(aggregate);
        entry.Property("Seq").CurrentValue = 1L;
        SearchText.Refresh(Session.Db, aggregate);
        entry.State = EntityState.Unchanged;
        return aggregate;
    }
}
