using System.Collections.Concurrent;

namespace Audit.Infrastructure.Persistence;

/// <summary>A query that EF Core compiles once. What it compiles is the SQL of the first database that asks, so that each gets its own.</summary>
internal sealed class CompiledQuery<TQuery>(Func<TQuery> compile)
{
    private readonly ConcurrentDictionary<Type, TQuery> _queries = new();

    public TQuery For(AuditDbContext db) => _queries.GetOrAdd(db.GetType(), static (_, compile) => compile(), compile);
}
