namespace Audit.Trials.Isolation;

/// <summary>Which attacks are made, in which order: a matter of the document and the seed alone, so that every stranger makes the same.</summary>
internal sealed class Plan(IReadOnlyList<Operation> operations, int seed)
{
    private static readonly (string, string)[][] s_conditions = [[], [("If-Match", "\"1\"")], [("If-Match", "*")], [("If-None-Match", "\"1\"")], [("If-None-Match", "*")]];
    /// <summary>Kinds for what is not the plainest request of an operation.</summary>
    private const int OfOthers = 3;

    private readonly Random _random = new(seed);

    /// <summary>The operations that nobody has said how to attack.</summary>
    public IEnumerable<string> Unattacked => operations.Select(o => o.Name).Where(name => !Openings.ByOperation.ContainsKey(name));

    /// <summary>How many places the operations have together.</summary>
    public int Places => operations.Sum(o => Place.Of(o).Count);

    /// <summary>Every identifier in every place, or only so many and those that fit best; one at least.</summary>
    public IEnumerable<Attack> Systematic(int kinds)
    {
        foreach (var operation in operations)
        {
            var isPlainest = true;
            foreach (var opening in Openings.ByOperation.GetValueOrDefault(operation.Name) ?? [])
            {
                yield return new Attack($"{operation.Name}, nothing", opening);
                foreach (var attack in Place.Of(operation).SelectMany(place => In(operation, opening, place, isPlainest ? kinds : Math.Min(kinds, OfOthers), isPlainest)))
                {
                    yield return attack;
                }

                isPlainest = false;
            }
        }
    }

    /// <summary>Several identifiers at once, drawn by lot.</summary>
    public IEnumerable<Attack> Combinations(int number)
    {
        var openings = operations.SelectMany(o => (Openings.ByOperation.GetValueOrDefault(o.Name) ?? []).Select(r => (Operation: o, Request: r, Places: Place.Of(o)))).ToList();
        for (var i = 0; i < number; i++)
        {
            var (operation, request, places) = openings[_random.Next(openings.Count)];
            var names = new List<string>();
            for (var left = _random.Next(1, 5); left > 0; left--)
            {
                var place = places[_random.Next(places.Count)];
                var kind = Kinds.All[_random.Next(Kinds.All.Count)];
                names.Add($"{kind.Name} in {place.Name}");
                request = place.Put(request, ValueOf(kind, operation));
            }

            request = _random.Next(4) == 0 ? request.WithHeader("Prefer", "handling=strict") : request;
            yield return new Attack($"{operation.Name}, {string.Join(" and ", names)}", _random.Next(4) == 0 ? request.WithHeader("Accept-Language", "zh-CN") : request);
        }
    }

    private IEnumerable<Attack> In(Operation operation, Request opening, Place place, int kinds, bool isPlainest)
    {
        var all = Kinds.All;
        var fitting = all.Where(k => Fits(k.Name, place)).ToList();
        var chosen = kinds >= all.Count ? all : [.. fitting.Concat(all.OrderBy(_ => _random.Next()).Take(fitting.Count == 0 ? Math.Max(1, kinds) : kinds)).Distinct()];
        foreach (var kind in chosen)
        {
            var request = place.Put(opening, ValueOf(kind, operation));
            var name = $"{operation.Name}, {kind.Name} in {place.Name}";
            if (place.Name != Place.PathPlace)
            {
                yield return new Attack(name, request, kind.Name == "tenant" && place.Name is Place.TenantHeader or Place.TenantParameter ? 403 : null);
                continue;
            }

            foreach (var condition in Fits(kind.Name, place) ? s_conditions : [[]])
            {
                yield return new Attack(name, request with { Headers = condition }, Due: 404);
            }

            // once the stranger has used that key too, it is the stranger's
            if (operation.Headers.Contains("Idempotency-Key", StringComparer.Ordinal))
            {
                yield return new Attack(name + " under their key", request.WithHeader("Idempotency-Key", Kinds.KeyOf(operation.Name)), isPlainest ? 404 : null);
            }
        }
    }

    private static bool Fits(string kind, Place place) => place.Name switch
    {
        Place.PathPlace => kind is "incident" or "anomaly",
        Place.TenantHeader or Place.TenantParameter => kind == "tenant",
        "header Idempotency-Key" => kind == "key",
        "query cursor" => kind.EndsWith("cursor", StringComparison.Ordinal),
        "query search" => kind is "word" or "text",
        "query type" or "body type" => kind == "type",
        "query assignee" or "body assignee" => kind == "assignee",
        "query expected_hash" => kind == "hash",
        "body external_id" => kind == "external id",
        "body user_id" => kind == "user",
        _ => kind is "incident" or "anomaly" && place.Name.StartsWith("body ", StringComparison.Ordinal) && place.Name.Contains("id", StringComparison.Ordinal),
    };

    private static string ValueOf((string Name, string Blank) kind, Operation operation) =>
        kind.Name == "key" ? Kinds.KeyOf(operation.Name) : kind.Blank;
}
