using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Application.Incidents;

/// <summary>A security incident.</summary>
public sealed class IncidentDto
{
    /// <summary><c>inc_</c> and 26 lower-case Crockford base-32 characters of a UUIDv7.</summary>
    /// <example>inc_01k5m8z0c2e9v7q4t6x8y1w3ra</example>
    public string Id { get; init; } = "";

    /// <summary>The tenant it belongs to.</summary>
    /// <example>tnt_abc123</example>
    public string TenantId { get; init; } = "";

    /// <summary>1–200 characters (Unicode scalar values, as in every limit).</summary>
    /// <example>Multi-account brute force</example>
    public string Title { get; init; } = "";

    /// <summary>Up to 10,000 characters.</summary>
    /// <example>Multiple tenant accounts detected under brute force attack</example>
    public string? Description { get; init; }

    /// <summary>low &lt; medium &lt; high &lt; critical.</summary>
    public Severity Severity { get; init; }

    /// <summary>Where it stands in its handling (NIST SP 800-61).</summary>
    public IncidentStatus Status { get; init; }

    /// <summary>Where it may go from there; a closed incident goes nowhere.</summary>
    public IReadOnlyList<IncidentStatus> AllowedTransitions => Incident.MovesFrom(Status);

    /// <summary>What it turned out to be; absent until somebody says so.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>Why, in the words of who resolved or closed it.</summary>
    /// <example>Credential stuffing from one network, blocked</example>
    public string? ResolutionNote { get; init; }

    /// <summary>The incident it repeats, as it was named.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>The analyst it is assigned to.</summary>
    /// <example>analyst-001</example>
    public string? Assignee { get; init; }

    /// <summary>The anomalies it was opened for, as they were named, and those linked to it since.</summary>
    public IReadOnlyList<string> SourceAnomalyIds { get; init; } = [];

    /// <summary>What else bears on it, as it was named.</summary>
    public IReadOnlyList<string> RelatedEvidenceIds { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CommentDto> Comments { get; init; } = [];

    /// <summary>When it was opened; RFC 3339, UTC, milliseconds.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed; RFC 3339, UTC, milliseconds.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was first contained; absent until then.</summary>
    public DateTimeOffset? ContainedAt { get; init; }

    /// <summary>When it was resolved; absent while it isn't.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Who resolved it; absent while it isn't.</summary>
    /// <example>op-001</example>
    public string? ResolvedBy { get; init; }

    /// <summary>When it was closed; absent while it isn't.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How often it went back from resolved to investigating.</summary>
    /// <example>0</example>
    public int ReopenedCount { get; init; }

    /// <summary>1 when opened, one more with every change; the answer's <c>ETag</c>.</summary>
    /// <example>1</example>
    public long Version { get; init; }
}
