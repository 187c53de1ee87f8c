using Audit.Domain.Common;

namespace Audit.Domain.History;

/// <summary>
/// Follows a tenant's chain from one entry to the next, as an auditor would: each must be the next in sequence, name the hash
/// before it, and have the hash that its own content gives.
/// </summary>
/// <param name="start">The entry before the first one to check, or the chain's start.</param>
public sealed class ChainCheck(ChainEnd start)
{
    /// <summary>The last entry that is as it should be.</summary>
    public ChainEnd End { get; private set; } = start;

    /// <summary>How many entries were found right.</summary>
    public long Checked { get; private set; }

    /// <summary>Takes the next entry; null where it is right, else what is wrong with it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="known">The hash that was kept of it elsewhere, or null.</param>
    public ChainBreak? Take(HistoryEntry entry, string? known = null)
    {
        var sequence = End.Sequence + 1;
        if (entry.Sequence != sequence)
        {
            return new ChainBreak(sequence, BreakReason.MissingEntry);
        }

        if (!string.Equals(entry.PreviousHash, End.Hash, StringComparison.Ordinal))
        {
            return new ChainBreak(sequence, BreakReason.PreviousHashMismatch);
        }

        if (!string.Equals(entry.TenantId, End.TenantId, StringComparison.Ordinal)
            || !string.Equals(entry.Hash, CanonicalEntry.HashOf(entry), StringComparison.Ordinal)
            // a digest stands in place of a text, never beside one: the hash doesn't cover it there
            || entry is { Note: not null, NoteSha256: not null } or { ActorName: not null, ActorNameSha256: not null })
        {
            return new ChainBreak(sequence, BreakReason.HashMismatch);
        }

        if (known is not null && !string.Equals(entry.Hash, known, StringComparison.Ordinal))
        {
            return new ChainBreak(sequence, BreakReason.EndMismatch);
        }

        End = new ChainEnd(End.TenantId, sequence, entry.Hash);
        Checked++;
        return null;
    }
}

/// <summary>The first place where a tenant's history is not what it was.</summary>
/// <param name="Sequence">The broken entry's; null where a thing has none.</param>
/// <param name="Reason">What is wrong there.</param>
/// <param name="SubjectId">The thing it is about, where the entry is right and the thing is not.</param>
public sealed record ChainBreak(long? Sequence, BreakReason Reason, string? SubjectId = null);

/// <summary>What can be wrong with a history.</summary>
public enum BreakReason
{
    /// <summary>The entry isn't there, or has another sequence.</summary>
    MissingEntry,

    /// <summary>It names another entry before it.</summary>
    PreviousHashMismatch,

    /// <summary>Its content was changed.</summary>
    HashMismatch,

    /// <summary>The chain ends here, and went on once.</summary>
    MissingTail,

    /// <summary>It is not the entry that was kept as the chain's end: the chain was written anew.</summary>
    EndMismatch,

    /// <summary>The thing has another status than the one its history leads to.</summary>
    StatusMismatch,

    /// <summary>The thing is gone.</summary>
    MissingSubject,

    /// <summary>There is a thing that the history doesn't know.</summary>
    MissingHistory,
}
