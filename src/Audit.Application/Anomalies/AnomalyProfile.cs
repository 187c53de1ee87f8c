using Audit.Application.Common;
using Audit.Domain.Anomalies;
using AutoMapper;

namespace Audit.Application.Anomalies;

public sealed class AnomalyProfile : Profile
{
    public AnomalyProfile() => CreateMap<Anomaly, AnomalyDto>().ConvertUsing((anomaly, _) => ToDto(anomaly));

    /// <summary>The one map of an anomaly to the wire, for commands; reads make the same of a row.</summary>
    public static AnomalyDto ToDto(Anomaly anomaly) => new()
    {
        Id = anomaly.Id,
        TenantId = anomaly.TenantId,
        ExternalId = anomaly.ExternalId,
        Type = anomaly.Type,
        Severity = anomaly.Severity,
        Status = anomaly.Status,
        Reason = anomaly.Reason,
        Description = anomaly.Description,
        UserId = anomaly.UserId,
        EventIds = anomaly.EventIds,
        MitreTactic = anomaly.MitreTactic,
        Assignee = anomaly.Assignee,
        RelatedCaseId = anomaly.RelatedCaseId,
        Comments = CommentDto.AllOf(anomaly.Comments),
        DetectedAt = anomaly.DetectedAt.ToUnixTimeSeconds(),
        CreatedAt = anomaly.CreatedAt.ToUnixTimeSeconds(),
        UpdatedAt = anomaly.UpdatedAt.ToUnixTimeSeconds(),
        AcknowledgedAt = anomaly.AcknowledgedAt?.ToUnixTimeSeconds(),
        ResolvedAt = anomaly.ResolvedAt?.ToUnixTimeSeconds(),
        ResolvedBy = anomaly.ResolvedBy,
        Version = anomaly.Version,
    };
}
