using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Audit.Infrastructure.Incidents;

internal sealed class IncidentConfiguration : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        builder.ToTable("incidents");
        builder.HasSequenceAndId(i => i.Id);
        builder.Property(i => i.TenantId).HasMaxLength(128);
        builder.Property(i => i.Title).HasMaxLength(400);
        builder.Property(i => i.Assignee).HasMaxLength(256);
        builder.Property(i => i.DuplicateOf).HasMaxLength(256);
        builder.Property(i => i.ResolvedBy).HasMaxLength(128);
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.Property<string>(SearchText.Property).IsRequired();
        builder.HasSeverityRank();
        builder.Ignore(i => i.NewHistory);
        builder.Ignore(i => i.ReferencedAnomalyIds);
        builder.Ignore(i => i.IsOver);
        builder.HasIndex(i => new { i.TenantId, i.Id }).IsUnique().HasDatabaseName("ux_incidents_id");
        builder.HasIndex(i => new { i.TenantId, i.CreatedAt, i.Id }).HasDatabaseName("ix_incidents_created_at");
        builder.HasIndex(i => new { i.TenantId, i.Status, i.CreatedAt, i.Id }).HasDatabaseName("ix_incidents_status");
        builder.HasIndex(i => new { i.TenantId, i.UpdatedAt, i.Id }).HasDatabaseName("ix_incidents_updated_at");
        builder.HasIndex("TenantId", Mappings.SeverityRank, "CreatedAt", "Id").HasDatabaseName("ix_incidents_severity_rank");
        builder.HasIndex(i => new { i.TenantId, i.Assignee, i.CreatedAt, i.Id }).HasDatabaseName("ix_incidents_assignee");
    }
}
