using Audit.Application.Incidents;

namespace Audit.Api.Incidents;

/// <summary>What an incident is opened with.</summary>
public sealed class CreateIncidentRequest
{
    /// <summary>Required; 1–200 characters (Unicode scalar values, as in every limit), white space at the ends not counted.</summary>
    /// <example>Multi-account brute force</example>
    public string? Title { get; init; }

    /// <summary>Required; low &lt; medium &lt; high &lt; critical, in any letter case.</summary>
    /// <example>critical</example>
    public string? Severity { get; init; }

    /// <summary>Up to 10,000 characters.</summary>
    /// <example>Multiple tenant accounts under brute force attack</example>
    public string? Description { get; init; }

    /// <summary>The analyst it is assigned to; up to 128 characters.</summary>
    /// <example>analyst-001</example>
    public string? Assignee { get; init; }

    /// <summary>The anomalies it is opened for: up to 500 ids of up to 128 characters, no duplicates. Those of the tenant's own are linked to the incident.</summary>
    public IReadOnlyList<string?>? SourceAnomalyIds { get; init; }

    /// <summary>What else bears on it: up to 500 ids of up to 128 characters, no duplicates.</summary>
    public IReadOnlyList<string?>? RelatedEvidenceIds { get; init; }

    public CreateIncidentCommand ToCommand() => new(Title, Severity, Description, Assignee, SourceAnomalyIds, RelatedEvidenceIds);
}
