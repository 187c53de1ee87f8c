using System.Security.Claims;
using Audit.Api.Requests;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Authorization;

namespace Audit.Api.Security;

/// <summary>A usable tenant, and a permission where one is named.</summary>
internal sealed record AccessRequirement(string? Permission) : IAuthorizationRequirement;

/// <summary>
/// Decides permission first, then tenant. All requirements of a request are judged together: an endpoint may carry the
/// default policy beside its own, and the tenant is one.
/// </summary>
internal sealed class AccessHandler(ReadingFaults faults) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        var asked = context.Requirements.OfType<AccessRequirement>().ToList();
        if (asked.Count == 0 || context.User.Identity?.IsAuthenticated != true)
        {
            return Task.CompletedTask;
        }

        var http = context.Resource as HttpContext ?? throw new InvalidOperationException("Access is decided for requests.");
        if (Refusal(context.User, asked, http.Request, out var caller) is { } key)
        {
            context.Fail(new AuthorizationFailureReason(this, key));
            return Task.CompletedTask;
        }

        http.Features.Set(caller);
        asked.ForEach(context.Succeed);
        return Task.CompletedTask;
    }

    /// <summary>The key of the error, or none and the caller.</summary>
    private string? Refusal(ClaimsPrincipal user, List<AccessRequirement> asked, HttpRequest request, out CallerFeature? caller)
    {
        caller = null;
        if (asked.Exists(a => a.Permission is { } permission && !Permissions.Has(user, permission)))
        {
            return ErrorKeys.PermissionDenied;
        }

        if (TokenClaims.TenantOf(user) is not { } home)
        {
            return ErrorKeys.TenantMissing;
        }

        var named = NamedTenants.Of(request, home);
        if (named.NamesOtherThan(home) && !MayCross(user, asked))
        {
            return ErrorKeys.TenantForbidden;
        }

        // the request is refused for its violations later, with all others, and until then belongs to the home tenant
        var violations = named.Violations().ToList();
        violations.ForEach(faults.Add);
        var tenant = violations.Count == 0 ? named.Single ?? home : home;
        caller = new CallerFeature(tenant, new Actor(TokenClaims.SubjectOf(user), TokenClaims.NameOf(user), tenant == home ? null : home));
        return null;
    }

    private static bool MayCross(ClaimsPrincipal user, List<AccessRequirement> asked) =>
        user.HasClaim(TokenClaims.Role, Permissions.CrossingRole)
        || (asked.Exists(a => a.Permission == Permissions.Report) && user.HasClaim(TokenClaims.Scope, Permissions.ReportForAnyTenant));
}
