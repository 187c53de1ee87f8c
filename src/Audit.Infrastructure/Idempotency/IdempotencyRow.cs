using Audit.Application.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Audit.Infrastructure.Idempotency;

/// <summary>A kept answer.</summary>
internal sealed class IdempotencyRow
{
    public long Seq { get; private set; }

    public string TenantId { get; private set; } = "";

    public string ActorTenantId { get; private set; } = "";

    public string ActorId { get; private set; } = "";

    public string Key { get; private set; } = "";

    public string Fingerprint { get; private set; } = "";

    public string Response { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public static IdempotencyRow Of(IdempotencyScope scope, KeptAnswer answer, DateTimeOffset now) => new()
    {
        TenantId = scope.TenantId,
        ActorTenantId = scope.ActorTenantId,
        ActorId = scope.ActorId,
        Key = scope.Key,
        Fingerprint = answer.Fingerprint,
        Response = answer.Response,
        CreatedAt = now,
    };
}

internal sealed class IdempotencyConfiguration : IEntityTypeConfiguration<IdempotencyRow>
{
    public void Configure(EntityTypeBuilder<IdempotencyRow> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(r => r.Seq);
        builder.Property(r => r.TenantId).HasMaxLength(128);
        builder.Property(r => r.ActorTenantId).HasMaxLength(128);
        builder.Property(r => r.ActorId).HasMaxLength(128);
        builder.Property(r => r.Key).HasMaxLength(255).IsUnicode(false);
        builder.Property(r => r.Fingerprint).HasMaxLength(64).IsUnicode(false);
        builder.HasIndex(r => new { r.TenantId, r.ActorTenantId, r.ActorId, r.Key }).IsUnique().HasDatabaseName("ux_idempotency_keys_scope");
        builder.HasIndex(r => r.CreatedAt).HasDatabaseName("ix_idempotency_keys_created_at");
    }
}
