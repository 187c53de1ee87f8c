using Audit.Api.Problems;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Audit.Api.OpenApi;

/// <summary>An error answer as operations share it: all errors that have one status where it is answered.</summary>
/// <param name="Name">Its name in the document.</param>
/// <param name="Keys">The errors' keys.</param>
internal sealed record ErrorAnswer(string Name, params string[] Keys)
{
    private static readonly ErrorAnswer s_invalidRequest = new("InvalidRequest", ErrorKeys.InvalidRequest);
    private static readonly ErrorAnswer s_invalidBody = new("InvalidBody", ErrorKeys.InvalidRequest, ErrorKeys.MalformedBody);
    private static readonly ErrorAnswer s_unauthenticated = new("Unauthenticated", ErrorKeys.Unauthenticated, ErrorKeys.InvalidToken);
    private static readonly ErrorAnswer s_forbidden = new("Forbidden", ErrorKeys.PermissionDenied, ErrorKeys.TenantMissing, ErrorKeys.TenantForbidden);
    private static readonly ErrorAnswer s_tenantRefused = new("TenantRefused", ErrorKeys.TenantMissing, ErrorKeys.TenantForbidden);
    private static readonly ErrorAnswer s_incidentNotFound = new("IncidentNotFound", ErrorKeys.IncidentNotFound);
    private static readonly ErrorAnswer s_anomalyNotFound = new("AnomalyNotFound", ErrorKeys.AnomalyNotFound);
    private static readonly ErrorAnswer s_requestTimeout = new("RequestTimeout", ErrorKeys.RequestTimeout);
    private static readonly ErrorAnswer s_concurrentChange = new("ConcurrentChange", ErrorKeys.ConcurrentChange);
    private static readonly ErrorAnswer s_statusConflict = new("StatusConflict", ErrorKeys.TransitionRefused, ErrorKeys.ConcurrentChange);
    private static readonly ErrorAnswer s_incidentStatusConflict = new("IncidentStatusConflict", ErrorKeys.TransitionRefused, ErrorKeys.IncidentClosed, ErrorKeys.ConcurrentChange);
    private static readonly ErrorAnswer s_incidentConflict = new("IncidentConflict", ErrorKeys.IncidentClosed, ErrorKeys.ConcurrentChange);
    private static readonly ErrorAnswer s_capacityConflict = new("CapacityConflict", ErrorKeys.CapacityReached, ErrorKeys.ConcurrentChange);
    private static readonly ErrorAnswer s_escalationConflict = new("EscalationConflict", ErrorKeys.AlreadyEscalated, ErrorKeys.ConcurrentChange);
    private static readonly ErrorAnswer s_preconditionFailed = new("PreconditionFailed", ErrorKeys.PreconditionFailed);
    private static readonly ErrorAnswer s_bodyTooLarge = new("BodyTooLarge", ErrorKeys.BodyTooLarge);
    private static readonly ErrorAnswer s_unsupportedMediaType = new("UnsupportedMediaType", ErrorKeys.UnsupportedMediaType);
    private static readonly ErrorAnswer s_idempotencyKeyReused = new("IdempotencyKeyReused", ErrorKeys.IdempotencyKeyReused);
    private static readonly ErrorAnswer s_rateLimited = new("RateLimited", ErrorKeys.RateLimited);
    private static readonly ErrorAnswer s_internalError = new("InternalError", ErrorKeys.InternalError);
    private static readonly ErrorAnswer s_unavailable = new("Unavailable", ErrorKeys.StoreUnavailable, ErrorKeys.IssuerUnavailable, ErrorKeys.Overloaded);

    /// <summary>What the state of things forbids, by operation; every other write can only lose a race.</summary>
    private static readonly Dictionary<string, ErrorAnswer> s_conflicts = new(StringComparer.Ordinal)
    {
        ["updateIncidentStatus"] = s_incidentStatusConflict,
        ["updateIncident"] = s_incidentConflict,
        ["assignIncident"] = s_incidentConflict,
        ["addIncidentComment"] = s_capacityConflict,
        ["updateAnomalyStatus"] = s_statusConflict,
        ["addAnomalyComment"] = s_capacityConflict,
        ["linkAnomaly"] = s_capacityConflict,
        ["escalateAnomaly"] = s_escalationConflict,
    };

    public static IReadOnlyList<ErrorAnswer> All { get; } =
    [
        s_invalidRequest, s_invalidBody, s_unauthenticated, s_forbidden, s_tenantRefused, s_incidentNotFound, s_anomalyNotFound, s_requestTimeout,
        s_concurrentChange, s_statusConflict, s_incidentStatusConflict, s_incidentConflict, s_capacityConflict, s_escalationConflict,
        s_preconditionFailed, s_bodyTooLarge, s_unsupportedMediaType, s_idempotencyKeyReused, s_rateLimited, s_internalError, s_unavailable,
    ];

    public int Status => Errors[0].Status;

    public IReadOnlyList<Error> Errors { get; } = [.. Keys.Select(ErrorCatalogue.Of)];

    /// <summary>What may be answered instead of what was asked for, in the order of the statuses.</summary>
    public static IEnumerable<ErrorAnswer> Of(ApiDescription operation) =>
        new (ErrorAnswer Answer, bool Applies)[]
        {
            (operation.HasBody ? s_invalidBody : s_invalidRequest, true),
            (s_unauthenticated, true),
            (operation.Permission is null ? s_tenantRefused : s_forbidden, true),
            (s_incidentNotFound, operation.Takes("incident_id")),
            (s_anomalyNotFound, operation.Takes("anomaly_id")),
            (s_requestTimeout, operation.HasBody),
            (s_conflicts.GetValueOrDefault(operation.Id, s_concurrentChange), operation is { IsRead: false, AnswersPerItem: false }),
            (s_preconditionFailed, operation.IsConditional),
            (s_bodyTooLarge, operation.HasBody),
            (s_unsupportedMediaType, operation.HasBody),
            (s_idempotencyKeyReused, operation.IsIdempotent),
            (s_rateLimited, true),
            (s_internalError, true),
            (s_unavailable, true),
        }
        .Where(a => a.Applies).Select(a => a.Answer);
}
