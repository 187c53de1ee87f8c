using Audit.Domain.Common;

namespace Audit.Application.Common;

/// <summary>Who asks, for which tenant, in which request. Known once the request is authorized, never before.</summary>
public interface ICaller
{
    /// <summary>The tenant acted in; every query takes it first.</summary>
    string TenantId { get; }

    Actor Actor { get; }

    /// <summary>The caller's own id of the request, or one made for it.</summary>
    string RequestId { get; }

    /// <summary>W3C Trace Context, <c>00-trace-span-01</c>.</summary>
    string TraceId { get; }
}
