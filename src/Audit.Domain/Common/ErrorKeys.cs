namespace Audit.Domain.Common;

/// <summary>The stable names of everything that can be refused; what each means over HTTP is said at the edge.</summary>
public static class ErrorKeys
{
    public const string InvalidRequest = "error.invalid_request";
    public const string MalformedBody = "error.malformed_body";
    public const string Unauthenticated = "error.unauthenticated";
    public const string InvalidToken = "error.invalid_token";
    public const string PermissionDenied = "error.permission_denied";
    public const string TenantMissing = "error.tenant_missing";
    public const string TenantForbidden = "error.tenant_forbidden";
    public const string RouteNotFound = "error.route_not_found";
    public const string MethodNotAllowed = "error.method_not_allowed";
    public const string IncidentNotFound = "error.incident_not_found";
    public const string AnomalyNotFound = "error.anomaly_not_found";
    public const string TransitionRefused = "error.transition_refused";
    public const string IncidentClosed = "error.incident_closed";
    public const string AlreadyEscalated = "error.already_escalated";
    public const string CapacityReached = "error.capacity_reached";
    public const string ConcurrentChange = "error.concurrent_change";
    public const string PreconditionFailed = "error.precondition_failed";
    public const string IdempotencyKeyReused = "error.idempotency_key_reused";
    public const string BodyTooLarge = "error.body_too_large";
    public const string UnsupportedMediaType = "error.unsupported_media_type";
    public const string RequestTimeout = "error.request_timeout";
    public const string RateLimited = "error.rate_limited";
    public const string InternalError = "error.internal";
    public const string StoreUnavailable = "error.store_unavailable";
    public const string IssuerUnavailable = "error.issuer_unavailable";
    public const string Overloaded = "error.overloaded";
}
