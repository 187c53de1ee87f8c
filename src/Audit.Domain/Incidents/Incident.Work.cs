using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Domain.Incidents;

/// <content>What is done to an incident besides moving it along its life cycle.</content>
public sealed partial class Incident
{
    /// <summary>Gives it to an analyst, or to nobody; the present one is no change.</summary>
    /// <exception cref="IncidentClosedException">It is closed.</exception>
    public void AssignTo(string? assignee, Actor actor, DateTimeOffset now)
    {
        if (!string.Equals(assignee, Assignee, StringComparison.Ordinal))
        {
            RequireNotClosed();
            Record(HistoryAction.Assigned, actor, now, Assignee, assignee);
            Assignee = assignee;
        }
    }

    /// <summary>Changes what it says of itself; a value it already has is no change.</summary>
    /// <exception cref="IncidentClosedException">It is closed.</exception>
    public void Edit(IncidentEdit edit, Actor actor, DateTimeOffset now)
    {
        if (edit.Title is { } title && !string.Equals(title, Title, StringComparison.Ordinal))
        {
            Update("title", ChangeNote.Of(Title, title), actor, now);
            Title = title;
        }

        if (edit.Description is { } description && !string.Equals(description.Text, Description, StringComparison.Ordinal))
        {
            Update("description", ChangeNote.Of(Description, description.Text), actor, now);
            Description = description.Text;
        }

        if (edit.Severity is { } severity && severity != Severity)
        {
            Update("severity", ChangeNote.Of(WireName.Of(Severity), WireName.Of(severity)), actor, now);
            Severity = severity;
        }

        if (edit.RelatedEvidenceIds is { } evidence && !evidence.SequenceEqual(RelatedEvidenceIds, StringComparer.Ordinal))
        {
            Update("related_evidence_ids", ChangeNote.Of(RelatedEvidenceIds, evidence), actor, now);
            RelatedEvidenceIds = evidence;
        }
    }

    /// <summary>Takes an anomaly into its list; one that it names already is no change. A closed incident takes links.</summary>
    /// <exception cref="CapacityReachedException">It has as many as it can have.</exception>
    public void Link(string anomalyId, Actor actor, DateTimeOffset now)
    {
        if (SourceAnomalyIds.Contains(anomalyId, StringComparer.Ordinal) || RelatedEvidenceIds.Contains(anomalyId, StringComparer.Ordinal))
        {
            return;
        }

        if (SourceAnomalyIds.Count >= MaxSourceAnomalies)
        {
            throw new CapacityReachedException("source_anomaly_ids", MaxSourceAnomalies);
        }

        Record(HistoryAction.Linked, actor, now, to: anomalyId);
        SourceAnomalyIds = [.. SourceAnomalyIds, anomalyId];
    }

    /// <summary>Adds what somebody found out. A comment is never changed or removed. A closed incident takes comments.</summary>
    /// <exception cref="CapacityReachedException">It would be more than one thing takes.</exception>
    public void AddComment(string content, Actor author, DateTimeOffset now)
    {
        var comment = Comment.By(author, content, now, Comments);
        Record(HistoryAction.Commented, author, now, to: comment.Id, note: content);
        Comments = [.. Comments, comment];
    }

    private void Update(string member, string change, Actor actor, DateTimeOffset now)
    {
        RequireNotClosed();
        Record(HistoryAction.Updated, actor, now, to: member, note: change);
    }

    private void RequireNotClosed()
    {
        if (Status == IncidentStatus.Closed)
        {
            throw new IncidentClosedException(Id);
        }
    }
}

/// <summary>What is to be said differently of an incident; what is null stays.</summary>
public sealed record IncidentEdit(string? Title, NewText? Description, Severity? Severity, IReadOnlyList<string>? RelatedEvidenceIds);

/// <summary>A text in place of another one, or none.</summary>
public sealed record NewText(string? Text);
