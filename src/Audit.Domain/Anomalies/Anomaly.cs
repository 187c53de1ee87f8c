using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;

namespace Audit.Domain.Anomalies;

/// <summary>Something a detector found odd in one tenant's audit events, and what became of its review.</summary>
public sealed class Anomaly : IHistoried
{
    /// <summary>Every legal move; a status without a row is terminal.</summary>
    private static readonly TransitionTable<AnomalyStatus> Moves = new()
    {
        [AnomalyStatus.Open] = [AnomalyStatus.Acknowledged, AnomalyStatus.Investigating, AnomalyStatus.Resolved, AnomalyStatus.Dismissed],
        [AnomalyStatus.Acknowledged] = [AnomalyStatus.Investigating, AnomalyStatus.Resolved, AnomalyStatus.Dismissed],
        [AnomalyStatus.Investigating] = [AnomalyStatus.Resolved, AnomalyStatus.Dismissed],
        [AnomalyStatus.Resolved] = [AnomalyStatus.Open],
        [AnomalyStatus.Dismissed] = [AnomalyStatus.Open],
    };

    private readonly List<HistoryEntry> _newHistory = [];

    private Anomaly()
    {
    }

    public string TenantId { get; private init; } = "";

    public string Id { get; private init; } = "";

    /// <summary>The detector's own name of it; unique in the tenant, so that a report sent twice is one anomaly.</summary>
    public string? ExternalId { get; private init; }

    public string Type { get; private init; } = "";

    public Severity Severity { get; private init; }

    public AnomalyStatus Status { get; private set; }

    /// <summary>Why it was resolved or dismissed.</summary>
    public string? Reason { get; private set; }

    public string Description { get; private init; } = "";

    public string? UserId { get; private init; }

    public IReadOnlyList<string> EventIds { get; private init; } = [];

    public string? MitreTactic { get; private init; }

    public string? Assignee { get; private set; }

    /// <summary>The incident it was last linked to.</summary>
    public string? RelatedCaseId { get; private set; }

    /// <summary>The incident that was made of it.</summary>
    public string? EscalatedTo { get; private set; }

    public DateTimeOffset DetectedAt { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it was first acknowledged.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public string? ResolvedBy { get; private set; }

    /// <summary>1 when reported, one more with every saved change.</summary>
    public long Version { get; private set; } = 1;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Comment> Comments { get; private set; } = [];

    public IReadOnlyList<HistoryEntry> NewHistory => _newHistory;

    /// <summary>Whether it is resolved or dismissed.</summary>
    private bool IsOver => Ends(Status);

    /// <summary>Whether it can be resolved as it stands.</summary>
    public bool CanBeResolved => Moves[Status].Contains(AnomalyStatus.Resolved);

    private Subject Self => new(TenantId, SubjectType.Anomaly, Id);

    /// <summary>Where an anomaly of that status may go.</summary>
    public static IReadOnlyList<AnomalyStatus> MovesFrom(AnomalyStatus status) => Moves[status];

    /// <summary>Whether the review of an anomaly of that status is over.</summary>
    public static bool Ends(AnomalyStatus status) => status is AnomalyStatus.Resolved or AnomalyStatus.Dismissed;

    /// <summary>Takes in what a detector reports. Its history begins with this.</summary>
    public static Anomaly Report(string tenantId, NewAnomaly what, Actor actor, DateTimeOffset now)
    {
        var anomaly = new Anomaly
        {
            TenantId = tenantId,
            Id = Ids.New(Ids.Anomaly, now),
            ExternalId = what.ExternalId,
            Type = what.Type,
            Severity = what.Severity,
            Status = AnomalyStatus.Open,
            Description = what.Description,
            UserId = what.UserId,
            EventIds = what.EventIds,
            MitreTactic = what.MitreTactic,
            DetectedAt = what.DetectedAt,
            CreatedAt = now,
            UpdatedAt = now,
        };
        anomaly._newHistory.Add(HistoryEntry.Of(anomaly.Self, HistoryAction.Created, actor, now, to: WireName.Of(anomaly.Status)));
        return anomaly;
    }

    /// <summary>
    /// Moves along the review workflow and records who did so. The present status is no move; a resolved or dismissed anomaly
    /// that is given another reason keeps its status and takes the reason.
    /// </summary>
    /// <exception cref="TransitionRefusedException">The table has no such move.</exception>
    public void MoveTo(AnomalyStatus next, string? reason, Actor actor, DateTimeOffset now)
    {
        if (next == Status)
        {
            GiveReason(reason, actor, now);
            return;
        }

        Moves.Require(WireName.Of(SubjectType.Anomaly), Status, next);
        Record(HistoryAction.StatusChanged, actor, now, WireName.Of(Status), WireName.Of(next), reason);
        Status = next;
        (ResolvedAt, ResolvedBy, Reason) = IsOver ? (now, actor.Id, reason) : default((DateTimeOffset?, string?, string?));
        AcknowledgedAt ??= next == AnomalyStatus.Acknowledged ? now : null;
    }

    /// <summary>Gives it to an analyst, or to nobody; the present one is no change.</summary>
    public void AssignTo(string? assignee, Actor actor, DateTimeOffset now)
    {
        if (string.Equals(assignee, Assignee, StringComparison.Ordinal))
        {
            return;
        }

        Record(HistoryAction.Assigned, actor, now, Assignee, assignee);
        Assignee = assignee;
    }

    /// <summary>Makes that incident the related case; the present one is no change.</summary>
    public void LinkTo(string incidentId, Actor actor, DateTimeOffset now)
    {
        if (string.Equals(incidentId, RelatedCaseId, StringComparison.Ordinal))
        {
            return;
        }

        Record(HistoryAction.Linked, actor, now, RelatedCaseId, incidentId);
        RelatedCaseId = incidentId;
    }

    /// <summary>Makes an incident of it: opens one, takes that as its related case, and is being investigated from now on where it may be.</summary>
    /// <exception cref="AlreadyEscalatedException">There is one.</exception>
    public Incident Escalate(Escalation how, Actor actor, DateTimeOffset now)
    {
        if (EscalatedTo is not null)
        {
            throw new AlreadyEscalatedException(EscalatedTo);
        }

        var title = how.Title ?? (UserId is null ? Type : $"{Type}: {UserId}");
        var incident = Incident.Open(TenantId, new NewIncident(title, how.Severity ?? Severity, Description, how.Assignee, [Id], []), actor, now);
        Record(HistoryAction.Escalated, actor, now, RelatedCaseId, incident.Id);
        (EscalatedTo, RelatedCaseId) = (incident.Id, incident.Id);
        if (Moves[Status].Contains(AnomalyStatus.Investigating))
        {
            MoveTo(AnomalyStatus.Investigating, reason: null, actor, now);
        }

        return incident;
    }

    /// <summary>Adds what somebody found out. A comment is never changed or removed.</summary>
    /// <exception cref="CapacityReachedException">It would be more than one thing takes.</exception>
    public void AddComment(string content, Actor author, DateTimeOffset now)
    {
        var comment = Comment.By(author, content, now, Comments);
        Record(HistoryAction.Commented, author, now, to: comment.Id, note: content);
        Comments = [.. Comments, comment];
    }

    public void HistorySaved() => _newHistory.Clear();

    private void GiveReason(string? reason, Actor actor, DateTimeOffset now)
    {
        if (!IsOver || reason is null || string.Equals(reason, Reason, StringComparison.Ordinal))
        {
            return;
        }

        Record(HistoryAction.Updated, actor, now, to: "reason", note: ChangeNote.Of(Reason, reason));
        Reason = reason;
    }

    private void Record(HistoryAction action, Actor actor, DateTimeOffset now, string? from = null, string? to = null, string? note = null)
    {
        _newHistory.Add(HistoryEntry.Of(Self, action, actor, now, from, to, note));
        UpdatedAt = now;
    }
}

/// <summary>What a detector reports.</summary>
public sealed record NewAnomaly(
    string Type,
    Severity Severity,
    string Description,
    DateTimeOffset DetectedAt,
    string? ExternalId,
    string? UserId,
    string? MitreTactic,
    IReadOnlyList<string> EventIds);

/// <summary>What is said of the incident that an anomaly becomes; what is null comes from the anomaly.</summary>
public sealed record Escalation(string? Title, Severity? Severity, string? Assignee);
