using Audit.Domain.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Audit.Infrastructure.History;

/// <summary>The end of a tenant's chain: the row that its writers take turns on.</summary>
internal sealed class ChainEndRow
{
    public string TenantId { get; private set; } = "";

    public long Sequence { get; private set; }

    public string Hash { get; private set; } = "";

    public ChainEnd End => new(TenantId, Sequence, Hash);

    public static ChainEndRow Start(string tenantId)
    {
        var start = ChainEnd.Start(tenantId);
        return new ChainEndRow { TenantId = tenantId, Sequence = start.Sequence, Hash = start.Hash };
    }

    public void MoveTo(ChainEnd end) => (Sequence, Hash) = (end.Sequence, end.Hash);
}

internal sealed class ChainEndConfiguration : IEntityTypeConfiguration<ChainEndRow>
{
    public void Configure(EntityTypeBuilder<ChainEndRow> builder)
    {
        builder.ToTable("history_ends");
        builder.HasKey(e => e.TenantId);
        builder.Property(e => e.TenantId).HasMaxLength(128);
        builder.Property(e => e.Hash).HasMaxLength(64).IsUnicode(false);
        builder.Ignore(e => e.End);
    }
}
