using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Domain.Incidents;

/// <summary>A security incident of one tenant, from its opening to its closing.</summary>
public sealed class Incident : IHistoried
{
    /// <summary>Every legal move; a status without a row is terminal: a recurrence is a new incident.</summary>
    private static readonly TransitionTable<IncidentStatus> Moves = new()
    {
        [IncidentStatus.Open] = [IncidentStatus.Investigating, IncidentStatus.Contained, IncidentStatus.Resolved],
        [IncidentStatus.Investigating] = [IncidentStatus.Contained, IncidentStatus.Resolved],
        [IncidentStatus.Contained] = [IncidentStatus.Investigating, IncidentStatus.Resolved],
        [IncidentStatus.Resolved] = [IncidentStatus.Closed, IncidentStatus.Investigating],
    };

    private readonly List<HistoryEntry> _newHistory = [];

    private Incident()
    {
    }

    public string TenantId { get; private init; } = "";

    public string Id { get; private init; } = "";

    public string Title { get; private init; } = "";

    public string? Description { get; private init; }

    public Severity Severity { get; private init; }

    public IncidentStatus Status { get; private set; }

    public string? Assignee { get; private init; }

    /// <summary>The anomalies it was opened for, as the caller named them; an id that names nothing is kept.</summary>
    public IReadOnlyList<string> SourceAnomalyIds { get; private init; } = [];

    /// <summary>What else bears on it, as the caller named it; an id that names nothing is kept.</summary>
    public IReadOnlyList<string> RelatedEvidenceIds { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public string? ResolvedBy { get; private set; }

    /// <summary>1 when opened, one more with every saved change.</summary>
    public long Version { get; private set; } = 1;

    public IReadOnlyList<HistoryEntry> NewHistory => _newHistory;

    /// <summary>The references that can name an anomaly, each once.</summary>
    public IReadOnlyList<string> ReferencedAnomalyIds =>
        [.. SourceAnomalyIds.Concat(RelatedEvidenceIds).Where(id => Ids.CanBe(Ids.Anomaly, id)).Distinct(StringComparer.Ordinal)];

    private Subject Self => new(TenantId, SubjectType.Incident, Id);

    /// <summary>Opens an incident. Its history begins with this.</summary>
    public static Incident Open(string tenantId, NewIncident what, Actor actor, DateTimeOffset now)
    {
        var incident = new Incident
        {
            TenantId = tenantId,
            Id = Ids.New(Ids.Incident, now),
            Title = what.Title,
            Description = what.Description,
            Severity = what.Severity,
            Status = IncidentStatus.Open,
            Assignee = what.Assignee,
            SourceAnomalyIds = what.SourceAnomalyIds,
            RelatedEvidenceIds = what.RelatedEvidenceIds,
            CreatedAt = now,
            UpdatedAt = now,
        };
        incident._newHistory.Add(HistoryEntry.Of(incident.Self, HistoryAction.Created, actor, now, to: WireName.Of(incident.Status)));
        return incident;
    }

    /// <summary>Moves along the life cycle and records who did so; the present status is no move.</summary>
    /// <exception cref="TransitionRefusedException">The table has no such move.</exception>
    public void MoveTo(IncidentStatus next, Actor actor, DateTimeOffset now)
    {
        if (next == Status)
        {
            return;
        }

        Moves.Require(WireName.Of(SubjectType.Incident), Status, next);
        _newHistory.Add(HistoryEntry.Of(Self, HistoryAction.StatusChanged, actor, now, WireName.Of(Status), WireName.Of(next)));
        (ResolvedAt, ResolvedBy) = next switch
        {
            IncidentStatus.Resolved => (now, actor.Id),
            IncidentStatus.Closed => (ResolvedAt, ResolvedBy),
            _ => (null, null),
        };
        Status = next;
        UpdatedAt = now;
    }

    public void HistorySaved() => _newHistory.Clear();
}

/// <summary>What an incident is opened with.</summary>
public sealed record NewIncident(
    string Title,
    Severity Severity,
    string? Description,
    string? Assignee,
    IReadOnlyList<string> SourceAnomalyIds,
    IReadOnlyList<string> RelatedEvidenceIds);
