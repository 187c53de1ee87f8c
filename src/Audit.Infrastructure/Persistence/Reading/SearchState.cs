namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>What a search has to know before it looks for anything.</summary>
/// <param name="TenantNumber">The tenant's number in the full-text index; null where it or the index isn't there.</param>
/// <param name="HasUnindexed">Whether the index doesn't know all rows as they are: it is being built, or somebody has changed one by hand.</param>
/// <param name="IsOutOfOrder">Whether the tenant's things lie in another order than that of their creation.</param>
/// <param name="Changes">How many entries the tenant's history has, one at least for each change of a thing, and how often texts of its were indexed, whoever changed them.</param>
internal readonly record struct SearchState(long? TenantNumber, bool HasUnindexed, bool IsOutOfOrder, long Changes)
{
    public static async Task<SearchState> ReadAsync<TDto>(
        IReadSession session, string tenantId, ThingTable<TDto> table, Dialect dialect, CancellationToken cancellationToken) =>
        (await session.ReadAsync(
            new Statement(dialect.SearchState(table.Name, table.Kind), tenantId),
            row => new SearchState(row.IsDBNull(0) ? null : row.GetInt64(0), row.GetInt64(1) != 0, row.GetInt64(2) != 0, row.GetInt64(3)),
            cancellationToken))[0];
}
