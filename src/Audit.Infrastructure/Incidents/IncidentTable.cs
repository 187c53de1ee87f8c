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
        Id = dialect.Text(row, 0),
        TenantId = dialect.Text(row, 1),
        Title = dialect.Text(row, 2),
        Description = dialect.OptionalText(row, 3),
        Severity = WireName.Parse<Severity>(dialect.Text(row, 4)),
        Status = WireName.Parse<IncidentStatus>(dialect.Text(row, 5)),
        Resolution = dialect.OptionalText(row, 6) is { } resolution ? WireName.Parse<Resolution>(resolution) : null,
        ResolutionNote = dialect.OptionalText(row, 7),
        DuplicateOf = dialect.OptionalText(row, 8),
        Assignee = dialect.OptionalText(row, 9),
        SourceAnomalyIds = StringListConverter.FromJson(dialect.Text(row, 10)),
        RelatedEvidenceIds = StringListConverter.FromJson(dialect.Text(row, 11)),
        Comments = CommentDto.AllOf(CommentListConverter.FromJson(dialect.Text(row, 12))),
        CreatedAt = dialect.Time(row, 13),
        UpdatedAt = dialect.Time(row, 14),
        ContainedAt = dialect.OptionalTime(row, 15),
        ResolvedAt = dialect.OptionalTime(row, 16),
        ResolvedBy = dialect.OptionalText(row, 17),
        ClosedAt = dialect.OptionalTime(row, 18),
        ReopenedCount = row.GetInt32(19),
        Version = dialect.Number(row, 20),
    };
}
