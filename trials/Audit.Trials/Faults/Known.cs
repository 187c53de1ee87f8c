using Audit.Trials.Crashing;

namespace Audit.Trials.Faults;

/// <summary>What a tenant's writers were told of all their things, for those who read them meanwhile; may be used from any thread.</summary>
internal sealed class Known
{
    private readonly Lock _lock = new();
    private readonly List<string> _ids = [];
    private readonly Dictionary<string, KnownThing> _things = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, long Version), Picture> _pictures = [];
    private readonly Dictionary<string, Numbers> _numbers = new(StringComparer.Ordinal) { [Picture.Incident] = new Numbers(0, 0, 0), [Picture.Anomaly] = new Numbers(0, 0, 0) };
    private readonly List<(Asked Asked, string What, string Id, Picture Picture)> _seen = [];
    private readonly List<(Asked Asked, string What, string Id, IReadOnlyList<(string RequestId, string Action)> Entries)> _seenEntries = [];

    /// <summary>As many things may soon be there.</summary>
    public void Begun(Write write) => Change(write, n => n with { Begun = n.Begun + write.Makes });

    /// <summary>They may not.</summary>
    public void Refused(Write write) => Change(write, n => n with { Refused = n.Refused + write.Makes });

    /// <summary>They are, as the ledger says.</summary>
    public void Done(Write write, IEnumerable<Change> changes, Ledger ledger)
    {
        Change(write, n => n with { Done = n.Done + write.Makes });
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (!_things.ContainsKey(change.Id))
                {
                    _ids.Add(change.Id);
                }

                _things[change.Id] = ledger.Things[change.Id];
                _pictures[(change.Id, change.After.Version)] = change.After.Shown();
            }
        }
    }

    /// <summary>One that is there, the new ones more often; null while there is none.</summary>
    public (string Id, KnownThing Thing)? Any(Random random)
    {
        const int New = 12;
        lock (_lock)
        {
            if (_ids.Count == 0)
            {
                return null;
            }

            var id = _ids[random.Next(random.Next(3) == 0 ? 0 : Math.Max(0, _ids.Count - New), _ids.Count)];
            return (id, _things[id]);
        }
    }

    /// <summary>How many of the kind there must be at least, and how many of those that were asked for are refused.</summary>
    public (long Least, long Refused) NumberOf(string kind)
    {
        lock (_lock)
        {
            return (_numbers[kind].Done, _numbers[kind].Refused);
        }
    }

    /// <summary>How many of the kind were asked for.</summary>
    public long BegunOf(string kind)
    {
        lock (_lock)
        {
            return _numbers[kind].Begun;
        }
    }

    /// <summary>The version that a thing has at least; 0 where nobody was told of it.</summary>
    public long VersionOf(string id)
    {
        lock (_lock)
        {
            return _things.TryGetValue(id, out var thing) ? thing.Picture.Version : 0;
        }
    }

    /// <summary>It was shown: as somebody was told, or will be told by the next <see cref="Settle"/>.</summary>
    public void Saw(Asked asked, string what, string id, Picture picture)
    {
        lock (_lock)
        {
            _seen.Add((asked, what, id, picture));
        }
    }

    /// <summary>As <see cref="Saw(Asked, string, string, Picture)"/>, its history from the first entry.</summary>
    public void Saw(Asked asked, string what, string id, IReadOnlyList<(string RequestId, string Action)> entries)
    {
        lock (_lock)
        {
            _seenEntries.Add((asked, what, id, entries));
        }
    }

    /// <summary>Now that nothing is under way any more: all that was shown was so at some time.</summary>
    public void Settle(AnswerJudge judge)
    {
        lock (_lock)
        {
            foreach (var (asked, what, id, picture) in _seen)
            {
                if (_pictures.GetValueOrDefault((id, picture.Version)) is not { } told)
                {
                    judge.Found(asked, $"{what} shows {id} as nobody made it: {picture}");
                }
                else if (told != picture)
                {
                    judge.Found(asked, $"{what} should show {id} as {told} and shows {picture}");
                }
            }

            foreach (var (asked, what, id, entries) in _seenEntries)
            {
                var told = _things[id].Entries.Select(e => (e.RequestId, e.Entry.Action)).ToList();
                if (!entries.SequenceEqual(told.Take(entries.Count)))
                {
                    judge.Found(asked, $"{what} should begin {string.Join(", ", told)} and says {string.Join(", ", entries)}");
                }
            }

            _seen.Clear();
            _seenEntries.Clear();
        }
    }

    private void Change(Write write, Func<Numbers, Numbers> change)
    {
        var kind = write.Path.StartsWith("/internal", StringComparison.Ordinal) ? Picture.Anomaly : Picture.Incident;
        lock (_lock)
        {
            _numbers[kind] = change(_numbers[kind]);
        }
    }

    private sealed record Numbers(long Begun, long Done, long Refused);
}
