using Audit.Application.Common;
using Audit.Domain.History;

namespace Audit.Application.History;

/// <summary>Answers about what happened. Tenant first, always. Nothing here or elsewhere changes or removes an entry.</summary>
public interface IHistoryReader
{
    /// <summary>The tenant's entries from that sequence on, in their order; fewer than wanted where their notes are long.</summary>
    Task<IReadOnlyList<HistoryEntryDto>> ListAsync(string tenantId, long fromSequence, int count, CancellationToken cancellationToken);

    /// <summary>A page of the entries about one thing, in their order; their number is 0 for a thing that the tenant doesn't have.</summary>
    Task<Page<HistoryEntryDto>> ListAboutAsync(string tenantId, SubjectType type, string id, PageRequest page, CancellationToken cancellationToken);

    /// <summary>The end of the tenant's chain as its writers know it: before the first entry, the chain's start.</summary>
    Task<ChainEnd> EndAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>
    /// The tenant's entries from that sequence on, in their order, as they lie in the store: read one by one, from the rows themselves
    /// and from no index. An entry with a value of a type that the service doesn't write has no hash.
    /// </summary>
    IAsyncEnumerable<HistoryEntry> ReadStored(string tenantId, long fromSequence, int count);

    /// <summary>The present status of those of the things that the tenant has, by id, as the store has it; empty where there are two of one id.</summary>
    Task<IReadOnlyDictionary<string, string>> StatusesAsync(string tenantId, SubjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The sequence of the last move of each of the things, by id.</summary>
    Task<IReadOnlyDictionary<string, long>> LastMovesAsync(string tenantId, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken);

    /// <summary>A thing of the tenant that no entry is about, or null.</summary>
    Task<string?> FindWithoutHistoryAsync(string tenantId, CancellationToken cancellationToken);
}
