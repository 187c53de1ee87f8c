using System.Reflection;
using Audit.Application.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Audit.Api.Security;

public static class SecuritySetup
{
    /// <summary>
    /// Sign-in, permissions and tenancy. There is no fallback policy, as it would answer unknown routes with 401:
    /// endpoints are to be mapped with <c>RequireAuthorization</c>.
    /// </summary>
    public static IServiceCollection AddAuditSecurity(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection(AuthOptions.Section)).ValidateOnStart();
        if (Assembly.GetEntryAssembly()?.GetName().Name != "GetDocument.Insider")
        {
            services.AddSingleton<IValidateOptions<AuthOptions>>(new AuthOptionsValidator(environment));
        }

        services.AddSingleton(provider => new DevelopmentIssuers(configuration, environment, provider.GetRequiredService<IOptions<AuthOptions>>()));
        services.AddSingleton<TokenCache>();
        services.AddSingleton<BearerEvents>();
        services.AddSingleton<BearerSetup>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<BearerSetup>());
        AddBearer(services);
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<BearerSetup>());
        // what is wrong with the keys is said at start, not to the first caller
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).ValidateOnStart();

        services.AddAuthorization(Policies);
        services.AddScoped<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationAnswers>();
        services.AddHttpContextAccessor();
        services.AddScoped<ICaller, HttpCaller>();
        return services;
    }

    /// <summary>What <c>AddAuthentication</c> does but for data protection, which would write keys to the disk at start that nothing here uses.</summary>
    private static void AddBearer(IServiceCollection services)
    {
        services.AddAuthenticationCore(options => options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme);
        services.AddWebEncoders();
#pragma warning disable CS0618 // the scheme's handler is of a version that asks for this clock
        services.AddSingleton<ISystemClock, SystemClock>();
#pragma warning restore CS0618
        new AuthenticationBuilder(services).AddJwtBearer();
    }

    private static void Policies(AuthorizationOptions options)
    {
        options.DefaultPolicy = Policy(permission: null);
        foreach (var permission in Permissions.All)
        {
            options.AddPolicy(permission, Policy(permission));
        }
    }

    private static AuthorizationPolicy Policy(string? permission) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new AccessRequirement(permission)).Build();
}
