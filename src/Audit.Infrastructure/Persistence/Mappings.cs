using System.Linq.Expressions;
using Audit.Domain.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Audit.Infrastructure.Persistence;

/// <summary>What the tables of the aggregates share.</summary>
internal static class Mappings
{
    /// <summary>The severity's order, which lists sort and filter by.</summary>
    public const string SeverityRank = "SeverityRank";

    /// <summary>
    /// An integer key of the database's own beside the public id: rows lie in the order they came in.
    /// </summary>
    public static void HasSequenceAndId<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, string>> id)
        where T : class
    {
        builder.Property<long>("Seq").ValueGeneratedOnAdd();
        builder.HasKey("Seq");
        builder.Property(id).IsRequired().HasMaxLength(30).IsUnicode(false);
    }

    /// <summary>The severity's order beside its name, kept by the database itself.</summary>
    public static void HasSeverityRank<T>(this EntityTypeBuilder<T> builder)
        where T : class =>
        builder.Property<int>(SeverityRank).HasComputedColumnSql(
            "CASE severity " + string.Join(' ', Enum.GetValues<Severity>().Select(s => $"WHEN '{WireName.Of(s)}' THEN {(int)s}")) + " END",
            stored: true);
}
