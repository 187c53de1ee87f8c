using Audit.Api.Health;
using Audit.Api.Problems;
using Audit.Api.Security;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Audit.Api.Load;

public static class LoadSetup
{
    /// <summary>Who has just begun to send a header is given so long for all of them.</summary>
    private static readonly TimeSpan s_headers = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddLoadLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LoadLimits>().Bind(configuration.GetSection(LoadLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Places>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<LoadLimits>>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = limits.Value.Connections;
            kestrel.Limits.RequestHeadersTimeout = s_headers;
        });
        services.AddOptions<HostOptions>().Configure<IOptions<LoadLimits>>((host, limits) => host.ShutdownTimeout = TimeSpan.FromSeconds(limits.Value.ShutdownSeconds));
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<LoadLimits>, ProblemWriter>((timeouts, limits, problems) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(limits.Value.RequestSeconds),
            WriteTimeoutResponse = context => problems.WriteAsync(context, Cause.Of(ErrorCatalogue.Of(ErrorKeys.Overloaded), Cause.LoadPause)),
        });
        return services;
    }

    /// <summary>Whether the request has used up its time.</summary>
    public static bool HasTimedOut(this HttpContext context) => context.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested == true;

    /// <summary>For everything but health: a place for each request, before anything is done for it, and an end to its time.</summary>
    public static void UsePlaces(this IApplicationBuilder app)
    {
        var places = app.ApplicationServices.GetRequiredService<Places>();
        app.Use(async (context, next) =>
        {
            using var place = HealthEndpoints.IsOne(context) ? null : places.Enter();
            await next(context);
        });
        app.UseRequestTimeouts();
    }

    /// <summary>Behind the sign-in: one of the tenant's places.</summary>
    public static void UseTenantPlaces(this IApplicationBuilder app)
    {
        var places = app.ApplicationServices.GetRequiredService<Places>();
        app.Use(async (context, next) =>
        {
            using var place = TokenClaims.TenantOf(context.User) is { } tenant ? places.Enter(tenant) : null;
            await next(context);
        });
    }
}
