using Audit.Application.Common;
using Audit.Api.Requests;
using Audit.Domain.Common;

namespace Audit.Api.Security;

/// <summary>What authorization found out about the caller of a request.</summary>
internal sealed record CallerFeature(string TenantId, Actor Actor);

/// <summary>The caller of the present request.</summary>
internal sealed class HttpCaller(IHttpContextAccessor accessor) : ICaller
{
    public string TenantId => Known.Caller.TenantId;

    public Actor Actor => Known.Caller.Actor;

    public string RequestId => RequestIdentity.Of(Known.Context).RequestId;

    public string TraceId => RequestIdentity.Of(Known.Context).TraceId;

    private (HttpContext Context, CallerFeature Caller) Known =>
        accessor.HttpContext is { } context && context.Features.Get<CallerFeature>() is { } caller
            ? (context, caller)
            : throw new InvalidOperationException("The caller is known once the request is authorized, not before.");
}
