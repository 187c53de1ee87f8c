using System.Data.Common;
using System.Text.Json;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.History;
using Audit.Infrastructure.Idempotency;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence;

/// <summary>The model that both databases share; what differs between them is said by the two that derive from it.</summary>
internal abstract class AuditDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Incident> Incidents => Set<Incident>();

    public DbSet<Anomaly> Anomalies => Set<Anomaly>();

    public DbSet<HistoryEntry> History => Set<HistoryEntry>();

    public DbSet<ChainEndRow> ChainEnds => Set<ChainEndRow>();

    public DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    public abstract Dialect Dialect { get; }

    /// <summary>A SQL list of the strings in a JSON array that is passed as parameter <paramref name="index"/> of a raw query.</summary>
    public string ListFromJson(int index) => Dialect.ListFrom($"{{{index}}}");

    /// <summary>The column where it holds text, else an empty one: what only reads like text is found by no query.</summary>
    public abstract string TextOf(string column);

    /// <summary>The end of the tenant's chain, or null where it has none, held against every other writer of the chain until the transaction ends.</summary>
    public abstract Task<ChainEndRow?> LockChainEndAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>The tenant's entries from that sequence on, in their order, read from the rows themselves and from no index of them. Nothing can be added to the query.</summary>
    public abstract IQueryable<HistoryEntry> StoredHistory(string tenantId, long fromSequence, int count);

    /// <summary>Migrates while no other instance does.</summary>
    public abstract Task MigrateAloneAsync(CancellationToken cancellationToken);

    /// <summary>In a transaction: writes what changes nothing, and fails where nothing can be written.</summary>
    public abstract Task TryWriteAsync();

    /// <summary>Whether a write met a concurrent one: the same unit run again on the new state may pass.</summary>
    /// <remarks>Reads can be a deadlock's victim too, and EF Core wraps that one in an <see cref="InvalidOperationException"/>: the database's own error decides.</remarks>
    public bool IsConflict(Exception exception) =>
        exception is DbUpdateConcurrencyException || (StoreFaults.DatabaseError(exception) is { } error && IsConflict(error));

    protected abstract bool IsConflict(DbException exception);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Severity>().HaveConversion<WireNameConverter<Severity>>().HaveMaxLength(20).AreUnicode(unicode: false);
        configurationBuilder.Properties<IncidentStatus>().HaveConversion<WireNameConverter<IncidentStatus>>().HaveMaxLength(20).AreUnicode(unicode: false);
        configurationBuilder.Properties<AnomalyStatus>().HaveConversion<WireNameConverter<AnomalyStatus>>().HaveMaxLength(20).AreUnicode(unicode: false);
        configurationBuilder.Properties<Resolution>().HaveConversion<WireNameConverter<Resolution>>().HaveMaxLength(20).AreUnicode(unicode: false);
        configurationBuilder.Properties<IReadOnlyList<Comment>>().HaveConversion<CommentListConverter, CommentListComparer>();
        configurationBuilder.Properties<IReadOnlyList<string>>().HaveConversion<StringListConverter, StringListComparer>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AuditDbContext).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}
