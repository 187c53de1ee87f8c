using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Audit.Infrastructure.History;

/// <summary>What status a thing has in the store, whether it is one or not.</summary>
internal sealed class StoredStatus
{
    public string Id { get; private set; } = "";

    public string Status { get; private set; } = "";
}

internal sealed class StoredStatusConfiguration : IEntityTypeConfiguration<StoredStatus>
{
    /// <summary>It has no table of its own: a query says where it is read from.</summary>
    public void Configure(EntityTypeBuilder<StoredStatus> builder) => builder.HasNoKey().ToView(null);
}

/// <summary>Where in the history a thing was last moved.</summary>
internal sealed class StoredMove
{
    public string Id { get; private set; } = "";

    public long Sequence { get; private set; }
}

internal sealed class StoredMoveConfiguration : IEntityTypeConfiguration<StoredMove>
{
    /// <summary>It has no table of its own: a query says where it is read from.</summary>
    public void Configure(EntityTypeBuilder<StoredMove> builder) => builder.HasNoKey().ToView(null);
}
