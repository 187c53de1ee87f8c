namespace Audit.Domain.Incidents;

/// <summary>Where an incident stands in its handling (NIST SP 800-61, incident response life cycle).</summary>
public enum IncidentStatus
{
    Open,
    Investigating,
    Contained,
    Resolved,
    Closed,
}
