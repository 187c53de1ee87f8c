using Audit.Domain.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Audit.Infrastructure.History;

/// <summary>Rows of it are only ever added: triggers of both databases refuse to update, delete or replace one.</summary>
internal sealed class HistoryEntryConfiguration : IEntityTypeConfiguration<HistoryEntry>
{
    public void Configure(EntityTypeBuilder<HistoryEntry> builder)
    {
        builder.ToTable("history");
        builder.HasKey(e => new { e.TenantId, e.Sequence });
        builder.Property(e => e.TenantId).HasMaxLength(128);
        builder.Property(e => e.Sequence).ValueGeneratedNever();
        builder.Property(e => e.SubjectType).HasMaxLength(20).IsUnicode(false);
        builder.Property(e => e.SubjectId).HasMaxLength(30).IsUnicode(false);
        builder.Property(e => e.Action).HasMaxLength(20).IsUnicode(false);
        builder.Property(e => e.From).HasMaxLength(256);
        builder.Property(e => e.To).HasMaxLength(256);
        builder.Property(e => e.ActorId).HasMaxLength(128);
        builder.Property(e => e.ActorName).HasMaxLength(200);
        builder.Property(e => e.ActorNameSha256).HasColumnName("actor_name_sha256").HasMaxLength(64).IsUnicode(false);
        builder.Property(e => e.ActorTenantId).HasMaxLength(128);
        builder.Property(e => e.NoteSha256).HasColumnName("note_sha256").HasMaxLength(64).IsUnicode(false);
        builder.Property(e => e.RequestId).HasMaxLength(128).IsUnicode(false);
        builder.Property(e => e.TraceId).HasMaxLength(55).IsUnicode(false);
        builder.Property(e => e.PreviousHash).HasMaxLength(64).IsUnicode(false);
        builder.Property(e => e.Hash).HasMaxLength(64).IsUnicode(false);
        builder.HasIndex(e => new { e.TenantId, e.SubjectId, e.Sequence }).HasDatabaseName("ix_history_subject");
    }
}
