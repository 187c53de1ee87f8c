using System.Globalization;
using System.Text.Json.Nodes;
using Audit.Trials.Contract;

namespace Audit.Trials.Fuzzing;

/// <summary>Query parameters as the document allows them.</summary>
internal sealed class ValidQueries(ContractDocument contract, Random random, Func<string, string> pick)
{
    private const string Mark = "expected_sequence";

    public List<(string Name, string Value)> Of(ContractOperation operation)
    {
        var query = new List<(string, string)>();
        var cursor = random.Next(3) == 0;
        foreach (var parameter in operation.Parameters.Where(p => (string)p["in"]! == "query"))
        {
            var name = (string)parameter["name"]!;
            // a walk has no page and its own order; a mark has two halves; whose tenant it is says the header
            if (name is "tenant_id" or "expected_hash" || (cursor && name is ("sort" or "page")))
            {
                continue;
            }

            if (name == "cursor" ? cursor : random.Next(5) == 0)
            {
                Add(query, name, parameter["schema"]!);
            }
        }

        return query;
    }

    private void Add(List<(string, string)> query, string name, JsonNode schema)
    {
        if (name == Mark)
        {
            var mark = pick(KnownThings.Marks).Split(':');
            query.Add((name, mark[0]));
            query.Add(("expected_hash", mark[^1]));
            return;
        }

        query.Add((name, Uri.EscapeDataString(Value(name, contract.Resolve(schema)))));
    }

    private string Value(string name, JsonNode rules)
    {
        if (rules["enum"] is JsonArray names)
        {
            return (string)names[random.Next(names.Count)]!;
        }

        return (string?)rules["type"] switch
        {
            "array" => string.Join(',', Enumerable.Range(0, random.Next(1, 3)).Select(_ => Value(name, contract.Resolve(rules["items"]!)))),
            "integer" => random.Next(1, Math.Min((int?)rules["maximum"] ?? int.MaxValue, name == "page" ? 4 : 50)).ToString(CultureInfo.InvariantCulture),
            _ when name == "cursor" => random.Next(2) == 0 ? "" : pick(KnownThings.Cursors),
            // what isn't text is a moment
            _ when rules["pattern"] is not null => Moment(name.EndsWith("from", StringComparison.Ordinal)),
            _ when name == "search" => Texts.Words(random, (int)rules["maxLength"]!),
            _ => string.Create(CultureInfo.InvariantCulture, $"usr_{random.Next(20)}"),
        };
    }

    private string Moment(bool isFirst)
    {
        var day = string.Create(CultureInfo.InvariantCulture, $"{(isFirst ? 2026 : 2027)}-{random.Next(1, 9):00}-{random.Next(1, 28):00}");
        return random.Next(2) == 0 ? day : day + "T10:20:30" + (random.Next(2) == 0 ? "Z" : ".5+08:00");
    }
}
