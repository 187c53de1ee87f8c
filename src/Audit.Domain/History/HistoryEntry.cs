using Audit.Domain.Common;

namespace Audit.Domain.History;

/// <summary>
/// One thing that happened, appended by the aggregate it happened to. It gets its place in the tenant's chain
/// (<see cref="Seal"/>) in the transaction that saves the change, and is never written again.
/// </summary>
public sealed class HistoryEntry
{
    private HistoryEntry()
    {
    }

    public string TenantId { get; private init; } = "";

    /// <summary>The place in the tenant's chain: 1, 2, 3 … without gaps; 0 until sealed.</summary>
    public long Sequence { get; private set; }

    /// <summary>A name of <see cref="History.SubjectType"/>; text, so that an entry that was tampered with can still be read and shown.</summary>
    public string SubjectType { get; private init; } = "";

    public string SubjectId { get; private init; } = "";

    /// <summary>A name of <see cref="HistoryAction"/>.</summary>
    public string Action { get; private init; } = "";

    public string? From { get; private init; }

    public string? To { get; private init; }

    public string ActorId { get; private init; } = "";

    public string? ActorName { get; private init; }

    /// <summary>The digest that stands for a name that was redacted; null while the name is there.</summary>
    public string? ActorNameSha256 { get; private init; }

    /// <summary>The actor's own tenant, where that is not the tenant of the entry.</summary>
    public string? ActorTenantId { get; private init; }

    public string? Note { get; private init; }

    /// <summary>The digest that stands for a note that was redacted; null while the note is there.</summary>
    public string? NoteSha256 { get; private init; }

    public DateTimeOffset OccurredAt { get; private init; }

    public string RequestId { get; private set; } = "";

    public string TraceId { get; private set; } = "";

    /// <summary>The hash of the entry before it, or 64 zeros.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>SHA-256 over the canonical form (<see cref="CanonicalEntry"/>), 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; private set; } = "";

    public static HistoryEntry Of(Subject subject, HistoryAction action, Actor actor, DateTimeOffset now, string? from = null, string? to = null, string? note = null) => new()
    {
        TenantId = subject.TenantId,
        SubjectType = WireName.Of(subject.Type),
        SubjectId = subject.Id,
        Action = WireName.Of(action),
        From = from,
        To = to,
        ActorId = actor.Id,
        ActorName = actor.Name,
        ActorTenantId = actor.HomeTenantId,
        Note = note,
        OccurredAt = now,
    };

    /// <summary>Gives the entry its place behind <paramref name="previous"/> and returns the chain's new end.</summary>
    /// <exception cref="InvalidOperationException">It is sealed already, or belongs to another tenant's chain.</exception>
    public ChainEnd Seal(ChainEnd previous, string requestId, string traceId)
    {
        if (Sequence != 0 || !string.Equals(previous.TenantId, TenantId, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("A history entry is sealed once, into its own tenant's chain.");
        }

        Sequence = previous.Sequence + 1;
        PreviousHash = previous.Hash;
        RequestId = requestId;
        TraceId = traceId;
        Hash = CanonicalEntry.HashOf(this);
        return new ChainEnd(TenantId, Sequence, Hash);
    }
}

/// <summary>The thing an entry is about.</summary>
public readonly record struct Subject(string TenantId, SubjectType Type, string Id);

/// <summary>The last link of a tenant's chain.</summary>
public readonly record struct ChainEnd(string TenantId, long Sequence, string Hash)
{
    /// <summary>Before the first entry: sequence 0 and 64 zeros.</summary>
    public static ChainEnd Start(string tenantId) => new(tenantId, 0, new string('0', 64));
}
