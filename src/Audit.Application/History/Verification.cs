using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Application.History;

/// <summary>One run over a tenant's chain, while others may write on.</summary>
internal sealed class Verification(IHistoryReader history, string tenantId, VerifyHistoryQuery query)
{
    private const int AtOnce = 500;
    private static readonly List<string> s_moves = [WireName.Of(HistoryAction.Created), WireName.Of(HistoryAction.StatusChanged)];

    private readonly List<(long Sequence, string Hash)> _known = [];
    private readonly Dictionary<string, Move> _lastMoves = new(StringComparer.Ordinal);
    private ChainCheck _check = new(ChainEnd.Start(tenantId));
    private bool _isAtTheEnd;

    public async Task<VerificationDto> RunAsync(CancellationToken cancellationToken)
    {
        // before the entries: whatever is appended meanwhile comes behind it
        var end = await history.EndAsync(tenantId, cancellationToken);
        Know(end.Sequence, end.Hash);
        Know(query.ExpectedSequence ?? 0, query.ExpectedHash ?? "");
        var found = await FollowAsync(end, cancellationToken)
            ?? await LookUpAsync(cancellationToken)
            // last: where the entry of a thing's last move is broken or gone, the thing is right, and so is the entry before
            ?? await CompareThingsAsync(cancellationToken)
            ?? await FindThingAsync(cancellationToken);
        return Report(found);
    }

    private void Know(long sequence, string hash)
    {
        if (sequence > 0)
        {
            _known.Add((sequence, hash));
        }
    }

    /// <summary>From the entry before the first one on; from the very first, whatever sequence it has, where there is none before.</summary>
    private async Task<ChainBreak?> FollowAsync(ChainEnd end, CancellationToken cancellationToken)
    {
        var before = query.FromSequence - 1;
        var hasBegun = before == 0;
        await foreach (var entry in history.ReadStored(tenantId, hasBegun ? long.MinValue : before, query.Limit + (hasBegun ? 0 : 1)).WithCancellation(cancellationToken))
        {
            if (hasBegun)
            {
                if (Take(entry) is { } found)
                {
                    return found;
                }
            }
            else if (entry.Sequence == before && entry.Hash.Length > 0)
            {
                _check = new ChainCheck(new ChainEnd(tenantId, before, entry.Hash));
                hasBegun = true;
            }
            else
            {
                break;
            }
        }

        if (!hasBegun)
        {
            return MissingBefore(before, end);
        }

        _isAtTheEnd = _check.Checked < query.Limit;
        return _isAtTheEnd ? await CompareEndAsync(cancellationToken) : null;
    }

    /// <summary>Whoever goes on from a place says that there were entries up to there.</summary>
    private ChainBreak MissingBefore(long before, ChainEnd end)
    {
        var isBehindTheEnd = before > end.Sequence;
        _check = new ChainCheck(isBehindTheEnd ? end : ChainEnd.Start(tenantId) with { Sequence = before });
        return isBehindTheEnd ? new ChainBreak(end.Sequence + 1, BreakReason.MissingTail) : new ChainBreak(before, BreakReason.MissingEntry);
    }

    private ChainBreak? Take(HistoryEntry entry)
    {
        var other = _known.Find(k => k.Sequence == entry.Sequence && !string.Equals(k.Hash, entry.Hash, StringComparison.Ordinal)).Hash;
        if (_check.Take(entry, other) is { } found)
        {
            return found;
        }

        if (s_moves.Contains(entry.Action))
        {
            _lastMoves[entry.SubjectId] = new Move(entry.Sequence, entry.SubjectType, entry.SubjectId, entry.To);
        }

        return null;
    }

    /// <summary>The chain has no more entries: none may be known that comes later, and whoever wrote the last one moved the end to it.</summary>
    private async Task<ChainBreak?> CompareEndAsync(CancellationToken cancellationToken)
    {
        var last = _check.End.Sequence;
        if (_known.Exists(k => k.Sequence > last))
        {
            return new ChainBreak(last + 1, BreakReason.MissingTail);
        }

        return (await history.EndAsync(tenantId, cancellationToken)).Sequence < last
            ? new ChainBreak(last, BreakReason.EndMismatch)
            : null;
    }

    /// <summary>Only the whole history can tell that no thing is without an entry.</summary>
    private async Task<ChainBreak?> FindThingAsync(CancellationToken cancellationToken) =>
        _isAtTheEnd && await history.FindWithoutHistoryAsync(tenantId, cancellationToken) is { } id
            ? new ChainBreak(Sequence: null, BreakReason.MissingHistory, id)
            : null;

    /// <summary>What is known of entries that lie outside of what was followed.</summary>
    private async Task<ChainBreak?> LookUpAsync(CancellationToken cancellationToken)
    {
        foreach (var (sequence, hash) in _known.Where(k => k.Sequence < query.FromSequence || k.Sequence > _check.End.Sequence).Order())
        {
            var entry = await FindStoredAsync(sequence, cancellationToken);
            if (entry is null)
            {
                return new ChainBreak(sequence, BreakReason.MissingEntry);
            }

            if (!string.Equals(entry.Hash, hash, StringComparison.Ordinal))
            {
                return new ChainBreak(sequence, BreakReason.EndMismatch);
            }
        }

        return null;
    }

    /// <summary>Each thing must have the status that the last of its moves led to.</summary>
    private async Task<ChainBreak?> CompareThingsAsync(CancellationToken cancellationToken)
    {
        foreach (var moves in _lastMoves.Values.OrderBy(m => m.Sequence).Chunk(AtOnce))
        {
            if (await CompareThingsAsync(moves, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private async Task<ChainBreak?> CompareThingsAsync(IReadOnlyList<Move> moves, CancellationToken cancellationToken)
    {
        var present = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in moves.GroupBy(m => m.SubjectType, StringComparer.Ordinal))
        {
            // a kind that is none has no things
            if (WireName.TryParse<SubjectType>(kind.Key, out var type))
            {
                foreach (var (id, status) in await history.StatusesAsync(tenantId, type, [.. kind.Select(m => m.SubjectId)], cancellationToken))
                {
                    present[id] = status;
                }
            }
        }

        var differing = moves.Where(m => !present.TryGetValue(m.SubjectId, out var status) || !string.Equals(status, m.To, StringComparison.Ordinal)).ToList();
        if (differing.Count == 0)
        {
            return null;
        }

        // a later move is judged where it stands
        var last = await history.LastMovesAsync(tenantId, [.. differing.Select(m => m.SubjectId)], cancellationToken);
        return differing
            .Where(m => !present.ContainsKey(m.SubjectId) || last.GetValueOrDefault(m.SubjectId) <= m.Sequence)
            .Select(m => new ChainBreak(m.Sequence, present.ContainsKey(m.SubjectId) ? BreakReason.StatusMismatch : BreakReason.MissingSubject, m.SubjectId))
            .MinBy(wrong => wrong.Sequence);
    }

    private async Task<HistoryEntry?> FindStoredAsync(long sequence, CancellationToken cancellationToken)
    {
        await foreach (var entry in history.ReadStored(tenantId, sequence, 1).WithCancellation(cancellationToken))
        {
            return entry.Sequence == sequence ? entry : null;
        }

        return null;
    }

    private VerificationDto Report(ChainBreak? found) => new()
    {
        Valid = found is null,
        Checked = _check.Checked,
        FirstSequence = query.FromSequence,
        LastSequence = _check.End.Sequence,
        LastHash = _check.End.Hash,
        BrokenAt = found?.Sequence,
        Reason = found is null ? null : WireName.Of(found.Reason),
        SubjectId = found?.SubjectId,
    };

    /// <summary>What there is to know of a thing's move, which may be one of many.</summary>
    private sealed record Move(long Sequence, string SubjectType, string SubjectId, string? To);
}
