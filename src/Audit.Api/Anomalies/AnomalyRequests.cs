using Audit.Api.Requests;
using Audit.Application.Anomalies;
using Audit.Application.Common;

namespace Audit.Api.Anomalies;

/// <summary>Where an anomaly is to stand in its review, and who is to review it.</summary>
public sealed class UpdateAnomalyStatusRequest
{
    /// <summary>Required; open, acknowledged, investigating, resolved or dismissed, in any letter case; <c>false_positive</c> dismisses with that reason.</summary>
    /// <example>investigating</example>
    public string? Status { get; init; }

    /// <summary>Why it is resolved or dismissed, up to 10,000 characters; stands in the history of any move.</summary>
    /// <example>Penetration test, announced</example>
    public string? Reason { get; init; }

    /// <summary>The analyst to assign it to, up to 128 characters; absent leaves it as it is.</summary>
    /// <example>usr_analyst001</example>
    public string? Assignee { get; init; }
}

/// <summary>What a detector found.</summary>
public sealed class ReportAnomalyRequest
{
    /// <summary>Required; up to 64 characters (Unicode scalar values, as in every limit).</summary>
    /// <example>brute_force</example>
    public string? Type { get; init; }

    /// <summary>Required; low &lt; medium &lt; high &lt; critical, in any letter case.</summary>
    /// <example>high</example>
    public string? Severity { get; init; }

    /// <summary>Required; up to 10,000 characters.</summary>
    /// <example>Five failed sign-ins in a row</example>
    public string? Description { get; init; }

    /// <summary>The user it is about; up to 128 characters.</summary>
    /// <example>usr_abc123</example>
    public string? UserId { get; init; }

    /// <summary>The audit events it was found in: up to 500 ids of up to 128 characters, no duplicates.</summary>
    public IReadOnlyList<string?>? EventIds { get; init; }

    /// <summary>MITRE ATT&amp;CK tactic or technique; up to 128 characters.</summary>
    /// <example>T1110</example>
    public string? MitreTactic { get; init; }

    /// <summary>When it was detected, Unix seconds; now when absent, at most five minutes ahead.</summary>
    /// <example>1713175800</example>
    public long? DetectedAt { get; init; }

    /// <summary>The detector's own id for the anomaly, up to 128 characters; a report with one that the tenant has already changes nothing.</summary>
    /// <example>det-7f3a</example>
    public string? ExternalId { get; init; }

    public AnomalyReport ToReport() => new(Type, Severity, Description, UserId, EventIds, MitreTactic, DetectedAt, ExternalId);
}

/// <summary>The incident an anomaly belongs to.</summary>
public sealed class LinkAnomalyRequest
{
    /// <summary>Required; the incident's id, or another system's, up to 128 characters.</summary>
    /// <example>inc_01k5m8z0c2e9v7q4t6x8y1w3ra</example>
    public string? CaseId { get; init; }
}

/// <summary>What is said of the incident that an anomaly becomes; what is absent comes from the anomaly.</summary>
public sealed class EscalateAnomalyRequest
{
    /// <summary>1–200 characters; else made of the anomaly's type and user.</summary>
    /// <example>Multi-account brute force</example>
    public string? Title { get; init; }

    /// <summary>low &lt; medium &lt; high &lt; critical, in any letter case; else the anomaly's.</summary>
    /// <example>critical</example>
    public string? Severity { get; init; }

    /// <summary>The analyst the incident is assigned to, up to 128 characters.</summary>
    /// <example>usr_analyst001</example>
    public string? Assignee { get; init; }
}

/// <summary>One change for many anomalies: exactly one of <c>status</c>, <c>assignee</c> and <c>comment</c>.</summary>
public sealed class ChangeAnomaliesRequest : BulkRequest
{
    /// <summary>Where they are to stand, in any letter case; <c>false_positive</c> dismisses with that reason.</summary>
    /// <example>dismissed</example>
    public string? Status { get; init; }

    /// <summary>With <c>status</c>: why, up to 10,000 characters.</summary>
    /// <example>Penetration test, announced</example>
    public string? Reason { get; init; }

    public ChangeAnomaliesCommand ToCommand() => new(Ids, Status, Reason, ToAssignee(), Comment);
}
