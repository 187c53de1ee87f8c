using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>One request of somebody: its own context and what stands on it.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;

    private Session(AsyncServiceScope scope, string tenantId)
    {
        _scope = scope;
        Caller = Get<Caller>();
        Caller.TenantId = tenantId;
    }

    public Caller Caller { get; }

    public AuditDbContext Db => Get<AuditDbContext>();

    public IUnitOfWork Work => Get<IUnitOfWork>();

    public IIncidentRepository Incidents => Get<IIncidentRepository>();

    public IIncidentReader IncidentReader => Get<IIncidentReader>();

    public IAnomalyRepository Anomalies => Get<IAnomalyRepository>();

    public IAnomalyReader AnomalyReader => Get<IAnomalyReader>();

    public IHistoryReader History => Get<IHistoryReader>();

    public IIdempotencyStore Idempotency => Get<IIdempotencyStore>();

    public static Session Of(IServiceProvider instance, string tenantId) => new(instance.CreateAsyncScope(), tenantId);

    /// <summary>One unit of work; saving is the work's own affair.</summary>
    public Task RunAsync(Func<Task> work) => Work.RunAsync(
        async () =>
        {
            await work();
            return 0;
        },
        CancellationToken.None);

    /// <summary>One unit that loads the anomaly, acts on it and saves.</summary>
    public Task ActAsync(string anomalyId, Action<Anomaly> act) => RunAsync(async () =>
    {
        act(await FindAnomalyAsync(anomalyId));
        await Work.SaveAsync(CancellationToken.None);
    });

    /// <summary>One unit that loads the incident, acts on it and saves.</summary>
    public Task ActOnIncidentAsync(string incidentId, Action<Incident> act) => RunAsync(async () =>
    {
        act(await FindIncidentAsync(incidentId));
        await Work.SaveAsync(CancellationToken.None);
    });

    /// <summary>One unit that adds them all.</summary>
    public Task AddAsync(params IEnumerable<IHistoried> things) => RunAsync(async () =>
    {
        Add(things);
        await Work.SaveAsync(CancellationToken.None);
    });

    public void Add(params IEnumerable<IHistoried> things)
    {
        foreach (var thing in things)
        {
            if (thing is Incident incident)
            {
                Incidents.Add(incident);
            }
            else
            {
                Anomalies.Add((Anomaly)thing);
            }
        }
    }

    /// <summary>The tenant's anomaly, which must be there.</summary>
    public async Task<Anomaly> FindAnomalyAsync(string id) =>
        await Anomalies.FindAsync(Caller.TenantId, id, CancellationToken.None) ?? throw new NotFoundException(ErrorKeys.AnomalyNotFound, id);

    /// <summary>The tenant's incident, which must be there.</summary>
    public async Task<Incident> FindIncidentAsync(string id) =>
        await Incidents.FindAsync(Caller.TenantId, id, CancellationToken.None) ?? throw new NotFoundException(ErrorKeys.IncidentNotFound, id);

    /// <summary>What the operation answers in the caller's tenant.</summary>
    public Task<VerificationDto> VerifyAsync(long from = 1, int limit = Limits.VerifiedEntries, (long Sequence, string Hash)? expected = null) =>
        new VerifyHistoryHandler(History, Caller).Handle(new VerifyHistoryQuery(from, limit, expected?.Sequence, expected?.Hash), CancellationToken.None);

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    private T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();
}

/// <summary>Who asks.</summary>
internal sealed class Caller : ICaller
{
    public string TenantId { get; set; } = "";

    public Actor Actor { get; set; } = Given.Analyst;

    public string RequestId { get; set; } = "req-1";

    public string TraceId { get; set; } = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
}
