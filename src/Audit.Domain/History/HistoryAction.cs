namespace Audit.Domain.History;

/// <summary>What happened to the subject of a history entry.</summary>
public enum HistoryAction
{
    Created,
    StatusChanged,
    Assigned,
    Updated,
    Commented,
    Linked,
    Escalated,
}

/// <summary>What a history entry is about.</summary>
public enum SubjectType
{
    Incident,
    Anomaly,
}
