using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;

namespace Audit.Application.Anomalies;

/// <summary>An audit anomaly.</summary>
public sealed class AnomalyDto
{
    /// <summary><c>ano_</c> and 26 lower-case Crockford base-32 characters of a UUIDv7.</summary>
    /// <example>ano_01k5m8z0c2e9v7q4t6x8y1w3ra</example>
    public string Id { get; init; } = "";

    /// <summary>The tenant it belongs to.</summary>
    /// <example>tnt_abc123</example>
    public string TenantId { get; init; } = "";

    /// <summary>The detector's own id for the anomaly, up to 128 characters.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What kind of anomaly, up to 64 characters.</summary>
    /// <example>brute_force</example>
    public string Type { get; init; } = "";

    /// <summary>low &lt; medium &lt; high &lt; critical.</summary>
    public Severity Severity { get; init; }

    /// <summary>Where it stands in its review.</summary>
    public AnomalyStatus Status { get; init; }

    /// <summary>Where it may go from there.</summary>
    public IReadOnlyList<AnomalyStatus> AllowedTransitions => Anomaly.MovesFrom(Status);

    /// <summary>Why it was resolved or dismissed, e.g. <c>false_positive</c>.</summary>
    /// <example>false_positive</example>
    public string? Reason { get; init; }

    /// <summary>Up to 10,000 characters.</summary>
    /// <example>Five failed sign-ins in a row</example>
    public string Description { get; init; } = "";

    /// <summary>The user it is about.</summary>
    /// <example>usr_abc123</example>
    public string? UserId { get; init; }

    /// <summary>The audit events it was found in.</summary>
    public IReadOnlyList<string> EventIds { get; init; } = [];

    /// <summary>MITRE ATT&amp;CK tactic or technique.</summary>
    /// <example>T1110</example>
    public string? MitreTactic { get; init; }

    /// <summary>The analyst it is assigned to.</summary>
    /// <example>usr_analyst001</example>
    public string? Assignee { get; init; }

    /// <summary>The incident it was last linked to.</summary>
    public string? RelatedCaseId { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CommentDto> Comments { get; init; } = [];

    /// <summary>When it was detected; Unix seconds.</summary>
    /// <example>1713175800</example>
    public long DetectedAt { get; init; }

    /// <summary>When it was reported; Unix seconds.</summary>
    /// <example>1713175800</example>
    public long CreatedAt { get; init; }

    /// <summary>When it was last changed; Unix seconds.</summary>
    /// <example>1713175800</example>
    public long UpdatedAt { get; init; }

    /// <summary>When it was first acknowledged; Unix seconds.</summary>
    /// <example>1713175800</example>
    public long? AcknowledgedAt { get; init; }

    /// <summary>When it was resolved or dismissed; Unix seconds; absent while it isn't.</summary>
    /// <example>1713175800</example>
    public long? ResolvedAt { get; init; }

    /// <summary>Who resolved or dismissed it; absent while nobody did.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>1 when reported, one more with every change; the answer's <c>ETag</c>.</summary>
    /// <example>1</example>
    public long Version { get; init; }
}
