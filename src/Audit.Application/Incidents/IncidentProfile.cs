using Audit.Application.Common;
using Audit.Domain.Incidents;
using AutoMapper;

namespace Audit.Application.Incidents;

public sealed class IncidentProfile : Profile
{
    public IncidentProfile() => CreateMap<Incident, IncidentDto>().ConvertUsing((incident, _) => ToDto(incident));

    /// <summary>The one map of an incident to the wire, for commands; reads make the same of a row.</summary>
    public static IncidentDto ToDto(Incident incident) => new()
    {
        Id = incident.Id,
        TenantId = incident.TenantId,
        Title = incident.Title,
        Description = incident.Description,
        Severity = incident.Severity,
        Status = incident.Status,
        Resolution = incident.Resolution,
        ResolutionNote = incident.ResolutionNote,
        DuplicateOf = incident.DuplicateOf,
        Assignee = incident.Assignee,
        SourceAnomalyIds = incident.SourceAnomalyIds,
        RelatedEvidenceIds = incident.RelatedEvidenceIds,
        Comments = CommentDto.AllOf(incident.Comments),
        CreatedAt = incident.CreatedAt,
        UpdatedAt = incident.UpdatedAt,
        ContainedAt = incident.ContainedAt,
        ResolvedAt = incident.ResolvedAt,
        ResolvedBy = incident.ResolvedBy,
        ClosedAt = incident.ClosedAt,
        ReopenedCount = incident.ReopenedCount,
        Version = incident.Version,
    };
}
