using System.Linq.Expressions;
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
        Assignee = incident.Assignee,
        SourceAnomalyIds = incident.SourceAnomalyIds,
        RelatedEvidenceIds = incident.RelatedEvidenceIds,
        CreatedAt = incident.CreatedAt,
        UpdatedAt = incident.UpdatedAt,
        ResolvedAt = incident.ResolvedAt,
        ResolvedBy = incident.ResolvedBy,
        Version = incident.Version,
    };

    public IncidentProfile() => CreateMap<Incident, IncidentDto>().ConvertUsing(ToDto);
}
