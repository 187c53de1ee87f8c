using System.Collections.Frozen;
using Audit.Domain.Common;

namespace Audit.Api.Problems;

/// <summary>What an error key means over HTTP.</summary>
/// <param name="Key">The stable name, <c>i18n_key</c> on the wire.</param>
/// <param name="Code">301, two digits for the class, three for the case.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Slug">The last segment of <c>type</c>, a page under <c>/errors</c>.</param>
public sealed record Error(string Key, int Code, int Status, string Slug);

/// <summary>Every error this service answers with; <c>docs/errors.md</c> is held to it by a test.</summary>
public static class ErrorCatalogue
{
    public static IReadOnlyList<Error> All { get; } =
    [
        // 01 input
        new(ErrorKeys.InvalidRequest, 30101001, 400, "invalid-request"),
        new(ErrorKeys.MalformedBody, 30101002, 400, "malformed-body"),
        new(ErrorKeys.UnsupportedMediaType, 30101003, 415, "unsupported-media-type"),
        new(ErrorKeys.MethodNotAllowed, 30101004, 405, "method-not-allowed"),
        // 02 authentication
        new(ErrorKeys.Unauthenticated, 30102001, 401, "unauthenticated"),
        new(ErrorKeys.InvalidToken, 30102002, 401, "invalid-token"),
        // 03 permission
        new(ErrorKeys.PermissionDenied, 30103001, 403, "permission-denied"),
        new(ErrorKeys.TenantMissing, 30103002, 403, "tenant-missing"),
        new(ErrorKeys.TenantForbidden, 30103003, 403, "tenant-forbidden"),
        // 04 not found
        new(ErrorKeys.RouteNotFound, 30104001, 404, "route-not-found"),
        new(ErrorKeys.IncidentNotFound, 30104002, 404, "incident-not-found"),
        new(ErrorKeys.AnomalyNotFound, 30104003, 404, "anomaly-not-found"),
        // 05 state and concurrency
        new(ErrorKeys.TransitionRefused, 30105001, 409, "transition-refused"),
        new(ErrorKeys.ConcurrentChange, 30105002, 409, "concurrent-change"),
        new(ErrorKeys.PreconditionFailed, 30105003, 412, "precondition-failed"),
        new(ErrorKeys.IdempotencyKeyReused, 30105004, 422, "idempotency-key-reused"),
        new(ErrorKeys.IncidentClosed, 30105005, 409, "incident-closed"),
        new(ErrorKeys.AlreadyEscalated, 30105006, 409, "already-escalated"),
        new(ErrorKeys.CapacityReached, 30105007, 409, "capacity-reached"),
        // 06 limits
        new(ErrorKeys.RateLimited, 30106001, 429, "rate-limited"),
        new(ErrorKeys.BodyTooLarge, 30106002, 413, "body-too-large"),
        new(ErrorKeys.RequestTimeout, 30106003, 408, "request-timeout"),
        // 09 faults
        new(ErrorKeys.InternalError, 30109001, 500, "internal"),
        new(ErrorKeys.StoreUnavailable, 30109002, 503, "store-unavailable"),
        new(ErrorKeys.IssuerUnavailable, 30109003, 503, "issuer-unavailable"),
        new(ErrorKeys.Overloaded, 30109004, 503, "overloaded"),
    ];

    private static readonly FrozenDictionary<string, Error> s_byKey = All.ToFrozenDictionary(e => e.Key, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Error> s_bySlug = All.ToFrozenDictionary(e => e.Slug, StringComparer.Ordinal);

    public static Error Of(string key) => s_byKey[key];

    public static Error? BySlug(string slug) => s_bySlug.GetValueOrDefault(slug);

    /// <summary>The error of a bare status that routing, model binding or the server chose.</summary>
    public static Error OfStatus(int status) => Of(status switch
    {
        StatusCodes.Status400BadRequest => ErrorKeys.MalformedBody,
        StatusCodes.Status401Unauthorized => ErrorKeys.Unauthenticated,
        StatusCodes.Status403Forbidden => ErrorKeys.PermissionDenied,
        StatusCodes.Status404NotFound => ErrorKeys.RouteNotFound,
        StatusCodes.Status405MethodNotAllowed => ErrorKeys.MethodNotAllowed,
        StatusCodes.Status408RequestTimeout => ErrorKeys.RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => ErrorKeys.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => ErrorKeys.UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => ErrorKeys.RateLimited,
        StatusCodes.Status503ServiceUnavailable => ErrorKeys.StoreUnavailable,
        _ => ErrorKeys.InternalError,
    });
}
