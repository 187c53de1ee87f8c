using System.Data.Common;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Anomalies;

/// <summary>Anomalies as rows that are read as they go out.</summary>
internal static class AnomalyTable
{
    public static readonly ThingTable<AnomalyDto> Table = new(
        "anomalies",
        WireName.Of(SubjectType.Anomaly),
        [
            "id", "tenant_id", "external_id", "type", "severity", "status", "reason", "description", "user_id", "event_ids", "mitre_tactic",
            "assignee", "related_case_id", "comments", "detected_at", "created_at", "updated_at", "acknowledged_at", "resolved_at", "resolved_by",
            "version",
        ],
        Read);

    private static AnomalyDto Read(DbDataReader row, Dialect dialect) => new()
    {
        Id = row.GetString(0),
        TenantId = row.GetString(1),
        ExternalId = row.OptionalText(2),
        Type = row.GetString(3),
        Severity = WireName.Parse<Severity>(row.GetString(4)),
        Status = WireName.Parse<AnomalyStatus>(row.GetString(5)),
        Reason = row.OptionalText(6),
        Description = row.GetString(7),
        UserId = row.OptionalText(8),
        EventIds = StringListConverter.FromJson(row.GetString(9)),
        MitreTactic = row.OptionalText(10),
        Assignee = row.OptionalText(11),
        RelatedCaseId = row.OptionalText(12),
        Comments = CommentDto.AllOf(CommentListConverter.FromJson(row.GetString(13))),
        DetectedAt = dialect.Time(row, 14).ToUnixTimeSeconds(),
        CreatedAt = dialect.Time(row, 15).ToUnixTimeSeconds(),
        UpdatedAt = dialect.Time(row, 16).ToUnixTimeSeconds(),
        AcknowledgedAt = dialect.OptionalTime(row, 17)?.ToUnixTimeSeconds(),
        ResolvedAt = dialect.OptionalTime(row, 18)?.ToUnixTimeSeconds(),
        ResolvedBy = row.OptionalText(19),
        Version = row.GetInt64(20),
    };
}
