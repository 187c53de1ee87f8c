using Audit.Api.Problems;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Audit.Api.Security;

/// <summary>Answers requests that authorization didn't let through, challenges as RFC 6750 section 3 has them.</summary>
internal sealed class AuthorizationAnswers(ProblemWriter problems) : IAuthorizationMiddlewareResultHandler
{
    private const string Challenge = "Bearer realm=\"audit-service\"";

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
        }
        else if (authorizeResult.Forbidden)
        {
            await ForbidAsync(context, authorizeResult.AuthorizationFailure);
        }
        else
        {
            // kept by the scheme since the request was authenticated
            await ChallengeAsync(context, (await context.AuthenticateAsync()).Failure);
        }
    }

    private Task ForbidAsync(HttpContext context, AuthorizationFailure? failure)
    {
        var key = failure?.FailureReasons.FirstOrDefault()?.Message ?? ErrorKeys.PermissionDenied;
        if (key == ErrorKeys.PermissionDenied)
        {
            context.Response.Headers.WWWAuthenticate = Challenge + ", error=\"insufficient_scope\"";
        }

        return problems.WriteAsync(context, ErrorCatalogue.Of(key));
    }

    private Task ChallengeAsync(HttpContext context, Exception? failure)
    {
        switch (failure)
        {
            case IssuerUnavailableException:
                return problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.IssuerUnavailable), retryAfterSeconds: (int)IssuerMetadata.RetryAfter.TotalSeconds);
            case null:
                context.Response.Headers.WWWAuthenticate = Challenge;
                return problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.Unauthenticated));
            default:
                context.Response.Headers.WWWAuthenticate = Challenge + ", error=\"invalid_token\"";
                return problems.WriteAsync(context, ErrorCatalogue.Of(ErrorKeys.InvalidToken));
        }
    }
}
