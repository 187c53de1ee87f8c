using System.Globalization;
using System.Text;
using Audit.Trials.Contract;

namespace Audit.Trials.Fuzzing;

/// <summary>Makes request after request out of the document and one stream of random numbers; what ids they name depends on what is known.</summary>
internal sealed class Generator
{
    /// <summary>Of ten requests, how many are broken.</summary>
    private const int BrokenOfTen = 6;

    private readonly ContractDocument _contract;
    private readonly IReadOnlyList<Actor> _actors;
    private readonly IReadOnlyDictionary<string, KnownThings> _known;
    private readonly IReadOnlyList<Mutation> _mutations;
    private readonly string _host;
    private readonly Random _random;
    private readonly ValidBodies _bodies;
    private readonly ValidQueries _queries;
    private string _tenant = "";

    public Generator(ContractDocument contract, IReadOnlyList<Actor> actors, IReadOnlyDictionary<string, KnownThings> known, IReadOnlyList<Mutation> mutations, string host, Random random)
    {
        _contract = contract;
        _actors = actors;
        _known = known;
        _mutations = mutations;
        _host = host;
        _random = random;
        _bodies = new ValidBodies(random, Pick);
        _queries = new ValidQueries(contract, random, Pick);
    }

    public Draft Next()
    {
        var draft = Valid();
        if (_mutations.Count > 0 && _random.Next(10) < BrokenOfTen)
        {
            for (var count = _random.Next(5) switch { 0 => 3, 1 => 2, _ => 1 }; count > 0; count--)
            {
                Break(draft);
            }
        }
        else if (draft.Operation.Parameters.Any(p => (string)p["name"]! == "Idempotency-Key") && _random.Next(10) == 0)
        {
            // few, so that they meet again: with the same body, with another, at the same moment
            draft.SetHeader("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"again-{_random.Next(30)}"));
            draft.RepeatsAKey = true;
        }

        return draft;
    }

    /// <summary>Tries mutations until one fits.</summary>
    private void Break(Draft draft)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var mutation = _mutations[_random.Next(_mutations.Count)];
            if ((draft.Used & mutation.Parts) == Parts.None && mutation.Apply(draft, _random) is { } verdict)
            {
                draft.Used |= mutation.Parts;
                draft.IsLast |= mutation.BreaksHttp;
                draft.Mutations.Add(new Applied(mutation, verdict));
                return;
            }
        }
    }

    private Draft Valid()
    {
        var operation = _contract.Operations[_random.Next(_contract.Operations.Count)];
        var permission = (string?)operation.Node["x-permission"];
        var able = _actors.Where(a => Suffices(a, permission)).ToList();
        var actor = able[_random.Next(able.Count)];
        _tenant = actor.Tenant;
        var id = operation.Parameters.Where(p => (string)p["in"]! == "path").Select(p => (string)p["name"]!).FirstOrDefault();
        var kind = id == "incident_id" ? KnownThings.Incidents : KnownThings.Anomalies;
        var value = id is null ? null : Pick(kind);
        var foreign = _random.Next();
        var json = operation.Body is null ? null : _bodies.Of(operation);
        var draft = new Draft
        {
            Operation = operation,
            Actor = actor,
            Strangers = [.. _actors.Where(a => a.Tenant == actor.Tenant && !Suffices(a, permission))],
            Method = operation.Method,
            Path = id is null ? operation.Path : operation.Path.Replace($"{{{id}}}", value, StringComparison.Ordinal),
            Id = value,
            ForeignId = id is null ? null : _known.Where(k => k.Key != actor.Tenant).Select(k => k.Value.Pick(kind, foreign)).FirstOrDefault(k => k is not null),
            Json = json,
            Body = json is null ? null : Encoding.UTF8.GetBytes(Texts.Json(json)),
            Query = _queries.Of(operation),
            Headers = [("Host", _host), ("Authorization", "Bearer " + actor.Token)],
        };
        if (json is not null)
        {
            draft.SetHeader("Content-Type", "application/json");
        }

        AddHeaders(draft, [.. operation.Parameters.Where(p => (string)p["in"]! == "header").Select(p => (string)p["name"]!)]);
        return draft;
    }

    private static bool Suffices(Actor actor, string? permission) => permission is null || actor.Permissions.Contains(permission, StringComparer.Ordinal);

    private void AddHeaders(Draft draft, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var draw = _random.Next(5);
            var number = _random.NextInt64();
            var value = name switch
            {
                "X-Tenant-ID" => Texts.Bytes(draft.Actor.Tenant),
                "X-Request-Id" => string.Create(CultureInfo.InvariantCulture, $"fuzz.{number:x}"),
                "Idempotency-Key" => string.Create(CultureInfo.InvariantCulture, $"{number:x}-{_random.Next():x}"),
                "If-Match" or "If-None-Match" => number % 3 == 0 ? "*" : $"\"{Pick(KnownThings.Versions)}\"",
                "Prefer" => number % 3 == 0 ? "handling=strict" : "handling=lenient",
                "Accept-Language" => number % 2 == 0 ? "zh-CN,zh;q=0.9" : "en",
                _ => throw new NotSupportedException("The document has a header that nothing is known of: " + name),
            };
            if (draw == 0)
            {
                draft.SetHeader(name, value);
            }
        }
    }

    /// <summary>Something that is known, or something like it.</summary>
    private string Pick(string kind)
    {
        var draw = _random.Next();
        return _known[_tenant].Pick(kind, draw) ?? kind switch
        {
            KnownThings.Cursors => "",
            KnownThings.Marks => "1:" + new string('0', 64),
            KnownThings.Versions => "1",
            _ => kind + "01k5m8z0c2e9v7q4t6x8y1w3ra",
        };
    }
}
