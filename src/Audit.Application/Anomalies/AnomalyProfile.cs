using System.Linq.Expressions;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using AutoMapper;

namespace Audit.Application.Anomalies;

public sealed class AnomalyProfile : Profile
{
    /// <summary>The one map of an anomaly to the wire.</summary>
    public static readonly Expression<Func<Anomaly, AnomalyDto>> ToDto = anomaly => new AnomalyDto
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
        AcknowledgedAt = anomaly.AcknowledgedAt == null ? null : anomaly.AcknowledgedAt.Value.ToUnixTimeSeconds(),
        ResolvedAt = anomaly.ResolvedAt == null ? null : anomaly.ResolvedAt.Value.ToUnixTimeSeconds(),
        ResolvedBy = anomaly.ResolvedBy,
        Version = anomaly.Version,
    };

    private static readonly Func<Anomaly, AnomalyDto> s_map = ToDto.Compile();

    // as a function: AutoMapper would check an expression's members against maps of their own
    public AnomalyProfile() => CreateMap<Anomaly, AnomalyDto>().ConvertUsing((anomaly, _) => s_map(anomaly));
}
