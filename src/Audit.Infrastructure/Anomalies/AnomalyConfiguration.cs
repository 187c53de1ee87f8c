using Audit.Domain.Anomalies;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Audit.Infrastructure.Anomalies;

internal sealed class AnomalyConfiguration : IEntityTypeConfiguration<Anomaly>
{
    public void Configure(EntityTypeBuilder<Anomaly> builder)
    {
        builder.ToTable("anomalies");
        builder.HasSequenceAndId(a => a.Id);
        builder.Property(a => a.TenantId).HasMaxLength(128);
        builder.Property(a => a.ExternalId).HasMaxLength(256);
        builder.Property(a => a.Type).HasMaxLength(128);
        builder.Property(a => a.UserId).HasMaxLength(256);
        builder.Property(a => a.MitreTactic).HasMaxLength(256);
        builder.Property(a => a.Assignee).HasMaxLength(256);
        builder.Property(a => a.RelatedCaseId).HasMaxLength(256);
        builder.Property(a => a.EscalatedTo).HasMaxLength(30).IsUnicode(false);
        builder.Property(a => a.ResolvedBy).HasMaxLength(128);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property<string>(SearchText.Property).IsRequired();
        builder.HasSeverityRank();
        builder.Ignore(a => a.NewHistory);
        builder.Ignore(a => a.CanBeResolved);
        builder.HasIndex(a => new { a.TenantId, a.Id }).IsUnique().HasDatabaseName("ux_anomalies_id");
        builder.HasIndex(a => new { a.TenantId, a.ExternalId }).IsUnique().HasFilter("external_id IS NOT NULL").HasDatabaseName("ux_anomalies_external_id");
        builder.HasIndex(a => new { a.TenantId, a.CreatedAt, a.Id }).HasDatabaseName("ix_anomalies_created_at");
        builder.HasIndex(a => new { a.TenantId, a.Status, a.CreatedAt, a.Id }).HasDatabaseName("ix_anomalies_status");
        builder.HasIndex(a => new { a.TenantId, a.UpdatedAt, a.Id }).HasDatabaseName("ix_anomalies_updated_at");
        builder.HasIndex("TenantId", Mappings.SeverityRank, "CreatedAt", "Id").HasDatabaseName("ix_anomalies_severity_rank");
        builder.HasIndex(a => new { a.TenantId, a.Type, a.CreatedAt, a.Id }).HasDatabaseName("ix_anomalies_type");
        builder.HasIndex(a => new { a.TenantId, a.Assignee, a.CreatedAt, a.Id }).HasDatabaseName("ix_anomalies_assignee");
        builder.HasIndex(a => new { a.TenantId, a.DetectedAt }).HasDatabaseName("ix_anomalies_detected_at");
        builder.HasIndex(a => new { a.TenantId, a.UserId, a.DetectedAt }).HasFilter("user_id IS NOT NULL").HasDatabaseName("ix_anomalies_user");
        builder.HasIndex(a => new { a.TenantId, a.RelatedCaseId }).HasFilter("related_case_id IS NOT NULL").HasDatabaseName("ix_anomalies_related_case");
    }
}
