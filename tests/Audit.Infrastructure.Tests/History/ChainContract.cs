using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Tests.History;

/// <summary>What is sealed into a tenant's chain, on every database alike.</summary>
public abstract class ChainContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task SaveAsync_WhenSomethingHasChanged_SealsWhoWhenAndInWhichRequest()
    {
        await using var session = store.Open(_tenant);
        session.Caller.RequestId = "req.A-1_z";
        session.Caller.TraceId = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var incident = Given.Incident(_tenant, status: IncidentStatus.Contained);

        await session.AddAsync(incident);

        var history = await Chain.ReadAsync(store, _tenant);
        history.ShouldBeWhole(2);
        history.Should().OnlyContain(h => (string)h["request_id"] == "req.A-1_z" && (string)h["trace_id"] == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var stored = await session.Db.History.AsNoTracking().Where(h => h.TenantId == _tenant).OrderBy(h => h.Sequence).ToListAsync();
        stored[1].Should().BeEquivalentTo(new
        {
            TenantId = _tenant,
            SubjectType = "incident",
            SubjectId = incident.Id,
            Action = "status_changed",
            From = "open",
            To = "contained",
            ActorId = Given.Analyst.Id,
            ActorName = Given.Analyst.Name,
            ActorTenantId = Given.Analyst.HomeTenantId,
            OccurredAt = Given.Noon,
        });
    }

    [StoreFact]
    public async Task SaveAsync_WhenTextNeedsEscapes_SealsWhatAnybodyCanRecompute()
    {
        var anomaly = Given.Anomaly(_tenant);
        var odd = new Actor("usr \" \\ \t \u001f \u007f \u2028 é 😀", "名 \" \n 😀", "tnt/\"\\");
        await using var session = store.Open(_tenant);
        await session.AddAsync(anomaly);

        await session.ActAsync(anomaly.Id, a =>
        {
            a.AssignTo("\b\f\r\n\"\\/ 分析员 \ud83d\ude00", odd, Given.Noon.AddMilliseconds(-1));
            a.MoveTo(AnomalyStatus.Dismissed, "误报 \"quoted\" \\", odd, DateTimeOffset.UnixEpoch);
        });

        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(3);
    }

    [StoreFact]
    public async Task SaveAsync_WhenTwoTenantsChangeInOneUnit_ContinuesTheChainOfEach()
    {
        var second = Given.Tenant();
        await using var session = store.Open(_tenant);

        await session.AddAsync(Given.Incident(_tenant), Given.Incident(second), Given.Incident(_tenant));
        await session.AddAsync(Given.Incident(second), Given.Incident(_tenant));

        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(3);
        (await Chain.ReadAsync(store, second)).ShouldBeWhole(2);
    }
}

public sealed class SqliteChainTests(SqliteStore store) : ChainContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerChainTests(SqlServerStore store) : ChainContract(store), IClassFixture<SqlServerStore>;
