using Audit.Api.Requests;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;

namespace Audit.Api.Incidents;

/// <summary>Where an incident is to stand in its handling, and how it ends.</summary>
public sealed class UpdateIncidentStatusRequest
{
    /// <summary>Required; open, investigating, contained, resolved or closed, in any letter case.</summary>
    /// <example>resolved</example>
    public string? Status { get; init; }

    /// <summary>What it turned out to be, in any letter case; only where the status is resolved or closed. Closing without one makes it undetermined.</summary>
    /// <example>true_positive</example>
    public string? Resolution { get; init; }

    /// <summary>Why, up to 10,000 characters; stands in the history of any move.</summary>
    /// <example>Credential stuffing from one network, blocked</example>
    public string? ResolutionNote { get; init; }

    /// <summary>The incident it repeats, up to 128 characters; only with the resolution <c>duplicate</c>.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Whether the anomalies whose <c>related_case_id</c> is this incident are resolved with it, those that can be; where the status is resolved or closed.</summary>
    public bool? Cascade { get; init; }
}

/// <summary>What is to change about an incident; what is absent stays as it is.</summary>
public sealed class UpdateIncidentRequest
{
    private bool _isDescriptionSent;

    /// <summary>1–200 characters (Unicode scalar values, as in every limit), white space at the ends not counted.</summary>
    /// <example>Multi-account brute force</example>
    public string? Title { get; init; }

    /// <summary>Up to 10,000 characters; <c>null</c> removes it.</summary>
    /// <example>Multiple tenant accounts under brute force attack</example>
    public string? Description
    {
        get;
        set
        {
            field = value;
            _isDescriptionSent = true;
        }
    }

    /// <summary>low &lt; medium &lt; high &lt; critical, in any letter case.</summary>
    /// <example>critical</example>
    public string? Severity { get; init; }

    /// <summary>The whole new list: up to 500 ids of up to 128 characters, no duplicates. Anomalies of the tenant's own that are new in it are linked to the incident.</summary>
    public IReadOnlyList<string?>? RelatedEvidenceIds { get; init; }

    public UpdateIncidentCommand ToCommand(string id, VersionCondition? ifMatch) => new(id, Title, ToDescription(), Severity, RelatedEvidenceIds, ifMatch);

    /// <summary>Another description, or none where it was taken away; null where nothing was said of it, or only white space.</summary>
    private NewText? ToDescription() =>
        _isDescriptionSent && (Description is null || Texts.Keep(Description) is not null) ? new NewText(Description) : null;
}

/// <summary>One change for many incidents: exactly one of <c>status</c>, <c>assignee</c> and <c>comment</c>.</summary>
public sealed class ChangeIncidentsRequest : BulkRequest
{
    /// <summary>Where they are to stand, in any letter case.</summary>
    /// <example>resolved</example>
    public string? Status { get; init; }

    /// <summary>With <c>status</c>: what they turned out to be.</summary>
    /// <example>true_positive</example>
    public string? Resolution { get; init; }

    /// <summary>With <c>status</c>: why, up to 10,000 characters.</summary>
    public string? ResolutionNote { get; init; }

    /// <summary>With <c>status</c>: the incident they repeat, up to 128 characters.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>With <c>status</c>: whether the anomalies whose <c>related_case_id</c> is one of them are resolved with it.</summary>
    public bool? Cascade { get; init; }

    public ChangeIncidentsCommand ToCommand(bool strict) =>
        new(Ids, Status, Resolution, ResolutionNote, DuplicateOf, Cascade ?? false, ToAssignee(), Comment, strict);
}
