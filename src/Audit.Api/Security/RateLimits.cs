using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Audit.Api.Problems;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Audit.Api.Security;

/// <summary>How many requests an actor and a tenant may make; section <c>RateLimiting</c>. Each instance counts for itself.</summary>
public sealed class RateLimits
{
    public const string Section = "RateLimiting";

    public bool Enabled { get; init; } = true;

    /// <summary>Requests a second that an actor may make in the long run; may be less than one.</summary>
    [Range(0.0001, 1_000_000)]
    public double ActorPerSecond { get; init; } = 100;

    /// <summary>Requests that an actor may make at once after a quiet time.</summary>
    [Range(1, 10_000_000)]
    public int ActorBurst { get; init; } = 500;

    /// <summary>As <see cref="ActorPerSecond"/>, for all actors of a tenant together.</summary>
    [Range(0.0001, 1_000_000)]
    public double TenantPerSecond { get; init; } = 1000;

    /// <summary>As <see cref="ActorBurst"/>, for all actors of a tenant together.</summary>
    [Range(1, 10_000_000)]
    public int TenantBurst { get; init; } = 5000;
}

public static class RateLimitSetup
{
    /// <summary>Limits for signed-in callers of operations; the middleware has to stand between authentication and authorization.</summary>
    public static IServiceCollection AddAuditRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimits>().Bind(configuration.GetSection(RateLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimits>>((options, limits) =>
        {
            options.OnRejected = RejectAsync;
            options.GlobalLimiter = limits.Value.Enabled ? Limiter(limits.Value) : null;
        });
        return services;
    }

    /// <summary>
    /// The actor's limit first: who is over it takes nothing from the tenant's. The tenant is the home tenant, so that who
    /// acts in another's uses up nothing of theirs; a caller without one is about to be refused.
    /// </summary>
    private static PartitionedRateLimiter<HttpContext> Limiter(RateLimits limits) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, (string Tenant, string Actor)>(context => IsLimited(context)
            ? RateLimitPartition.GetTokenBucketLimiter(
                (TokenClaims.TenantOf(context.User) ?? "", TokenClaims.SubjectOf(context.User)), _ => Bucket(limits.ActorPerSecond, limits.ActorBurst))
            : RateLimitPartition.GetNoLimiter(("", ""))),
        PartitionedRateLimiter.Create<HttpContext, string>(context => IsLimited(context) && TokenClaims.TenantOf(context.User) is { } tenant
            ? RateLimitPartition.GetTokenBucketLimiter(tenant, _ => Bucket(limits.TenantPerSecond, limits.TenantBurst))
            : RateLimitPartition.GetNoLimiter("")));

    private static bool IsLimited(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true
        && context.GetEndpoint()?.Metadata.GetMetadata<ControllerActionDescriptor>() is not null;

    private static TokenBucketRateLimiterOptions Bucket(double perSecond, int burst) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1 / perSecond),
        QueueLimit = 0,
    };

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var problems = context.HttpContext.RequestServices.GetRequiredService<ProblemWriter>();
        await problems.WriteAsync(context.HttpContext, ErrorCatalogue.Of(ErrorKeys.RateLimited), retryAfterSeconds: Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
    }
}
