using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Application.History;

/// <summary>One run over a tenant's chain, part by part, while others may write on.</summary>
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
        var found = await StartAsync(end, cancellationToken)
            ?? await FollowAsync(cancellationToken)
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

    /// <summary>Begins behind the entry before the first one.</summary>
    private async Task<ChainBreak?> StartAsync(ChainEnd end, CancellationToken cancellationToken)
    {
        var before = query.FromSequence - 1;
        if (before == 0)
        {
            return null;
        }

        var entry = (await history.ReadStoredAsync(tenantId, before, 1, cancellationToken)).FirstOrDefault();
        if (entry?.Sequence == before)
        {
            _check = new ChainCheck(new ChainEnd(tenantId, before, entry.Hash));
            return null;
        }

        // whoever goes on from there says that there were entries up to there
        var isBehindTheEnd = before > end.Sequence;
        _check = new ChainCheck(isBehindTheEnd ? end : ChainEnd.Start(tenantId) with { Sequence = before });
        return isBehindTheEnd ? new ChainBreak(end.Sequence + 1, BreakReason.MissingTail) : new ChainBreak(before, BreakReason.MissingEntry);
    }

    private async Task<ChainBreak?> FollowAsync(CancellationToken cancellationToken)
    {
        while (_check.Checked < query.Limit)
        {
            var wanted = (int)Math.Min(AtOnce, query.Limit - _check.Checked);
            var entries = await history.ReadStoredAsync(tenantId, _check.End.Sequence + 1, wanted, cancellationToken);
            if (Take(entries) is { } found)
            {
                return found;
            }

            if (entries.Count < wanted)
            {
                _isAtTheEnd = true;
                return await CompareEndAsync(cancellationToken);
            }
        }

        return null;
    }

    private ChainBreak? Take(IReadOnlyList<HistoryEntry> entries)
    {
        foreach (var entry in entries)
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

        return _check.Checked > 0 && (await history.EndAsync(tenantId, cancellationToken)).Sequence < last
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
            var entry = (await history.ReadStoredAsync(tenantId, sequence, 1, cancellationToken)).FirstOrDefault();
            if (entry?.Sequence != sequence)
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
        var wrong = new List<ChainBreak>();
        foreach (var kind in moves.GroupBy(m => m.SubjectType, StringComparer.Ordinal))
        {
            string[] ids = [.. kind.Select(m => m.SubjectId)];
            // a kind that is none has no things
            var present = WireName.TryParse<SubjectType>(kind.Key, out var type)
                ? await history.StatusesAsync(tenantId, type, ids, cancellationToken)
                : new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var move in kind.Where(m => !string.Equals(present.GetValueOrDefault(m.SubjectId), m.To, StringComparison.Ordinal)))
            {
                // a later move is judged where it stands
                if (!present.ContainsKey(move.SubjectId) || !await history.IsMovedAfterAsync(tenantId, move.SubjectId, move.Sequence, cancellationToken))
                {
                    wrong.Add(new ChainBreak(move.Sequence, present.ContainsKey(move.SubjectId) ? BreakReason.StatusMismatch : BreakReason.MissingSubject, move.SubjectId));
                }
            }
        }

        return wrong.MinBy(w => w.Sequence);
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
