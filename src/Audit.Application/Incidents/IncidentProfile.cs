using System.Linq.Expressions;
using Audit.Application.Common;
using Audit.Domain.Incidents;
using AutoMapper;

namespace Audit.Application.Incidents;

public sealed class IncidentProfile : Profile
{
    /// <summary>The one map of an incident to the wire. Commands map the aggregate with it, reads select with it.</summary>
    public static readonly Expression<Func<Incident, IncidentDto>> ToDto = incident => new IncidentDto
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

    private static readonly Func<Incident, IncidentDto> s_map = ToDto.Compile();

    // as a function: AutoMapper would check an expression's members against maps of their own
    public IncidentProfile() => CreateMap<Incident, IncidentDto>().ConvertUsing((incident, _) => s_map(incident));
}
