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
        Id = dialect.Text(row, 0),
        TenantId = dialect.Text(row, 1),
        ExternalId = dialect.OptionalText(row, 2),
        Type = dialect.Text(row, 3),
        Severity = WireName.Parse<Severity>(dialect.Text(row, 4)),
        Status = WireName.Parse<AnomalyStatus>(dialect.Text(row, 5)),
        Reason = dialect.OptionalText(row, 6),
        Description = dialect.Text(row, 7),
        UserId = dialect.OptionalText(row, 8),
        EventIds = StringListConverter.FromJson(dialect.Text(row, 9)),
        MitreTactic = dialect.OptionalText(row, 10),
        Assignee = dialect.OptionalText(row, 11),
        RelatedCaseId = dialect.OptionalText(row, 12),
        Comments = CommentDto.AllOf(CommentListConverter.FromJson(dialect.Text(row, 13))),
        DetectedAt = dialect.Time(row, 14).ToUnixTimeSeconds(),
        CreatedAt = dialect.Time(row, 15).ToUnixTimeSeconds(),
        UpdatedAt = dialect.Time(row, 16).ToUnixTimeSeconds(),
        AcknowledgedAt = dialect.OptionalTime(row, 17)?.ToUnixTimeSeconds(),
        ResolvedAt = dialect.OptionalTime(row, 18)?.ToUnixTimeSeconds(),
        ResolvedBy = dialect.OptionalText(row, 19),
        Version = dialect.Number(row, 20),
    };
}
