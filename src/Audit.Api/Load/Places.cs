using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Audit.Api.Load;

/// <summary>
/// What requests under way take up. Nobody waits for it: where there is none left now, whoever comes next should be somebody who still
/// wants it. One tenant has half of it at the most, so that the others pass.
/// </summary>
public sealed class Places(IOptions<LoadLimits> limits) : IDisposable
{
    private readonly ConcurrencyLimiter _requests = new(Permits(limits.Value.Requests));
    private readonly ConcurrencyLimiter _bodies = new(Permits(limits.Value.BodyBytes));
    private readonly PartitionedRateLimiter<string> _requestsOfTenants = OfEach(limits.Value.Requests / 2);
    private readonly PartitionedRateLimiter<string> _bodiesOfTenants = OfEach(limits.Value.BodyBytes / 2);

    /// <summary>A place for a request, taken until it is disposed; throws where there is none.</summary>
    /// <exception cref="OverloadedException">There is none.</exception>
    public IDisposable Enter() => Taken(_requests.AttemptAcquire());

    /// <summary>As <see cref="Enter()"/>, of the tenant's part.</summary>
    /// <exception cref="OverloadedException">There is none.</exception>
    public IDisposable Enter(string tenant) => Taken(_requestsOfTenants.AttemptAcquire(tenant));

    /// <summary>Room for a request's body, and for what is made of it, until the request ends.</summary>
    /// <exception cref="OverloadedException">There is none.</exception>
    public void TakeBody(HttpContext context, string tenant, int bytes)
    {
        context.Response.RegisterForDispose(Taken(_bodiesOfTenants.AttemptAcquire(tenant, bytes)));
        context.Response.RegisterForDispose(Taken(_bodies.AttemptAcquire(bytes)));
    }

    public void Dispose()
    {
        _requests.Dispose();
        _bodies.Dispose();
        _requestsOfTenants.Dispose();
        _bodiesOfTenants.Dispose();
    }

    private static RateLimitLease Taken(RateLimitLease lease)
    {
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        throw new OverloadedException();
    }

    private static PartitionedRateLimiter<string> OfEach(int permits) => PartitionedRateLimiter.Create<string, string>(
        tenant => RateLimitPartition.GetConcurrencyLimiter(tenant, _ => Permits(permits)), StringComparer.Ordinal);

    private static ConcurrencyLimiterOptions Permits(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };
}
