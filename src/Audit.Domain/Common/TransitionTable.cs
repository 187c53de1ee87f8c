using System.Collections;

namespace Audit.Domain.Common;

/// <summary>Every legal move of a workflow: a status and where it may go. A status without a row is terminal.</summary>
public sealed class TransitionTable<TStatus> : IEnumerable<KeyValuePair<TStatus, IReadOnlyList<TStatus>>>
    where TStatus : struct, Enum
{
    private readonly Dictionary<TStatus, IReadOnlyList<TStatus>> _moves = [];

    public IReadOnlyList<TStatus> this[TStatus from]
    {
        get => _moves.GetValueOrDefault(from, []);
        init => _moves.Add(from, value);
    }

    /// <summary>Lets a legal move pass.</summary>
    /// <exception cref="TransitionRefusedException">The table has no such move.</exception>
    public void Require(string subjectType, TStatus from, TStatus to)
    {
        if (!this[from].Contains(to))
        {
            throw new TransitionRefusedException(subjectType, WireName.Of(from), WireName.Of(to), [.. this[from].Select(WireName.Of)]);
        }
    }

    public IEnumerator<KeyValuePair<TStatus, IReadOnlyList<TStatus>>> GetEnumerator() => _moves.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
