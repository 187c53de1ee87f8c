using Audit.Application.Common;
using Audit.Domain.History;

namespace Audit.Application.History;

/// <summary>Answers about what happened. Tenant first, always. Nothing here or elsewhere changes or removes an entry.</summary>
public interface IHistoryReader
{
    /// <summary>The tenant's entries from that sequence on, in their order.</summary>
    Task<IReadOnlyList<HistoryEntryDto>> ListAsync(string tenantId, long fromSequence, int count, CancellationToken cancellationToken);

    /// <summary>A page of the entries about one thing, in their order; their number is 0 for a thing that the tenant doesn't have.</summary>
    Task<Page<HistoryEntryDto>> ListAboutAsync(string tenantId, SubjectType type, string id, PageRequest page, CancellationToken cancellationToken);

    /// <summary>The end of the tenant's chain as its writers know it: before the first entry, the chain's start.</summary>
    Task<ChainEnd> EndAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>The tenant's entries from that sequence on, in their order, as they lie in the store: read from the rows themselves and from no index.</summary>
    Task<IReadOnlyList<HistoryEntry>> ReadStoredAsync(string tenantId, long fromSequence, int count, CancellationToken cancellationToken);

    /// <summary>The present status of those of the things that the tenant has, by id, as the store has it.</summary>
    Task<IReadOnlyDictionary<string, string>> StatusesAsync(string tenantId, SubjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Whether the thing was moved again behind that entry.</summary>
    Task<bool> IsMovedAfterAsync(string tenantId, string subjectId, long sequence, CancellationToken cancellationToken);

    /// <summary>A thing of the tenant that no entry is about, or null.</summary>
    Task<string?> FindWithoutHistoryAsync(string tenantId, CancellationToken cancellationToken);
}
