using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.History;
using Audit.Infrastructure.Idempotency;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>What can be known of SQL Server without one: everything it is told parses, and names only what the script creates.</summary>
public sealed class SqlServerStatementTests : IAsyncLifetime
{
    private const string Tenant = "tnt_acme";
    private readonly RecordedServer _server = new();
    private ServiceProvider _provider = null!;
    private Session _session = null!;

    public Task InitializeAsync()
    {
        _provider = _server.Provide();
        _session = Session.Of(_provider, Tenant);
        // there is no connection to begin one on
        _session.Db.Database.AutoTransactionsEnabled = false;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task IncidentReader_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        await _session.IncidentReader.FindAsync(Tenant, "inc_1", CancellationToken.None);
        var place = new CursorPosition(Given.Noon, "inc_1");
        foreach (var filter in new[]
        {
            new IncidentFilter([], [], null), new IncidentFilter([IncidentStatus.Open], [Severity.High], null),
            new IncidentFilter([IncidentStatus.Open, IncidentStatus.Closed], [Severity.Low, Severity.High], "50%_[ 登录"),
        })
        {
            await _session.IncidentReader.ListAsync(Tenant, filter, new PageRequest(3, 20, Walk: false, After: null), CancellationToken.None);
            await _session.IncidentReader.ListAsync(Tenant, filter, new PageRequest(1, 20, Walk: true, place), CancellationToken.None);
        }

        ShouldBeUnderstood(atLeast: 1 + (3 * 4));
        // an index may give the order without being asked to, but never has to
        _server.Commands.Where(c => c.Contains("FETCH NEXT", StringComparison.Ordinal)).Should().HaveCount(3 * 2)
            .And.OnlyContain(c => c.Contains("ORDER BY [i].[created_at] DESC, [i].[id] DESC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnomalyRepository_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        await _session.Anomalies.FindAsync(Tenant, Ids.New(Ids.Anomaly, Given.Noon), CancellationToken.None);
        await _session.Anomalies.FindManyAsync(Tenant, ["ano_1", "ano_2"], CancellationToken.None);
        await _session.Anomalies.FindByExternalIdsAsync(Tenant, ["evt_1"], CancellationToken.None);

        ShouldBeUnderstood(atLeast: 3);
    }

    [Fact]
    public async Task IdempotencyStore_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        var scope = new IdempotencyScope(Tenant, Tenant, "usr", "key");
        await _session.Idempotency.FindAsync(scope, Given.Noon, CancellationToken.None);
        _session.Idempotency.Add(scope, new KeptAnswer("f", "{}"), Given.Noon);
        await _session.Db.SaveChangesAsync();
        await _provider.GetServices<IHostedService>().OfType<IdempotencyCleaner>().Single().CleanAsync(CancellationToken.None);
        _session.Db.Remove(_session.Db.IdempotencyKeys.Local.Single());
        await _session.Db.SaveChangesAsync();

        ShouldBeUnderstood(atLeast: 4);
        _server.Commands.Should().Contain(c => c.Contains("DELETE FROM [idempotency_keys]", StringComparison.Ordinal));
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
            _session.Add(Given.Incident(Tenant), anomaly);
        }

        await _session.Work.SaveAsync(CancellationToken.None);

        _server.Commands[0].Should().Contain("UPDLOCK, HOLDLOCK");
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
        AsLoaded(Given.Incident(Tenant)).MoveTo(IncidentStatus.Resolved, Given.Analyst, Given.Noon);
        await _session.Work.SaveAsync(CancellationToken.None);
        _session.Db.ChangeTracker.Clear();
        var end = ChainEndRow.Start(Tenant);
        _session.Db.Attach(end);
        end.MoveTo(end.End with { Sequence = 1 });
        await _session.Db.SaveChangesAsync();

        ShouldBeUnderstood(atLeast: 3);
        _server.Commands.Should().Contain(c => c.Contains("UPDATE [anomalies]", StringComparison.Ordinal))
            .And.Contain(c => c.Contains("UPDATE [incidents]", StringComparison.Ordinal))
            .And.Contain(c => c.Contains("UPDATE [history_ends]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MigrateAloneAsync_WhenItBegins_TakesTheServersLockInWordsItUnderstands()
    {
        await FluentActions.Awaiting(() => _session.Db.MigrateAloneAsync(CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>();

        _server.Commands[0].Should().Contain("sp_getapplock");
        Tsql.Parse(_server.Commands[0]);
    }

    private T AsLoaded<T>(T aggregate)
        where T : class, Domain.History.IHistoried
    {
        aggregate.HistorySaved();
        var entry = _session.Db.Entry(aggregate);
        entry.Property("Seq").CurrentValue = 1L;
        entry.State = EntityState.Unchanged;
        return aggregate;
    }

    private void ShouldBeUnderstood(int atLeast)
    {
        _server.Commands.Should().HaveCountGreaterThanOrEqualTo(atLeast);
        var schema = TsqlSchema.Of(SqlServerScriptTests.Script());
        foreach (var command in _server.Commands)
        {
            TsqlNames.Unknown(schema, command).Should().BeEmpty(command);
        }
    }
}
