using System.Data.Common;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Incidents;

/// <summary>Incidents as rows that are read as they go out.</summary>
internal static class IncidentTable
{
    public static readonly ThingTable<IncidentDto> Table = new(
        "incidents",
        WireName.Of(SubjectType.Incident),
        [
            "id", "tenant_id", "title", "description", "severity", "status", "resolution", "resolution_note", "duplicate_of", "assignee",
            "source_anomaly_ids", "related_evidence_ids", "comments", "created_at", "updated_at", "contained_at", "resolved_at", "resolved_by",
            "closed_at", "reopened_count", "version",
        ],
        Read);

    private static IncidentDto Read(DbDataReader row, Dialect dialect) => new()
    {
        Id = row.GetString(0),
        TenantId = row.GetString(1),
        Title = row.GetString(2),
        Description = row.OptionalText(3),
        Severity = WireName.Parse<Severity>(row.GetString(4)),
        Status = WireName.Parse<IncidentStatus>(row.GetString(5)),
        Resolution = row.OptionalText(6) is { } resolution ? WireName.Parse<Resolution>(resolution) : null,
        ResolutionNote = row.OptionalText(7),
        DuplicateOf = row.OptionalText(8),
        Assignee = row.OptionalText(9),
        SourceAnomalyIds = StringListConverter.FromJson(row.GetString(10)),
        RelatedEvidenceIds = StringListConverter.FromJson(row.GetString(11)),
        Comments = CommentDto.AllOf(CommentListConverter.FromJson(row.GetString(12))),
        CreatedAt = dialect.Time(row, 13),
        UpdatedAt = dialect.Time(row, 14),
        ContainedAt = dialect.OptionalTime(row, 15),
        ResolvedAt = dialect.OptionalTime(row, 16),
        ResolvedBy = row.OptionalText(17),
        ClosedAt = dialect.OptionalTime(row, 18),
        ReopenedCount = row.GetInt32(19),
        Version = row.GetInt64(20),
    };
}
