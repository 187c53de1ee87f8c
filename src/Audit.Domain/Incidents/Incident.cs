using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Domain.Incidents;

/// <summary>A security incident of one tenant, from its opening to its closing.</summary>
public sealed partial class Incident : IHistoried
{
    /// <summary>Every legal move; a status without a row is terminal: a recurrence is a new incident.</summary>
    private static readonly TransitionTable<IncidentStatus> Moves = new()
    {
        [IncidentStatus.Open] = [IncidentStatus.Investigating, IncidentStatus.Contained, IncidentStatus.Resolved],
        [IncidentStatus.Investigating] = [IncidentStatus.Contained, IncidentStatus.Resolved],
        [IncidentStatus.Contained] = [IncidentStatus.Investigating, IncidentStatus.Resolved],
        [IncidentStatus.Resolved] = [IncidentStatus.Closed, IncidentStatus.Investigating],
    };

    /// <summary>How many anomalies one incident is linked to at the most.</summary>
    public const int MaxSourceAnomalies = 500;

    /// <summary>How many anomalies one incident resolves with it at the most.</summary>
    public const int MaxCascade = 2000;

    private readonly List<HistoryEntry> _newHistory = [];

    private Incident()
    {
    }

    public string TenantId { get; private init; } = "";

    public string Id { get; private init; } = "";

    public string Title { get; private set; } = "";

    public string? Description { get; private set; }

    public Severity Severity { get; private set; }

    public IncidentStatus Status { get; private set; }

    public string? Assignee { get; private set; }

    /// <summary>The anomalies it was opened for, as the caller named them, and those linked to it since; an id that names nothing is kept.</summary>
    public IReadOnlyList<string> SourceAnomalyIds { get; private set; } = [];

    /// <summary>What else bears on it, as the caller named it; an id that names nothing is kept.</summary>
    public IReadOnlyList<string> RelatedEvidenceIds { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it was first contained.</summary>
    public DateTimeOffset? ContainedAt { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public string? ResolvedBy { get; private set; }

    public Resolution? Resolution { get; private set; }

    public string? ResolutionNote { get; private set; }

    /// <summary>The incident it repeats, as the caller named it.</summary>
    public string? DuplicateOf { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>How often it went back from resolved to investigating.</summary>
    public int ReopenedCount { get; private set; }

    /// <summary>1 when opened, one more with every saved change.</summary>
    public long Version { get; private set; } = 1;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Comment> Comments { get; private set; } = [];

    public IReadOnlyList<HistoryEntry> NewHistory => _newHistory;

    /// <summary>Whether it is resolved or closed: what belongs to it can end with it.</summary>
    public bool IsOver => Ends(Status);

    /// <summary>The references that can name an anomaly, each once.</summary>
    public IReadOnlyList<string> ReferencedAnomalyIds =>
        [.. SourceAnomalyIds.Concat(RelatedEvidenceIds).Where(id => Ids.CanBe(Ids.Anomaly, id)).Distinct(StringComparer.Ordinal)];

    private Subject Self => new(TenantId, SubjectType.Incident, Id);

    /// <summary>Where an incident of that status may go.</summary>
    public static IReadOnlyList<IncidentStatus> MovesFrom(IncidentStatus status) => Moves[status];

    /// <summary>Whether an incident of that status is over.</summary>
    public static bool Ends(IncidentStatus status) => status is IncidentStatus.Resolved or IncidentStatus.Closed;

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
        };
        incident.Record(HistoryAction.Created, actor, now, to: WireName.Of(incident.Status));
        return incident;
    }

    /// <summary>
    /// Moves along the life cycle and records who did so. The present status is no move; a resolved incident that is told
    /// another outcome keeps its status and takes the outcome.
    /// </summary>
    /// <exception cref="TransitionRefusedException">The table has no such move.</exception>
    /// <exception cref="IncidentClosedException">It is closed, and its outcome would change.</exception>
    public void MoveTo(IncidentStatus next, Outcome outcome, Actor actor, DateTimeOffset now)
    {
        if (next == Status)
        {
            Conclude(outcome, actor, now);
            return;
        }

        Moves.Require(WireName.Of(SubjectType.Incident), Status, next);
        Record(HistoryAction.StatusChanged, actor, now, WireName.Of(Status), WireName.Of(next), outcome.Note);
        Status = next;
        switch (next)
        {
            case IncidentStatus.Contained:
                ContainedAt ??= now;
                break;
            case IncidentStatus.Resolved:
                (ResolvedAt, ResolvedBy) = (now, actor.Id);
                Take(outcome, actor, now);
                break;
            case IncidentStatus.Closed:
                ClosedAt = now;
                Take(outcome with { Resolution = outcome.Resolution ?? Resolution ?? Incidents.Resolution.Undetermined }, actor, now);
                break;
            default:
                Reopen();
                break;
        }
    }

    /// <summary>Whether it would be closed without anybody having said what it turned out to be.</summary>
    public bool LacksResolutionFor(IncidentStatus next, Outcome outcome) =>
        next == IncidentStatus.Closed && outcome.Resolution is null && Resolution is null;

    public void HistorySaved() => _newHistory.Clear();

    /// <summary>Another outcome for an incident that is over already; of another one there is none to change.</summary>
    private void Conclude(Outcome outcome, Actor actor, DateTimeOffset now)
    {
        if (!IsOver || !Differs(outcome))
        {
            return;
        }

        RequireNotClosed();
        if (outcome.Note is { } note && !string.Equals(note, ResolutionNote, StringComparison.Ordinal))
        {
            Record(HistoryAction.Updated, actor, now, to: "resolution_note", note: ChangeNote.Of(ResolutionNote, note));
        }

        Take(outcome, actor, now);
    }

    private bool Differs(Outcome outcome) =>
        (outcome.Resolution is { } resolution && resolution != Resolution)
        || (outcome.Note is { } note && !string.Equals(note, ResolutionNote, StringComparison.Ordinal))
        || (outcome.DuplicateOf is { } original && !string.Equals(original, DuplicateOf, StringComparison.Ordinal));

    private void Take(Outcome outcome, Actor actor, DateTimeOffset now)
    {
        ResolutionNote = outcome.Note ?? ResolutionNote;
        if (outcome.Resolution is not { } resolution)
        {
            return;
        }

        // another resolution takes the original away with it, unless it names one
        var original = outcome.DuplicateOf ?? (resolution == Resolution ? DuplicateOf : null);
        if (resolution != Resolution)
        {
            var change = ChangeNote.Of(Resolution is { } before ? WireName.Of(before) : null, WireName.Of(resolution));
            Record(HistoryAction.Updated, actor, now, to: "resolution", note: change);
            Resolution = resolution;
        }

        if (!string.Equals(original, DuplicateOf, StringComparison.Ordinal))
        {
            Record(HistoryAction.Updated, actor, now, to: "duplicate_of", note: ChangeNote.Of(DuplicateOf, original));
            DuplicateOf = original;
        }
    }

    private void Reopen()
    {
        if (ResolvedAt is not null)
        {
            ReopenedCount++;
            (ResolvedAt, ResolvedBy, Resolution, ResolutionNote, DuplicateOf) = (null, null, null, null, null);
        }
    }

    private void Record(HistoryAction action, Actor actor, DateTimeOffset now, string? from = null, string? to = null, string? note = null)
    {
        _newHistory.Add(HistoryEntry.Of(Self, action, actor, now, from, to, note));
        UpdatedAt = now;
    }
}

/// <summary>What an incident is opened with.</summary>
public sealed record NewIncident(
    string Title,
    Severity Severity,
    string? Description,
    string? Assignee,
    IReadOnlyList<string> SourceAnomalyIds,
    IReadOnlyList<string> RelatedEvidenceIds);
