namespace Audit.Trials.Loading;

/// <summary>A thing as it was when it was last heard of.</summary>
internal sealed record Known(string Id, long Version, string Status)
{
    public bool IsIncident => Id.StartsWith("inc_", StringComparison.Ordinal);
}

/// <summary>Some of a tenant's things, for requests to name; may be used from any thread.</summary>
internal sealed class Shelf(string tenant)
{
    private const int Most = 2000;
    private readonly Lock _lock = new();
    private readonly List<Known> _incidents = [];
    private readonly List<Known> _anomalies = [];
    private int _oldest;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public string Tenant => tenant;

    /// <summary>One of the kind; null where none is known.</summary>
    public Known? Any(Random random, bool isIncident)
    {
        lock (_lock)
        {
            var things = isIncident ? _incidents : _anomalies;
            return things.Count == 0 ? null : things[random.Next(things.Count)];
        }
    }

    /// <summary>Different ones of the kind, so many at the most.</summary>
    public IReadOnlyList<string> Some(Random random, bool isIncident, int number)
    {
        lock (_lock)
        {
            var things = isIncident ? _incidents : _anomalies;
            return [.. Enumerable.Range(0, things.Count == 0 ? 0 : number).Select(_ => things[random.Next(things.Count)].Id).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>It was made or changed; where the shelf is full a new one takes an old one's place.</summary>
    public void Put(Known thing)
    {
        lock (_lock)
        {
            var things = thing.IsIncident ? _incidents : _anomalies;
            if (_places.TryGetValue(thing.Id, out var place))
            {
                things[place] = things[place].Version < thing.Version ? thing : things[place];
            }
            else if (thing.Version == 1 && things.Count < Most)
            {
                _places.Add(thing.Id, things.Count);
                things.Add(thing);
            }
            else if (thing.Version == 1)
            {
                place = _oldest++ % Most;
                _places.Remove(things[place].Id);
                _places.Add(thing.Id, place);
                things[place] = thing;
            }
        }
    }
}
