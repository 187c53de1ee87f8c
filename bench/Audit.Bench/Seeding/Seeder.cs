using System.Globalization;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Bench.Seeding;

/// <summary>
/// Fills a store: a tenant of so many incidents and as many anomalies, and a tenth as many incidents spread over others. The
/// same texts, statuses and times for the same size; only the ids differ.
/// </summary>
public sealed class Seeder(Store store, int size)
{
    /// <summary>Of what is prepared and saved: raise it with every change, so that kept files are made anew.</summary>
    public const int Version = 1;

    /// <summary>Incidents of a unit of work, and as many anomalies. Measured from 125 to 2,000: none was faster.</summary>
    private const int BatchSize = 500;

    private const int RandomSeed = 20_260_101;
    private static readonly DateTimeOffset s_start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_span = TimeSpan.FromDays(731);

    private readonly Records _records = new(new Random(RandomSeed));
    private readonly List<string> _ids = [];
    private readonly List<string> _openIds = [];
    private readonly int _others = size / 10;
    private readonly int _otherTenants = Math.Max(1, size / 1_000);

    public async Task<Seed> FillAsync(CancellationToken cancellationToken)
    {
        // what comes next is made while SQLite writes
        var next = Task.Run(() => Prepare(0), cancellationToken);
        for (var number = 0; number < size; number += BatchSize)
        {
            var batches = await next;
            var following = number + BatchSize;
            next = Task.Run(() => Prepare(following), cancellationToken);
            foreach (var batch in batches)
            {
                await SaveAsync(batch, cancellationToken);
            }
        }

        await next;
        return new Seed
        {
            Incidents = size,
            Anomalies = size,
            OthersIncidents = _others,
            OtherTenants = _otherTenants,
            Ids = Seed.Spread(_ids, Seed.MaxIds),
            OpenIds = Seed.Spread(_openIds, Seed.MaxOpenIds),
        };
    }

    /// <summary>What belongs to the time that these numbers stand for: the tenant's own first, then the others', tenant by tenant.</summary>
    private List<Batch> Prepare(int from)
    {
        var to = Math.Min(from + BatchSize, size);
        var own = new Batch(Seed.TenantId, [], []);
        for (var number = from; number < to; number++)
        {
            var incident = _records.Incident(Seed.TenantId, At(number), SearchWords.IsRare(number, size));
            own.Incidents.Add(incident);
            own.Anomalies.Add(_records.Anomaly(Seed.TenantId, At(number)));
            _ids.Add(incident.Id);
            if (incident.Status == IncidentStatus.Open)
            {
                _openIds.Add(incident.Id);
            }
        }

        List<Batch> batches = [own];
        for (var number = from / 10; number < to / 10; number++)
        {
            var tenantId = string.Create(CultureInfo.InvariantCulture, $"tnt_other_{(long)number * _otherTenants / _others:0000}");
            if (batches[^1].TenantId != tenantId)
            {
                batches.Add(new Batch(tenantId, [], []));
            }

            batches[^1].Incidents.Add(_records.Incident(tenantId, At(number * 10)));
        }

        return batches;
    }

    private DateTimeOffset At(int number) => s_start.AddMilliseconds((long)(s_span.TotalMilliseconds / size * number));

    private Task SaveAsync(Batch batch, CancellationToken cancellationToken) => store.WriteAsync(
        batch.TenantId,
        services =>
        {
            var incidents = services.GetRequiredService<IIncidentRepository>();
            var anomalies = services.GetRequiredService<IAnomalyRepository>();
            batch.Incidents.ForEach(incidents.Add);
            batch.Anomalies.ForEach(anomalies.Add);
        },
        cancellationToken);

    private sealed record Batch(string TenantId, List<Incident> Incidents, List<Anomaly> Anomalies);
}
